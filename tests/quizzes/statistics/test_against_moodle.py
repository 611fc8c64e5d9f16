"""Our figures beside those Moodle publishes, on the same marks."""

from collections import Counter
from dataclasses import asdict

import pytest

from quizzes.statistics import items, whole
from quizzes.statistics.items import ItemFigures
from quizzes.statistics.tables import Joint
from tests.quizzes.statistics import moodle

DECIMALS = 4


def joints(rows: list[list[float]]) -> list[Joint]:
    """One table for every column."""
    found = [Joint() for _ in rows[0]]
    for row in rows:
        marks = [round(mark * moodle.SCALE) for mark in row]
        for joint, mark in zip(found, marks, strict=True):
            joint.add(mark, sum(marks) - mark)
    return found


def figures(rows: list[list[float]], worths: list[int]) -> list[ItemFigures]:
    found = joints(rows)
    weights = sum(items.weight_root(joint, scale=moodle.SCALE) or 0 for joint in found)
    return [
        items.figures_of(
            joint,
            worth=worth * moodle.SCALE,
            scale=moodle.SCALE,
            whole=sum(worths) * moodle.SCALE,
            weights=weights,
        )
        for joint, worth in zip(found, worths, strict=True)
    ]


def twenty() -> list[list[float]]:
    """Every place in its order."""
    rows = []
    for marks in moodle.TWENTY:
        by_place = dict(zip(moodle.PLACES, marks, strict=True))
        rows.append([by_place.get(place, 0) for place in range(1, 21)])
    return rows


@pytest.mark.parametrize("number", range(7))
def test_questions_of_the_seven(number: int) -> None:
    ours = figures(moodle.SEVEN, [1] * 7)[number]
    theirs = moodle.SEVEN_ITEMS[number]
    names = (ours.facility, ours.sd, ours.effective_weight, ours.discrimination, ours.efficiency)
    assert names == pytest.approx(theirs, rel=0, abs=0.5 * 10**-DECIMALS)


def test_the_seven_as_a_whole() -> None:
    found = joints(moodle.SEVEN)
    totals = Counter(mark + rest for mark, rest in found[0].counts.elements())
    variances = [figure.mark_variance or 0 for figure in figures(moodle.SEVEN, [1] * 7)]
    ours = asdict(whole.figures_of(totals, variances=variances, scale=moodle.SCALE))
    for name, theirs in moodle.SEVEN_WHOLE.items():
        assert ours[name] == pytest.approx(theirs, rel=0, abs=0.5 * 10**-DECIMALS), name


@pytest.mark.parametrize("place", sorted(moodle.TWENTY_ITEMS))
def test_questions_of_the_twenty(place: int) -> None:
    worths = [1] * 4 + [0] * 3 + [8] + [1] * 12
    ours = figures(twenty(), worths)[place - 1]
    facility, sd, weight, index, efficiency = moodle.TWENTY_ITEMS[place]
    names = (ours.facility, ours.sd, ours.effective_weight, ours.discrimination, ours.efficiency)
    theirs = (facility / 100, sd / 1000, weight, index, efficiency)
    assert names == pytest.approx(theirs, rel=0, abs=0.5 * 10**-DECIMALS)


@pytest.mark.parametrize("place", [1, 4, 5, 7])
def test_places_where_nobody_reached_anything_or_nothing_was_to_reach(place: int) -> None:
    worths = [1] * 4 + [0] * 3 + [8] + [1] * 12
    ours = figures(twenty(), worths)[place - 1]
    assert (ours.discrimination, ours.efficiency) == (None, None)
    assert ours.effective_weight == 0
    assert ours.facility == (0 if place < 5 else None)
    assert ours.intended_weight == pytest.approx(100 * worths[place - 1] / 24)
