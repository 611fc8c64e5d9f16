"""Rows of figures, ready to show, and their total. Pure.

Small numbers are hidden as `lms.progress.hiding` says, and the total is of the whole scope of its
reader; filter and sort afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lms.progress.definitions import TREND_DAYS
from lms.progress.figures import Figure, Rate, rate
from lms.progress.hiding import Hidden, hide
from lms.progress.models import COUNT_FIELDS, SESSION_FIELDS
from lms.progress.pace import Pace, pace_of
from lms.progress.suppression import INSIDE
from lms.units.models import AdminUnit

Counts = dict[str, int]
Keys = Sequence[int | None]
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
    untold: frozenset[tuple[int, str]] = frozenset()  # (days ago, field) hidden on that day

    def change(self, field: str, days: int) -> int | None:
        """Since the end of a day `days` ago; None where it is not known, or would tell what is
        hidden. From 1 to 4 people more or fewer are a small number themselves."""
        before = self.past.get(days)
        if before is None or (days, field) in self.untold:
            return None
        change = self.counts[field] - before[field]
        is_small = INSIDE.is_small(abs(change)) or INSIDE.is_small(before[field])
        return None if self.ward and is_small else change

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
    is_joined: bool = False  # rows of wards that are gone stand in those of their heirs

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


def build_table(
    lines: Sequence[Line],
    day: dt.date,
    hidden: Hidden | None = None,
    earlier: Mapping[int, Hidden] | None = None,
) -> Table:
    """The rows of `lines` in the same order, and their total. `hidden`: what may be shown of them;
    hidden against each other alone where nothing else is known. `earlier`: the same of the days they
    are compared with, by days ago."""
    keys = [line.ward.pk if line.ward else None for line in lines]
    if hidden is None:
        keys = list(range(len(lines)))
        hidden = hide({place: line.counts for place, line in enumerate(lines)}, [])
    rows = []
    for key, line in zip(keys, lines, strict=True):
        figures = {f: hidden.figure(key, f, line.counts.get(f, 0)) for f in COUNT_FIELDS}
        told = replace(line, untold=frozenset(_untold([line], [key], earlier or {})))
        rows.append(_row(told, figures, day))
    sums = {f: hidden.total(_column(lines, keys, f), f) for f in COUNT_FIELDS}
    untold = frozenset(_untold(lines, keys, earlier or {}))
    return Table(rows, _total(rows, sums, day, untold), day)


def _column(lines: Sequence[Line], keys: Keys, field: str) -> dict[int | None, int]:
    return {key: line.counts.get(field, 0) for key, line in zip(keys, lines, strict=True)}


def _untold(
    lines: Sequence[Line], keys: Keys, earlier: Mapping[int, Hidden]
) -> Iterator[tuple[int, str]]:
    """What of the past the sum of `lines` may not be told of."""
    for ago, hidden in earlier.items():
        for name in COUNT_FIELDS:
            past = {
                key: line.past.get(ago, {}).get(name, 0)
                for key, line in zip(keys, lines, strict=True)
            }
            if hidden.total(past, name).exact is None:
                yield ago, name


def _row(line: Line, figures: dict[str, Figure], day: dt.date) -> WardRow:
    certified = figures["certified"]
    return _judged(line, figures, day, resident=certified, aimed_at=certified)


def _total(
    rows: Sequence[WardRow],
    sums: dict[str, Figure],
    day: dt.date,
    untold: frozenset[tuple[int, str]],
) -> WardRow:
    """Rates are computed from sums, over the rows that have the base for them."""
    line = Line(
        ward=None,
        counts=_added([row.line.counts for row in rows]),
        base=Base(_sum(row.base.adults for row in rows), _sum(row.base.target for row in rows)),
        past=_added_past(rows),
        last_session_on=max((d for row in rows if (d := row.line.last_session_on)), default=None),
        untold=untold,
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
    """None where the numbers it compares are not known, or one of them may not be told."""
    late, both = line.change("certified", TREND_DAYS), line.change("certified", 2 * TREND_DAYS)
    if late is None or both is None or (line.ward and INSIDE.is_small(abs(both - late))):
        return None
    return late - (both - late)


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
