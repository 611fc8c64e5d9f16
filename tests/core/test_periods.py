"""Reporting periods are half-open and count days in Viet Nam."""

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from lms.core import periods
from lms.core.periods import Period

dates = st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31))


def test_a_session_late_on_the_14th_belongs_to_the_month_that_ends() -> None:
    december = periods.state_month(2026, 12)
    assert (december.start, december.last_day) == (dt.date(2026, 11, 15), dt.date(2026, 12, 14))
    late = dt.datetime(2026, 12, 14, 23, 50, tzinfo=periods.ZONE)
    assert late in december
    assert late + dt.timedelta(minutes=10) not in december


def test_a_period_asks_moments_in_vietnamese_time() -> None:
    january = periods.month_of(dt.date(2026, 1, 20))
    assert dt.datetime(2025, 12, 31, 17, 0, tzinfo=dt.UTC) in january
    assert dt.datetime(2026, 1, 31, 17, 0, tzinfo=dt.UTC) not in january
    assert january.starts_at == dt.datetime(2025, 12, 31, 17, 0, tzinfo=dt.UTC)
    assert january.ends_at == dt.datetime(2026, 1, 31, 17, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (periods.state_quarter(2026, 1), dt.date(2025, 12, 15), dt.date(2026, 3, 14)),
        (periods.state_quarter(2026, 4), dt.date(2026, 9, 15), dt.date(2026, 12, 14)),
        (periods.state_year(2026), dt.date(2025, 12, 15), dt.date(2026, 12, 14)),
        (periods.state_month(2026, 1), dt.date(2025, 12, 15), dt.date(2026, 1, 14)),
        (periods.quarter_of(dt.date(2026, 5, 31)), dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
        (periods.year_of(dt.date(2026, 5, 31)), dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        (periods.month_of(dt.date(2028, 2, 10)), dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
    ],
)
def test_known_periods(period: Period, first: dt.date, last: dt.date) -> None:
    assert period == Period.of_days(first, last)


@given(dates)
def test_every_day_is_in_its_own_month_quarter_and_year(day: dt.date) -> None:
    for period in (
        periods.month_of(day),
        periods.quarter_of(day),
        periods.year_of(day),
        periods.state_month_of(day),
    ):
        assert day in period
        assert period.end not in period


@given(dates)
def test_state_months_follow_each_other_without_gap(day: dt.date) -> None:
    this = periods.state_month_of(day)
    assert periods.state_month_of(this.end).start == this.end
    assert this.start.day == this.end.day == 15
    assert 28 <= this.days <= 31


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Period(dt.date(2026, 1, 1), dt.date(2026, 1, 1))


@time_machine.travel(dt.datetime(2026, 1, 31, 18, 0, tzinfo=dt.UTC), tick=False)
def test_today_is_the_day_in_viet_nam() -> None:
    assert periods.today() == dt.date(2026, 2, 1)
    assert periods.now().hour == 1
