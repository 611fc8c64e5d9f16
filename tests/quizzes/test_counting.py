"""Which result of several attempts counts."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.counting import Outcome, counted, earned


def outcome(points: str, *, of: int = 10, needed: int = 7) -> Outcome:
    return Outcome(Decimal(points), of, needed, Decimal(points) >= needed)


TRIES = [outcome("5"), outcome("9"), outcome("6.5")]


@pytest.mark.parametrize(
    ("rule", "points", "passed"),
    [("best", "9", True), ("last", "6.5", False), ("first", "5", False)],
)
def test_one_of_them_counts(rule: str, points: str, passed: bool) -> None:
    result = counted(rule, TRIES)
    assert result is not None
    assert (result.points, result.passed) == (Decimal(points), passed)


def test_the_average_is_rounded_down_and_passes_by_its_exact_share() -> None:
    result = counted("average", [*TRIES, outcome("7.5")])
    assert result == Outcome(Decimal("7.000"), 10, 7, True)
    below = counted("average", TRIES)
    assert below is not None
    assert (below.points, below.passed) == (Decimal("6.833"), False)


def test_papers_of_different_lengths_are_compared_by_their_share() -> None:
    short, long = outcome("4", of=5, needed=4), outcome("7", of=10, needed=7)
    assert counted("best", [long, short]) == short
    average = counted("average", [long, short])
    assert average is not None
    assert (average.points, average.max_points) == (Decimal("3.750"), 5)


def test_an_average_needs_every_section_too() -> None:
    def sat(law: int, rest: int) -> Outcome:
        part = {"Luật": (Fraction(law, 5), Fraction(3, 5))}
        return replace(outcome(str(law + rest)), sections=part)

    weak, strong = sat(2, 5), sat(4, 5)
    below = counted("average", [sat(2, 5)])
    assert below is not None
    assert not below.passed
    both = counted("average", [weak, strong])
    assert both is not None
    assert both.passed  # (2 + 4) / 2 of 5: the average of the section counts, like the whole
    low = counted("average", [weak, sat(3, 5)])
    assert low is not None
    assert (low.points, low.passed) == (Decimal("7.500"), False)


@pytest.mark.parametrize("rule", ["best", "last", "average"])
def test_a_pass_once_reached_is_not_taken_away_by_a_later_attempt(rule: str) -> None:
    assert earned(rule, [outcome("9"), outcome("2"), outcome("3")]) == outcome("9")
    assert earned(rule, [outcome("2"), outcome("3")]) is None


def test_where_the_first_counts_a_later_pass_is_practice() -> None:
    assert earned("first", [outcome("2"), outcome("9")]) is None


def test_nothing_yet_is_nothing() -> None:
    assert counted("best", []) is None


@given(st.lists(st.integers(0, 10), min_size=1, max_size=8))
def test_the_best_is_never_below_any_other_rule(points: list[int]) -> None:
    tries = [outcome(str(value)) for value in points]
    best = counted("best", tries)
    assert best is not None
    for rule in ("first", "last", "average"):
        other = counted(rule, tries)
        assert other is not None
        assert best.share >= other.share
        assert best.passed or not other.passed
