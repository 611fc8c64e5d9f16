"""Mantel–Haenszel: finds a question that is harder for one group, and no other."""

from random import Random

import pytest

from quizzes.statistics import SCALE
from quizzes.statistics.fairness import Fairness, Groups, fairness_of
from quizzes.statistics.gathering import Marked, Sitting, gather
from quizzes.statistics.report import report_of

ITEMS = 20


def answers(seed: int, n: int, *, bias: float = 0.0, gap: float = 0.0) -> dict[int, Fairness]:
    """`n` people of each group answer ITEMS questions; `bias` makes question 0 harder for the focal
    group, `gap` is by how much that group knows less altogether (in logits)."""
    rng = Random(seed)
    sittings = []
    for focal in (False, True):
        for _ in range(n):
            level = rng.gauss(-gap if focal else 0, 1)
            marked = [
                Marked(item, SCALE if _knows(rng, level, item, focal, bias) else 0)
                for item in range(ITEMS)
            ]
            sittings.append(Sitting(marked, {"age": focal}))
    return {
        item: found.fairness["age"] for item, found in report_of(gather(sittings)).items.items()
    }


def _knows(rng: Random, level: float, item: int, focal: bool, bias: float) -> bool:
    hardness = (item % 5 - 2) / 2 + (bias if focal and item == 0 else 0)
    return rng.random() < 1 / (1 + 2.718281828 ** (hardness - level))


@pytest.mark.parametrize("seed", range(5))
def test_a_biased_question_is_found_and_no_other(seed: int) -> None:
    found = answers(seed, 400, bias=1.6)
    assert [item for item, one in found.items() if one.is_flagged] == [0]
    assert found[0].delta is not None
    assert found[0].delta < -1.5


@pytest.mark.parametrize("seed", range(10))
def test_no_alarm_where_groups_only_know_more_or_less(seed: int) -> None:
    found = answers(seed, 300, gap=0.0 if seed < 5 else 0.8)
    assert not [item for item, one in found.items() if one.is_flagged]


def test_nothing_is_said_of_fewer_than_two_hundred() -> None:
    assert answers(1, 199, bias=3)[0] == Fairness(199, 199)
    assert answers(1, 200, bias=3)[0].is_flagged


def test_beside_a_table_worked_out_by_hand() -> None:
    """Two strata of 200: 80/20 against 60/40, 50/50 against 40/60 (right/wrong).
    α = (80·40/200 + 50·60/200) / (20·60/200 + 50·40/200) = 31/16."""
    groups = Groups()
    cells = [(5, 80, 20, 60, 40), (3, 50, 50, 40, 60)]
    for total, right, wrong, focal_right, focal_wrong in cells:
        for focal, is_right, count in (
            (False, True, right), (False, False, wrong),
            (True, True, focal_right), (True, False, focal_wrong),
        ):  # fmt: skip
            for _ in range(count):
                groups.add(focal=focal, right=is_right, total=total)
    found = fairness_of(groups)
    assert found.delta == pytest.approx(-2.35 * 0.661398482, abs=1e-6)
    # χ² = (|130 − 115| − ½)² / (100·100·140·60/(200²·199) + 100·100·90·110/(200²·199)) = 9.145
    assert found.p == pytest.approx(0.00249, abs=1e-5)
    assert found.grade == "B"
