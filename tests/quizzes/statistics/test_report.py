"""Options by thirds, intervals, times, flags."""

from random import Random

import pytest

from quizzes.statistics import SCALE, intervals
from quizzes.statistics.gathering import NOTHING, Marked, Sitting, gather
from quizzes.statistics.report import Report, flags_of, report_of

RIGHT, WRONG = SCALE, 0


def of(rows: list[list[int]], **options: object) -> Report:
    sittings = (Sitting([Marked(i, mark) for i, mark in enumerate(row)]) for row in rows)
    return report_of(gather(sittings), **options)  # type: ignore[arg-type]


def test_a_distractor_is_counted_by_thirds() -> None:
    sittings = [
        Sitting(
            [
                Marked(1, RIGHT if level == 2 else WRONG, ("a" if level == 2 else "b",)),
                *(Marked(2 + i, RIGHT if i < level else WRONG) for i in range(2)),
            ]
        )
        for level in (0, 1, 2)
        for _ in range(4)
    ]
    a, b = sorted(report_of(gather(sittings)).items[1].options, key=lambda row: row.option)
    assert (a.count, a.by_third) == (4, (0.0, 0.0, 1.0))
    assert a.share == pytest.approx(1 / 3)
    assert (b.count, b.by_third) == (8, (1.0, 1.0, 0.0))


def test_no_answer_is_a_choice_too() -> None:
    found = report_of(gather([Sitting([Marked(1, WRONG, (NOTHING,))])]))
    assert [(row.option, row.count) for row in found.items[1].options] == [(NOTHING, 1)]


def test_times_are_capped_and_their_middle_shown() -> None:
    seconds = [10, 20, 999_999]
    found = gather(Sitting([Marked(1, RIGHT, (), one)]) for one in seconds)
    assert report_of(found).items[1].median_seconds == 20
    assert max(found.items[1].seconds) == 1800


def test_intervals_only_where_few_answered() -> None:
    rng = Random(7)
    rows = [[rng.choice([RIGHT, WRONG]) for _ in range(4)] for _ in range(40)]
    few, many = of(rows[:20]), of(rows)
    assert few.mean_interval is not None
    low, high = few.items[0].facility_interval or (1, 0)
    assert low < (few.items[0].figures.facility or -1) < high
    low, high = few.items[0].discrimination_interval or (1, 0)
    assert low < (few.items[0].figures.discrimination or 0) < high
    assert (many.mean_interval, many.items[0].facility_interval) == (None, None)


def test_wilson_as_published() -> None:
    """Of 81 in 263: R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert intervals.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert intervals.wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert intervals.wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert intervals.wilson(0, 0) == (0, 1)


def test_the_same_answers_give_the_same_interval() -> None:
    rows = [[RIGHT, WRONG], [WRONG, WRONG], [RIGHT, RIGHT], [WRONG, RIGHT], [RIGHT, RIGHT]]
    assert of(rows) == of(rows)


def by_level(n: int, share_right: float) -> list[list[int]]:
    """A question answered right by a share, whatever else is known; four that go together."""
    return [
        [RIGHT if i % 20 < 20 * share_right else WRONG] + [RIGHT if (i // 20) % 2 else WRONG] * 4
        for i in range(n)
    ]


def test_flags_need_enough_answers() -> None:
    assert of(by_level(99, 1)).items[0].flags == []
    assert "easy" in of(by_level(100, 1)).items[0].flags
    assert "weak" in of(by_level(120, 0.5)).items[0].flags
    assert of(by_level(120, 0.5)).items[1].flags == []


def test_just_at_the_border_there_is_no_flag() -> None:
    assert "easy" not in of(by_level(200, 0.95)).items[0].flags


def test_exposure_counts_only_where_papers_are_drawn() -> None:
    rows = by_level(120, 0.5)
    assert "exposed" not in of(rows).items[1].flags
    assert "exposed" in of(rows, drawn=True).items[1].flags
    figures = of(rows).items[1].figures
    assert flags_of(figures, 0.8, {}) == []


def test_drawn_papers_are_told_apart_and_weighed_by_place() -> None:
    sittings = [
        Sitting(
            [Marked(100 + i % 2, RIGHT if i % 3 else WRONG), Marked(5, RIGHT if i % 3 else WRONG)]
        )
        for i in range(60)
    ]
    gathered = gather(sittings)
    found = report_of(gathered)
    assert not gathered.is_one_paper
    assert (found.items[100].figures.n, found.items[100].exposure) == (30, 0.5)
    assert found.whole.alpha == pytest.approx(100)  # both places say the same


def test_a_pass_mark_where_a_test_cannot_tell_is_shaky() -> None:
    rng = Random(3)
    rows = [[rng.choice([RIGHT, WRONG]) for _ in range(6)] for _ in range(200)]
    assert of(rows, needed=3.0).is_shaky
    assert not of([[RIGHT] * 6 if i % 2 else [WRONG] * 6 for i in range(200)], needed=3.0).is_shaky
