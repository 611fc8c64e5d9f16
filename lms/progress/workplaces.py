"""People by where they work: a table of its own, never added to the wards'. The same standings, told
apart by agency instead of residence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from lms.progress.figures import Figure
from lms.progress.models import PersonStanding
from lms.progress.suppression import protect_rows
from lms.units.models import AdminUnit

COLUMNS = {"enrolled": "first_enrolled_at", "completed": "first_completed_at",
           "certified": "first_certified_at"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkplaceRow:
    code: str
    name: str
    enrolled: Figure
    completed: Figure
    certified: Figure


def workplace_rows(wards: QuerySet[AdminUnit]) -> list[WorkplaceRow]:
    """Agencies of which somebody counts in `wards`. One query. Several readers' wards may lie in each
    other, so no totals are told; small numbers are hidden against the sum all the same."""
    counted = {name: Count(field) for name, field in COLUMNS.items()}
    found: Any = (
        PersonStanding.objects.filter(ward__in=wards, user__agency__isnull=False)
        .order_by("user__agency__code")
        .values("user__agency__code", "user__agency__name")
        .annotate(**counted)
    )
    rows = {row["user__agency__code"]: {name: row[name] for name in COLUMNS} for row in found}
    names = {row["user__agency__code"]: row["user__agency__name"] for row in found}
    told = protect_rows(rows, [], {"completed": "enrolled", "certified": "completed"})
    return [
        WorkplaceRow(code, names[code], *(told[name].figures[code] for name in COLUMNS))
        for code in rows
    ]
