"""People told apart by audience, age, sex, help and learning point; and people beside the times they
came, enrolled or finished. Ready rows a ward are added up: the cost grows with wards, not people.

    found = breakdowns(scope.wards)                        # five queries (six with learning points)
    for part in found[Dimension.AGE].slices:
        part.label, part.figures["certified"].text         # "16 to 30", "<5"
    found[Dimension.AGE].total["certified"]                # that of the ward table

Small numbers are hidden over all wards around and all values of a dimension (`lms.progress.hiding`),
so neither totals nor siblings tell them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lms.centres.models import LearningPoint
from lms.core import periods
from lms.progress.dimensions import LABELS, UNKNOWN
from lms.progress.figures import NO_LIMIT, Figure, small
from lms.progress.hiding import (
    Hidden,
    HiddenCells,
    Numbers,
    Surroundings,
    numbers_now,
    surroundings,
)
from lms.progress.models import (
    COUNT_FIELDS,
    Dimension,
    WardBreakdown,
    WardCourseCell,
    WardTotal,
)
from lms.units.models import AdminUnit

Wards = QuerySet[AdminUnit]
Counts = dict[str, int]
NOBODY = dict.fromkeys(COUNT_FIELDS, 0)


@dataclass(frozen=True, slots=True)
class Slice:
    """The people with one value of a dimension; `figures` by COUNT_FIELDS."""

    value: str
    label: str
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`slices` in the order they are shown, those with nobody too (of learning points only those
    with somebody); they add up to `total`."""

    dimension: Dimension
    slices: list[Slice]
    total: dict[str, Figure]


def breakdowns(
    wards: Wards,
    *,
    dimensions: Collection[Dimension] = tuple(Dimension),
    with_unknown: bool = False,
) -> dict[Dimension, Breakdown]:
    """Of all `wards` together; `with_unknown` adds the people whose residence is not known."""
    tables = _tables(wards, dimensions)
    inside = set(wards.order_by().values_list("pk", flat=True))
    unknown = dict(tables.unknown) if with_unknown else {}
    found = {}
    for dimension in dimensions:
        values = {value for (_, value) in tables.cells[dimension]} | set(unknown.get(dimension, {}))
        labels = _labels(dimension, values)
        hidden = tables.hidden(dimension, list(labels))
        slices = []
        for place, value in enumerate(labels):
            if dimension in LABELS or value in values:
                nobody = unknown.get(dimension, {}).get(value, NOBODY)
                figures = {
                    name: _added(hidden[name].total(inside, place), small(nobody[name]))
                    for name in COUNT_FIELDS
                }
                slices.append(Slice(value, labels[value], figures))
        extra = unknown.get(dimension, {}).values()
        found[dimension] = Breakdown(dimension, slices, tables.total(inside, extra))
    return found


def breakdown_by_ward(wards: Wards, dimension: Dimension) -> dict[int, Breakdown]:
    """The same of each ward, by its id; wards nobody counts in are left out."""
    tables = _tables(wards, [dimension])
    cells = tables.cells[dimension]
    labels = _labels(dimension, {value for _, value in cells})
    hidden = tables.hidden(dimension, list(labels))
    found = {}
    for ward in wards.order_by().values_list("pk", flat=True):
        if any((ward, value) in cells for value in labels):
            slices = [
                Slice(value, label, {n: hidden[n].figure(ward, place) for n in COUNT_FIELDS})
                for place, (value, label) in enumerate(labels.items())
                if dimension in LABELS or (ward, value) in cells
            ]
            found[ward] = Breakdown(dimension, slices, tables.total([ward], []))
    return found


@dataclass(frozen=True, slots=True)
class _Tables:
    """The true numbers of all wards around, by dimension."""

    around: Surroundings
    totals: Hidden
    numbers: Numbers
    cells: dict[Dimension, dict[tuple[int, str], Counts]]
    unknown: dict[Dimension, dict[str, Counts]]

    def hidden(self, dimension: Dimension, values: Sequence[str]) -> dict[str, HiddenCells]:
        """By field; columns are places in `values`."""
        places = {value: place for place, value in enumerate(values)}
        cells = self.cells[dimension]
        return {
            name: self.around.hidden_cells(
                {(ward, places[value]): row[name] for (ward, value), row in cells.items()},
                list(places.values()),
                periods.today(),
            )
            for name in COUNT_FIELDS
        }

    def total(self, wards: Collection[int], unknown: Iterable[Counts]) -> dict[str, Figure]:
        extra = list(unknown)
        return {
            name: _added(
                self.totals.total({w: self.numbers.get(w, {}).get(name, 0) for w in wards}, name),
                small(sum(counts[name] for counts in extra)),
            )
            for name in COUNT_FIELDS
        }


def _tables(wards: Wards, dimensions: Collection[Dimension]) -> _Tables:
    """Four queries."""
    around = surroundings(wards)
    numbers = numbers_now(around)
    scope = Q(ward__in=list(around.provinces)) | Q(ward=None)
    chosen = WardBreakdown.objects.filter(scope, dimension__in=[d.value for d in dimensions])
    rows: Any = chosen.order_by("ward", "value").values()
    cells: dict[Dimension, dict[tuple[int, str], Counts]] = {d: {} for d in dimensions}
    unknown: dict[Dimension, dict[str, Counts]] = {d: {} for d in dimensions}
    for row in rows:
        dimension = Dimension(row["dimension"])
        counts = {name: row[name] for name in COUNT_FIELDS}
        if row["ward_id"] is None:
            unknown[dimension][row["value"]] = counts
        else:
            cells[dimension][row["ward_id"], row["value"]] = counts
    return _Tables(around, around.hidden(numbers, periods.today()), numbers, cells, unknown)


def _added(one: Figure, other: Figure) -> Figure:
    return Figure(one.low + other.low, min(one.high + other.high, NO_LIMIT))


def _labels(dimension: Dimension, values: Iterable[str]) -> dict[str, str]:
    """In the order they are shown. Learning points by name; who came to none comes last."""
    if dimension in LABELS:
        return {value: str(label) for value, label in LABELS[dimension].items()}
    points = LearningPoint.objects.filter(pk__in=[int(value) for value in values if value])
    named = {str(pk): name for pk, name in points.order_by("name").values_list("pk", "name")}
    return named | {UNKNOWN: _("no learning point")}


# --- times -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Times:
    """How many times, where the same person counts each time: never to be read as people.
    `visits` and `sessions` are those of the calendar year, the others of all time."""

    enrolments: Figure
    completions: Figure
    certificates: Figure
    visits: Figure
    sessions: int


def times(wards: Wards) -> Times:
    """Two queries. Enrolments, completions and certificates of people counted in `wards` on each
    course, visits and sessions at the learning points there."""
    cells = WardCourseCell.objects.filter(ward__in=wards).aggregate(
        enrolled=Sum("enrolled"), completed=Sum("completed"), certified=Sum("certified")
    )
    held = WardTotal.objects.filter(ward__in=wards).aggregate(
        visits=Sum("session_visits"), sessions=Sum("sessions_held")
    )
    return Times(
        enrolments=small(cells["enrolled"] or 0),
        completions=small(cells["completed"] or 0),
        certificates=small(cells["certified"] or 0),
        visits=small(held["visits"] or 0),
        sessions=held["sessions"] or 0,
    )
