"""What overrides give beyond the rules, and when the time of an attempt ends."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.periods import ZONE
from quizzes.terms import Allowance, Terms, with_allowances

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZONE)
USUAL = Terms(seconds=1200, grace=60, attempts=2, attempts_per_day=1, opens_at=None, closes_at=None)
MINUTE = timedelta(minutes=1)


def terms(**changed: object) -> Terms:
    values = {name: getattr(USUAL, name) for name in Terms.__slots__} | changed
    return Terms(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_terms", "more", "minutes"),
    [
        (USUAL, 0, 20),
        (USUAL, 10, 30),
        (terms(closes_at=NOON + 5 * MINUTE), 0, 5),
        (terms(closes_at=NOON + 5 * MINUTE), 10, 15),
        (terms(seconds=0, closes_at=NOON + 5 * MINUTE), 0, 5),
    ],
)
def test_the_time_ends_with_the_limit_or_the_closing(
    given_terms: Terms, more: int, minutes: int
) -> None:
    deadline = given_terms.deadline(NOON, more)
    assert deadline == NOON + minutes * MINUTE
    assert given_terms.expiry(deadline) == deadline + MINUTE


def test_without_limit_and_closing_there_is_no_end() -> None:
    assert terms(seconds=0).deadline(NOON, 30) is None
    assert terms(seconds=0).expiry(None) is None


def test_ones_own_override_holds_alone() -> None:
    own = Allowance(personal=True, time_percent=125)
    group = Allowance(personal=False, time_percent=200, extra_attempts=5)
    got = with_allowances(USUAL, [group, own])
    assert (got.seconds, got.attempts) == (1500, 2)


def test_of_several_groups_the_most_generous_holds_in_each_respect() -> None:
    longer = Allowance(personal=False, time_percent=150, opens_at=NOON)
    more = Allowance(personal=False, extra_minutes=5, extra_attempts=2, opens_at=NOON - MINUTE)
    got = with_allowances(USUAL, [longer, more])
    assert (got.seconds, got.attempts, got.attempts_per_day) == (1800, 4, 3)
    assert got.opens_at == NOON - MINUTE


allowances = st.builds(
    Allowance,
    personal=st.booleans(),
    time_percent=st.integers(100, 400),
    extra_minutes=st.integers(0, 120),
    extra_attempts=st.integers(0, 5),
)


@given(st.lists(allowances, max_size=5), st.booleans(), st.booleans())
def test_nobody_gets_less_and_what_is_unlimited_stays_so(
    given_allowances: list[Allowance], is_timed: bool, is_counted: bool
) -> None:
    usual = terms(seconds=1200 if is_timed else 0, attempts=2 if is_counted else 0)
    got = with_allowances(usual, given_allowances)
    assert got.seconds >= usual.seconds
    assert got.attempts >= usual.attempts
    assert (got.seconds == 0) == (usual.seconds == 0)
    assert (got.attempts == 0) == (usual.attempts == 0)
