"""People told apart by audience, age, sex, help and learning point; and people beside the times they
came, enrolled or finished. Ready rows a ward are added up: the cost grows with wards, not people.

    found = breakdowns(scope.wards)                        # one query (two with learning points)
    for part in found[Dimension.AGE].slices:
        part.label, part.figures["certified"].text         # "16 to 30", "<5"
    found[Dimension.AGE].total["certified"]                # that of the ward table

Small numbers are hidden within each dimension. Whoever shows several dimensions of the same scope
shows the same totals beside each, so nothing more follows from one than from another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lms.centres.models import LearningPoint
from lms.progress.dimensions import LABELS, UNKNOWN
from lms.progress.figures import Figure, protect, small
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
    scope = Q(ward__in=wards) | Q(ward=None) if with_unknown else Q(ward__in=wards)
    sums = {name: Sum(name) for name in COUNT_FIELDS}
    rows: Any = (
        WardBreakdown.objects.filter(scope, dimension__in=[d.value for d in dimensions])
        .order_by()
        .values("dimension", "value")
        .annotate(**sums)
    )
    found: dict[str, dict[str, Counts]] = {d.value: {} for d in dimensions}
    for row in rows:
        found[row["dimension"]][row["value"]] = {name: row[name] for name in COUNT_FIELDS}
    return {d: _hidden(d, found[d.value]) for d in dimensions}


def breakdown_by_ward(wards: Wards, dimension: Dimension) -> dict[int, Breakdown]:
    """The same of each ward, by its id; wards nobody counts in are left out. Each ward is hidden by
    itself: for one table of many wards, hide its columns too."""
    rows: Any = WardBreakdown.objects.filter(ward__in=wards, dimension=dimension).values()
    found: dict[int, dict[str, Counts]] = {}
    for row in rows:
        counts = {name: row[name] for name in COUNT_FIELDS}
        found.setdefault(row["ward_id"], {})[row["value"]] = counts
    labels = _labels(dimension, {value for by_value in found.values() for value in by_value})
    return {ward: _labelled(dimension, counts, labels) for ward, counts in found.items()}


def _hidden(dimension: Dimension, counts: dict[str, Counts]) -> Breakdown:
    return _labelled(dimension, counts, _labels(dimension, counts))


def _labelled(dimension: Dimension, counts: dict[str, Counts], labels: dict[str, str]) -> Breakdown:
    values = [value for value in labels if dimension in LABELS or value in counts]
    columns: dict[str, Sequence[Figure]] = {}
    total = {}
    for name in COUNT_FIELDS:
        numbers = [counts.get(value, NOBODY)[name] for value in values]
        columns[name], total[name] = protect(numbers)
    slices = [
        Slice(value, labels[value], {name: columns[name][place] for name in COUNT_FIELDS})
        for place, value in enumerate(values)
    ]
    return Breakdown(dimension, slices, total)


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
