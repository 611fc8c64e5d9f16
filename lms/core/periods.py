"""Reporting periods: half-open spans of days in Vietnamese time.

A period holds every day d with start <= d < end. State reports often run from the 15th of one
month to the 14th of the next; both that rule and calendar periods are given here, so that no
report works out its own borders.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

CUT_OFF_DAY = 15
"""First day of a state reporting month (domain.md §2.15)."""


def now() -> dt.datetime:
    """The present moment, aware, in Vietnamese time."""
    return dt.datetime.now(tz=ZONE)


def today() -> dt.date:
    """The day it is in Viet Nam, whatever the zone of the machine or the request."""
    return now().date()


def local_datetime(moment: dt.datetime) -> dt.datetime:
    """`moment` on the Vietnamese clock; a naive moment is taken to be Vietnamese already."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=ZONE)
    return moment.astimezone(ZONE)


def local_date(day: dt.date | dt.datetime) -> dt.date:
    """The Vietnamese calendar day of a date or moment."""
    return local_datetime(day).date() if isinstance(day, dt.datetime) else day


def midnight(day: dt.date) -> dt.datetime:
    """The moment `day` begins in Viet Nam."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZONE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` (included) to `end` (excluded)."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a period ends after it starts")

    def __contains__(self, day: dt.date | dt.datetime) -> bool:
        return self.start <= local_date(day) < self.end

    @property
    def last_day(self) -> dt.date:
        """The last day inside, as people write it: "01/01 – 31/01"."""
        return self.end - dt.timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def starts_at(self) -> dt.datetime:
        return midnight(self.start)

    @property
    def ends_at(self) -> dt.datetime:
        """First moment after the period: filter with `>= starts_at` and `< ends_at`."""
        return midnight(self.end)

    @classmethod
    def of_days(cls, first: dt.date, last: dt.date) -> Self:
        """The period from `first` to `last`, both included."""
        return cls(first, last + dt.timedelta(days=1))


def add_months(day: dt.date, months: int) -> dt.date:
    """`day` moved by whole months; for days up to the 28th only, which every month has."""
    if day.day > 28:
        raise ValueError("only days up to the 28th can be moved by months")
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=years, month=month + 1)


def month_of(day: dt.date) -> Period:
    """The calendar month `day` is in."""
    start = day.replace(day=1)
    return Period(start, add_months(start, 1))


def quarter_of(day: dt.date) -> Period:
    """The calendar quarter `day` is in."""
    start = dt.date(day.year, day.month - (day.month - 1) % 3, 1)
    return Period(start, add_months(start, 3))


def year_of(day: dt.date) -> Period:
    """The calendar year `day` is in."""
    return Period(dt.date(day.year, 1, 1), dt.date(day.year + 1, 1, 1))


def state_month(year: int, month: int) -> Period:
    """Reporting month: 15th of the month before to the 14th of the month named."""
    return _state_period(year, month, months=1)


def state_quarter(year: int, quarter: int) -> Period:
    """Reporting quarter 1 to 4: quarter 1 runs from 15/12 of the year before to 14/3."""
    return _state_period(year, quarter * 3, months=3)


def state_year(year: int) -> Period:
    """Reporting year: 15/12 of the year before to 14/12."""
    return _state_period(year, 12, months=12)


def state_month_of(day: dt.date) -> Period:
    """The reporting month `day` is in: the 15th belongs to the next one."""
    named = day.replace(day=1) if day.day < CUT_OFF_DAY else add_months(day.replace(day=1), 1)
    return state_month(named.year, named.month)


def _state_period(year: int, last_month: int, *, months: int) -> Period:
    end = dt.date(year, last_month, CUT_OFF_DAY)
    return Period(add_months(end, -months), end)
