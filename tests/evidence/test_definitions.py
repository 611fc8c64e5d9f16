"""Each sign at its threshold, and just below it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from lms.core.periods import ZONE
from lms.evidence import definitions
from lms.evidence.binomial import upper_tail
from lms.evidence.traces import Given, Sign, SignKey, Sitting, Tally, Unit

MORNING = dt.datetime(2026, 3, 10, 8, 0, tzinfo=ZONE)
MINUTE = dt.timedelta(minutes=1)


def sat(person: int, at: dt.datetime = MORNING, seconds: float = 300, **fields: Any) -> Sitting:
    return Sitting(person, at - dt.timedelta(seconds=seconds), at, **fields)


def unit(*passes: Sitting, **fields: Any) -> Unit:
    return Unit(passes, **fields)


def answers(*wrong: int, of: int = 6) -> dict[int, Given]:
    return {
        question: Given("b", False) if question in wrong else Given("a", True)
        for question in range(of)
    }


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_tail_is_exact(successes: int, trials: int, chance: float) -> None:
    assert upper_tail(successes, trials, chance) == pytest.approx(
        float(binom.sf(successes - 1, trials, chance)), abs=1e-9
    )


def test_too_fast_is_from_three_people_and_ten_syllables_a_second() -> None:
    quick = [sat(n, seconds=29, syllables=300) for n in range(3)]
    assert definitions.too_fast(unit(*quick)) == Sign(SignKey.FAST, 1.0, 3, 3)
    assert definitions.too_fast(unit(*quick[:2])) is None
    assert (
        definitions.too_fast(unit(*(sat(n, seconds=30, syllables=300) for n in range(9)))) is None
    )


def test_one_person_passing_many_tests_fast_is_one_person() -> None:
    assert definitions.too_fast(unit(*(sat(1, seconds=5, syllables=300) for _ in range(9)))) is None


def test_the_same_right_answers_are_no_sign() -> None:
    assert definitions.alike(unit(*(sat(n, answers=answers()) for n in range(20)))) is None


def test_the_same_two_mistakes_of_three_people_are() -> None:
    honest = [sat(n, answers=answers(n % 6)) for n in range(12)]
    copied = [sat(100 + n, answers=answers(1, 4)) for n in range(3)]
    found = definitions.alike(unit(*honest, *copied))
    assert found is not None
    assert found.people == 3
    assert definitions.alike(unit(*honest, *copied[:2])) is None


def test_drawn_papers_with_a_key_read_out() -> None:
    """No two share enough questions; the key's mistakes are made by all who were asked them."""
    drawn = [sat(n, answers={n + 100: Given("a", True), **answers(0, 1, of=2)}) for n in range(8)]
    found = definitions.alike(unit(*drawn))
    assert found is not None
    assert found.people == 8


def test_eight_people_in_half_an_hour_on_one_browser() -> None:
    turns = [sat(n, MORNING + 4 * n * MINUTE, device="d") for n in range(8)]
    assert definitions.crowded(unit(*turns)) is not None
    assert definitions.crowded(unit(*turns[:7])) is None
    slow = [sat(n, MORNING + 6 * n * MINUTE, device="d") for n in range(30)]
    assert definitions.crowded(unit(*slow)) is None
    own = [sat(n, device=f"d{n}") for n in range(30)]
    assert definitions.crowded(unit(*own)) is None


def test_four_people_in_one_night_on_one_browser() -> None:
    late = dt.datetime(2026, 3, 10, 22, 0, tzinfo=ZONE)
    turns = [sat(n, late + 100 * n * MINUTE, device="d") for n in range(4)]  # until 03:00
    found = definitions.at_night(unit(*turns))
    assert found is not None
    assert found.strength == 0.5
    assert definitions.score([found]) < definitions.ALARM
    assert definitions.at_night(unit(*turns[:3])) is None
    evening = [sat(n, late - 2 * n * MINUTE - MINUTE, device="d") for n in range(9)]
    assert definitions.at_night(unit(*evening)) is None


@pytest.mark.parametrize(("present", "paper", "is_sign"), [(10, 6, 1), (10, 5, 0), (4, 4, 0)])
def test_paper_of_more_than_half(present: int, paper: int, is_sign: int) -> None:
    found = definitions.on_paper(Unit((), present=present, from_paper=paper))
    assert (found is not None) is bool(is_sign)


def test_an_outlier_of_the_funnel() -> None:
    peers = [Tally(100, passed) for passed in (78, 80, 82, 79, 81, 80)]
    assert definitions.pass_outlier(Tally(60, 60), peers) is not None
    assert definitions.pass_outlier(Tally(14, 14), peers) is None
    assert definitions.pass_outlier(Tally(60, 30), peers) is None
    assert definitions.pass_outlier(Tally(60, 60), peers[:4]) is None


def test_where_honest_peers_differ_much_more_is_needed() -> None:
    peers = [Tally(100, passed) for passed in (55, 95, 65, 92, 70, 98)]
    assert definitions.pass_outlier(Tally(60, 60), peers) is None


def test_month_ends_are_judged_by_months() -> None:
    def classes(*days: dt.date) -> list[dt.date]:
        return [day for day in days for _ in range(20)]

    ends = [dt.date(2026, 1, 31), dt.date(2026, 2, 27), dt.date(2026, 3, 30)]
    found = definitions.month_ends(classes(*ends))
    assert found is not None
    assert found[1] == {dt.date(2026, month, 1) for month in (1, 2, 3)}
    assert definitions.month_ends(classes(ends[0])) is None
    assert definitions.month_ends(classes(*ends[:2], dt.date(2026, 4, 12))) is None
    assert definitions.month_ends([]) is None


def test_paper_or_a_month_end_alone_never_reach_the_alarm() -> None:
    paper, end = (Sign(key, 1.0, 9, 9) for key in (SignKey.PAPER, SignKey.MONTH_END))
    assert definitions.score([paper]) < definitions.ALARM
    assert definitions.score([end]) < definitions.ALARM
    assert definitions.score([paper, end]) >= definitions.ALARM


@given(st.lists(st.builds(Sign, st.sampled_from(SignKey), st.floats(0, 1), st.just(5), st.just(9))))
def test_more_signs_never_lower_a_score(signs: list[Sign]) -> None:
    assert 0 <= definitions.score(signs[1:]) <= definitions.score(signs) <= 100
