"""Rows of figures, ready to show, and their total. Pure.

Small numbers are hidden over the rows of one table, so a table is built for the whole scope of its
reader; filter and sort afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lms.progress.definitions import TREND_DAYS
from lms.progress.figures import Figure, Rate, protect, rate
from lms.progress.models import COUNT_FIELDS, SESSION_FIELDS
from lms.progress.pace import Pace, pace_of
from lms.units.models import AdminUnit

Counts = dict[str, int]
Past = dict[int, Counts]
"""{days ago: counts}, for the days of which a snapshot was kept."""


@dataclass(frozen=True, slots=True)
class Base:
    """What figures are judged by."""

    adults: int | None = None
    target: int | None = None
    source: str = ""
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The true numbers of a ward (None: of people whose residence is not known)."""

    ward: AdminUnit | None
    counts: Counts
    base: Base = field(default_factory=Base)
    past: Past = field(default_factory=dict)
    last_session_on: dt.date | None = None

    @property
    def is_anybody(self) -> bool:
        """Whether anybody stands in it, now or on a day it is compared with."""
        return any(any(counts.values()) for counts in (self.counts, *self.past.values()))


@dataclass(frozen=True, slots=True)
class WardRow:
    """A ward's figures as they may be shown, or a total's (`is_total`). `line` holds the true
    numbers, for sums and rules: show none of them."""

    line: Line
    day: dt.date
    enrolled: Figure
    active: Figure
    completed: Figure
    certified: Figure
    supervised: Figure
    attended: Figure
    rate: Rate | None
    achieved: Rate | None
    pace: Pace | None
    trend: int | None  # None: not known, or not to be told
    is_total: bool = False

    @property
    def ward(self) -> AdminUnit | None:
        return self.line.ward

    @property
    def base(self) -> Base:
        return self.line.base

    @property
    def sessions(self) -> int:
        return self.line.counts["sessions_held"]

    @property
    def visits(self) -> int:
        return self.line.counts["session_visits"]


@dataclass(frozen=True, slots=True)
class Table:
    rows: list[WardRow]
    total: WardRow
    day: dt.date

    @property
    def ward_count(self) -> int:
        return sum(row.ward is not None for row in self.rows)

    @property
    def summary(self) -> WardRow:
        """What stands for the whole: the total, or the only ward as a ward is shown."""
        return self.rows[0] if len(self.rows) == 1 else self.total

    def row_of(self, code: str) -> WardRow:
        """The ward's row; StopIteration for a ward that is not in the table."""
        return next(row for row in self.rows if row.ward and row.ward.code == code)


def build_table(lines: Sequence[Line], day: dt.date) -> Table:
    """The rows of `lines` in the same order, and their total, hidden against each other."""
    columns: dict[str, list[Figure]] = {}
    sums: dict[str, Figure] = {}
    for name in COUNT_FIELDS:
        columns[name], sums[name] = protect([line.counts[name] for line in lines])
    rows = [
        _row(line, {name: columns[name][place] for name in COUNT_FIELDS}, day)
        for place, line in enumerate(lines)
    ]
    return Table(rows, _total(rows, sums, day), day)


def _row(line: Line, figures: dict[str, Figure], day: dt.date) -> WardRow:
    certified = figures["certified"]
    return _judged(line, figures, day, resident=certified, aimed_at=certified)


def _total(rows: Sequence[WardRow], sums: dict[str, Figure], day: dt.date) -> WardRow:
    """Rates are computed from sums, over the rows that have the base for them."""
    line = Line(
        ward=None,
        counts=_added([row.line.counts for row in rows]),
        base=Base(_sum(row.base.adults for row in rows), _sum(row.base.target for row in rows)),
        past=_added_past(rows),
        last_session_on=max((d for row in rows if (d := row.line.last_session_on)), default=None),
    )
    resident = _without(sums["certified"], [row for row in rows if not row.base.adults])
    aimed_at = _without(sums["certified"], [row for row in rows if not row.base.target])
    total = _judged(line, sums, day, resident=resident, aimed_at=aimed_at)
    return replace(total, is_total=True)


def _judged(
    line: Line, figures: dict[str, Figure], day: dt.date, *, resident: Figure, aimed_at: Figure
) -> WardRow:
    """`resident`, `aimed_at`: the certified of whom the base holds population and target."""
    certified = figures["certified"]
    return WardRow(
        line=line,
        day=day,
        enrolled=figures["enrolled"],
        active=figures["active"],
        completed=figures["completed"],
        certified=certified,
        supervised=figures["certified_supervised"],
        attended=figures["attended"],
        rate=rate(resident, line.base.adults),
        achieved=rate(aimed_at, line.base.target, of_people=False),
        pace=pace_of(aimed_at.middle, line.base.target, day),
        trend=_trend(line) if certified.exact is not None else None,
    )


def _without(total: Figure, left_out: Iterable[WardRow]) -> Figure:
    """What remains of the total as far as the figures shown tell, so that it tells nothing more."""
    low = high = 0
    for row in left_out:
        low, high = low + row.certified.low, high + row.certified.high
    return Figure(max(total.low - high, 0), max(total.high - low, 0))


def _trend(line: Line) -> int | None:
    if not {TREND_DAYS, 2 * TREND_DAYS} <= line.past.keys():
        return None
    before = line.past[TREND_DAYS]["certified"]
    earlier = line.past[2 * TREND_DAYS]["certified"]
    return (line.counts["certified"] - before) - (before - earlier)


def _added(many: Sequence[Counts]) -> Counts:
    names = {name for counts in many for name in counts} | {*COUNT_FIELDS, *SESSION_FIELDS}
    return {name: sum(counts.get(name, 0) for counts in many) for name in names}


def _added_past(rows: Sequence[WardRow]) -> Past:
    days = {ago for row in rows for ago in row.line.past}
    return {ago: _added([row.line.past.get(ago, {}) for row in rows]) for ago in days}


def _sum(values: Iterable[int | None]) -> int | None:
    """None where nothing is known."""
    known = [value for value in values if value]
    return sum(known) if known else None
