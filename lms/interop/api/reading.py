"""What the API reads, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from certificates import queries as certificates
from certificates.models import CertificateStatus
from courses.queries import CourseOutline
from lms.core import periods
from lms.interop.opendata.figures import as_json
from lms.interop.opendata.units import records_of
from lms.progress.hiding import surroundings
from lms.progress.models import COUNT_FIELDS, WardSnapshot
from lms.progress.suppression import PUBLIC
from lms.units.models import AdminUnit, Succession


def unit_history(unit: AdminUnit) -> dict[str, Any]:
    """Seven queries."""
    (record,) = records_of([unit])
    versions = unit.versions.select_related("parent").order_by("valid_from")
    return record.as_json() | {
        "versions": [
            {
                "name": version.full_name,
                "kind": version.kind,
                "province_code": version.parent.code if version.parent else "",
                "valid_from": version.valid_from,
                "valid_to": version.valid_to,
                "decree": version.decree,
            }
            for version in versions
        ],
        "went_into": _successions(unit.successions.select_related("successor"), "successor"),
        "came_from": _successions(unit.origins.select_related("predecessor"), "predecessor"),
    }


def _successions(rows: QuerySet[Succession], end: str) -> list[dict[str, Any]]:
    return [
        {
            "date": row.date,
            "change": row.change,
            "code": getattr(row, end).code,
            "decree": row.decree,
        }
        for row in rows.order_by("date", f"{end}__code")
    ]


def course(outline: CourseOutline) -> dict[str, Any]:
    return {
        "slug": outline.slug,
        "code": outline.code,
        "title": outline.title,
        "outcome": outline.outcome,
        "ministry": outline.ministry,
        "audiences": list(outline.audiences),
        "minutes": outline.minutes,
        "lessons": len(outline.lessons),
        "address": f"{settings.PUBLIC_URL}/khoa-hoc/{outline.slug}/",
    }


def progress(
    wards: QuerySet[AdminUnit], page: list[AdminUnit], day: dt.date
) -> list[dict[str, Any]]:
    """The figures kept of `day` of the wards on one `page`, hidden as for everybody: they leave the
    house. Three queries."""
    around = surroundings(wards)
    rows: Any = WardSnapshot.objects.filter(day=day, ward__in=list(around.provinces))
    numbers = {row["ward"]: row for row in rows.values("ward", "sessions_held", *COUNT_FIELDS)}
    hidden = around.hidden(numbers, day, PUBLIC)
    found = []
    for ward in page:
        row = numbers.get(ward.pk, {})
        figures = {
            name: as_json(hidden.figure(ward.pk, name, row.get(name, 0))) for name in COUNT_FIELDS
        }
        found.append(
            {
                "unit_code": ward.code,
                "unit_name": ward.full_name,
                "figures": figures,
                "sessions_held": row.get("sessions_held", 0),
            }
        )
    return found


def certificate(code: str) -> dict[str, Any] | None:
    found = certificates.by_typed_code(code)
    if found is None:
        return None
    return {
        "code": found.code,
        "status": found.status,
        "is_valid": found.status == CertificateStatus.VALID,
        "course_code": found.course.code if found.course else "",
        "issued_on": periods.local_date(found.issued_at),
        "expires_on": found.expires_on,
        "newer_code": certificates.standing(found).newer,
    }
