"""Which numbers of wards may be shown, asked once for everybody: the numbers of a ward are hidden
against those of its whole province and by the areas it is in, not by what one reader sees. So a ward
looks the same in every table, file and mail, and no two of them can be subtracted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from lms.core import periods
from lms.progress.figures import NO_LIMIT, Figure
from lms.progress.models import COUNT_FIELDS, WardSnapshot, WardTotal
from lms.progress.suppression import (
    INSIDE,
    Grid,
    Limits,
    Protected,
    blocks_of,
    protect_grid,
    protect_rows,
)
from lms.units.models import WARD_KINDS, AdminUnit, AreaMembership

Numbers = Mapping[int, Mapping[str, int]]
"""{ward: {field: number}}"""

_WORKED_OUT = 256
"""Tables kept in a process: four days of each province, and as many again for tables in groups."""

UPPER = {
    "active": "enrolled",
    "completed": "enrolled",
    "certified": "completed",
    "certified_supervised": "certified",
    "confirmed": "certified",
}
"""A number is at most the other: who learns has enrolled, who is certified has completed."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What may be shown of each field, by ward."""

    columns: Mapping[str, Protected[int]]
    limits: Limits

    def figure(self, ward: int | None, field: str, number: int) -> Figure:
        """Of one ward; people of unknown residence (None) stand by themselves."""
        known = None if ward is None else self.columns[field].figures.get(ward)
        return known or self.limits.figure(number)

    def total(self, wards: Mapping[int | None, int], field: str) -> Figure:
        """Of the sum over `wards`, given as {ward: number}."""
        known = self.columns[field]
        inside = known.total([w for w in wards if w is not None and w in known.figures])
        others = [self.limits.figure(n) for ward, n in wards.items() if ward not in known.figures]
        low = inside.low + sum(figure.low for figure in others)
        total = Figure(low, inside.high + sum(figure.high for figure in others))
        return self.limits.figure(total.low) if total.exact is not None else _as_small(total, self)


def _as_small(total: Figure, hidden: Hidden) -> Figure:
    return hidden.limits.hidden if total.high <= hidden.limits.most_hidden else total


def hide(numbers: Numbers, groups: Sequence[Sequence[int]], *, limits: Limits = INSIDE) -> Hidden:
    """From the numbers of all wards of some provinces, and the sets of them that are added up."""
    rows = tuple(
        (w, tuple(row.get(name, 0) for name in COUNT_FIELDS)) for w, row in numbers.items()
    )
    return _hide(rows, tuple(map(tuple, groups)), limits)


@lru_cache(maxsize=_WORKED_OUT)
def _hide(
    rows: tuple[tuple[int, tuple[int, ...]], ...],
    groups: tuple[tuple[int, ...], ...],
    limits: Limits,
) -> Hidden:
    """Worked out once for the same numbers: those of days gone by never change, and finding what to
    hide costs ten times as much as reading them."""
    named = {ward: dict(zip(COUNT_FIELDS, numbers, strict=True)) for ward, numbers in rows}
    upper = {low: top for low, top in UPPER.items() if {low, top} <= {*COUNT_FIELDS}}
    columns = protect_rows(named, groups, upper, limits=limits)
    return Hidden(columns or dict.fromkeys(COUNT_FIELDS, Protected({})), limits)


@dataclass(frozen=True, slots=True)
class HiddenCells:
    """What may be shown of a table by wards and columns, block by block."""

    numbers: Mapping[tuple[int, int], int]
    columns: Sequence[int]
    blocks: Sequence[Sequence[int]]
    grids: Sequence[Grid[int]]

    def figure(self, ward: int, column: int) -> Figure:
        place = self.columns.index(column)
        grid = next(g for block, g in zip(self.blocks, self.grids, strict=True) if ward in block)
        return grid.cells.get((ward, place), Figure(0, 0))

    def total(self, wards: Collection[int], column: int) -> Figure:
        """What may be told of a column's sum over `wards`."""
        low, high, place = 0, 0, self.columns.index(column)
        for block, grid in zip(self.blocks, self.grids, strict=True):
            if set(block) <= set(wards) and place not in grid.hidden_columns:
                known = sum(self.numbers.get((ward, column), 0) for ward in block)
                low, high = low + known, high + known
            else:
                inside = [grid.cells.get((w, place), Figure(0, 0)) for w in block if w in wards]
                low += sum(figure.low for figure in inside)
                high += sum(figure.high for figure in inside)
        total = Figure(low, min(high, NO_LIMIT))
        return INSIDE.figure(low) if total.exact is not None else total


@lru_cache(maxsize=_WORKED_OUT)
def _grid(rows: tuple[tuple[int, tuple[int, ...]], ...], limits: Limits) -> Grid[int]:
    return protect_grid(dict(rows), limits=limits)


# --- the wards around ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All wards of some provinces, and the areas they were in at any time: what is added up for
    somebody."""

    provinces: Mapping[int, int]
    memberships: Sequence[tuple[int, int, dt.date, dt.date | None]]

    def hidden(self, numbers: Numbers, day: dt.date, limits: Limits = INSIDE) -> Hidden:
        """By `numbers` of a day; a ward without any had nobody."""
        known: dict[int, Mapping[str, int]] = {w: numbers.get(w, {}) for w in self.provinces}
        return hide(known, self._groups(day), limits=limits)

    def hidden_courses(
        self, cells: Mapping[tuple[int, int], Mapping[str, int]], wards: Hidden, day: dt.date
    ) -> dict[int, Hidden]:
        """By course, of {(ward, course): numbers}: against the courses' totals, and against what
        is told of the wards, whose people are on one course or more."""
        courses: dict[int, dict[int, Mapping[str, int]]] = defaultdict(dict)
        on_all: dict[tuple[int, str], int] = defaultdict(int)
        for (ward, course), row in cells.items():
            courses[course][ward] = row
            for name in row:
                on_all[ward, name] += row[name]

        def holds_beside(course: int) -> Callable[[int, Mapping[str, int]], bool]:
            def holds(ward: int, row: Mapping[str, int]) -> bool:
                before = courses[course][ward]
                return all(
                    row[name] <= wards.columns[name].figures[ward].high
                    and on_all[ward, name] - before[name] + row[name]
                    >= wards.columns[name].figures[ward].low
                    for name in row
                )

            return holds

        groups, limits = self._groups(day), wards.limits
        upper = {
            low: top
            for low, top in UPPER.items()
            if all({low, top} <= {*r} for r in cells.values())
        }
        return {
            course: Hidden(
                protect_rows(rows, groups, upper, limits=limits, holds=holds_beside(course)), limits
            )
            for course, rows in courses.items()
        }

    def hidden_cells(
        self,
        cells: Mapping[tuple[int, int], int],
        columns: Sequence[int],
        day: dt.date,
        limits: Limits = INSIDE,
    ) -> HiddenCells:
        """Of a table of wards by something they are told apart by: {(ward, column): number}."""
        grids, blocks = [], blocks_of(self.provinces, self._groups(day))
        for block in blocks:
            rows = ((ward, tuple(cells.get((ward, c), 0) for c in columns)) for ward in block)
            grids.append(_grid(tuple(row for row in rows if any(row[1])), limits))
        return HiddenCells(cells, columns, blocks, grids)

    def hidden_others(self, numbers: Numbers, fields: Collection[str], day: dt.date) -> Hidden:
        """Of numbers of people other than those of COUNT_FIELDS."""
        rows = {w: {f: numbers.get(w, {}).get(f, 0) for f in fields} for w in self.provinces}
        columns = protect_rows(rows, self._groups(day), {}) or dict.fromkeys(fields, Protected({}))
        return Hidden(columns, INSIDE)

    def _groups(self, day: dt.date) -> list[list[int]]:
        groups: dict[tuple[str, int], list[int]] = defaultdict(list)
        for ward, province in self.provinces.items():
            groups["province", province].append(ward)
        for area, ward, since, until in self.memberships:
            if since <= day and (until is None or day < until):
                groups["area", area].append(ward)
        return [*groups.values()]


def surroundings(wards: QuerySet[AdminUnit]) -> Surroundings:
    """Two queries."""
    parents = wards.order_by().values("parent")
    every = AdminUnit.objects.filter(kind__in=WARD_KINDS, parent__in=parents).order_by("code")
    provinces: Any = dict(every.values_list("pk", "parent"))
    members = AreaMembership.objects.filter(ward__in=list(provinces)).order_by("area", "ward")
    rows = members.values_list("area", "ward", "valid_from", "valid_to")
    return Surroundings(provinces, list(rows))


def hidden_now(wards: QuerySet[AdminUnit], *, limits: Limits = INSIDE) -> Hidden:
    """By the numbers of now. Three queries."""
    around = surroundings(wards)
    return around.hidden(numbers_now(around), periods.today(), limits)


def numbers_now(around: Surroundings) -> Numbers:
    rows: Any = WardTotal.objects.filter(ward__in=list(around.provinces))
    return {row["ward"]: row for row in rows.values("ward", *COUNT_FIELDS)}


def hidden_on(wards: QuerySet[AdminUnit], day: dt.date, *, limits: Limits = INSIDE) -> Hidden:
    """By the numbers kept of a day and the areas of that day: the same whenever asked. Three
    queries."""
    around = surroundings(wards)
    rows: Any = WardSnapshot.objects.filter(day=day, ward__in=list(around.provinces))
    numbers = {row["ward"]: row for row in rows.values("ward", *COUNT_FIELDS)}
    return around.hidden(numbers, day, limits)
