"""Figures of the past by the boundaries of today.

Facts keep the ward they happened in, so a table of facts is one by the boundaries of their day. By
those of today the numbers of a ward that is gone stand with its only heir; of one that went into
several, under its own name, for nobody can tell whose they are. Both add up to the same, because
every line goes into exactly one row.

A row of several wards tells no more than their own rows do: it is made as a total is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lms.progress.figures import rate
from lms.progress.pace import pace_of
from lms.progress.tables import Base, Line, Table, WardRow
from lms.units.lineage import Heirs, home_of
from lms.units.models import AdminUnit

TotalOf = Callable[[Sequence[Line]], WardRow]


def by_todays_borders(table: Table, heirs: Heirs, total_of: TotalOf) -> Table:
    """The same table with the rows of wards that are gone in those of their heirs. `total_of`: what
    may be told of several lines together."""
    groups: dict[int | None, list[WardRow]] = {}
    own = {row.ward.pk: row for row in table.rows if row.ward}
    for row in table.rows:
        home = home_of(row.ward.pk, heirs) if row.ward else None
        here = home if home in own or row.ward is None else row.ward.pk
        groups.setdefault(here, []).append(row)
    rows = []
    for home, found in groups.items():
        ward = own[home].ward if home is not None else None
        lines = [row.line for row in found]
        rows.append(found[0] if len(found) == 1 else _joined(ward, lines, total_of))
    return replace(table, rows=rows, is_joined=True)


def _joined(ward: AdminUnit | None, lines: Sequence[Line], total_of: TotalOf) -> WardRow:
    row = total_of(lines)
    own = next((line for line in lines if line.ward == ward), None)
    base = Base(
        adults=_together(lines, own, "adults"),
        target=_together(lines, own, "target"),
        source=own.base.source if own else "",
        as_of=own.base.as_of if own else None,
    )
    certified = row.certified
    return replace(
        row,
        line=replace(row.line, ward=ward, base=base),
        rate=rate(certified, base.adults),
        achieved=rate(certified, base.target, of_people=False),
        pace=pace_of(certified.middle, base.target, row.day),
        is_total=False,
    )


def _together(lines: Sequence[Line], own: Line | None, name: str) -> int | None:
    """The ward's own number where it was set for the ward as it is now; else what all had together,
    unless one of them is not known."""
    numbers = [getattr(line.base, name) for line in lines]
    if own is not None and getattr(own.base, name) and _is_for_all(own, lines):
        return int(getattr(own.base, name))
    return sum(numbers) if all(numbers) else None


def _is_for_all(own: Line, lines: Sequence[Line]) -> bool:
    """Whether it is younger than every ward that came in: made by the merger, or counted since."""
    ended = [line.ward.closed_on for line in lines if line.ward and line.ward.closed_on]
    since = max([day for day in (own.ward and own.ward.opened_on, own.base.as_of) if day])
    return all(since >= day for day in ended)
