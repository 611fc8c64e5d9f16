from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from lms.accounts.models import User
from lms.core import audit
from lms.interop.gis.models import UnitBoundary
from lms.interop.opendata.figures import Month
from lms.progress.models import COUNT_FIELDS
from lms.units.models import AdminUnit, AdminUnitQuerySet


def wards_on_map() -> AdminUnitQuerySet:
    """Whose boundaries may be given: all wards of the operator's province, past ones too."""
    return AdminUnit.objects.wards().filter(parent__code=settings.OPERATOR_PROVINCE)


@transaction.atomic
def replace_boundaries(
    *, shapes: Mapping[str, dict[str, Any]], source: str, by: User, at: dt.datetime
) -> int:
    """All boundaries before go; those of `shapes` ({code: geometry}) are there instead."""
    units = {unit.code: unit for unit in wards_on_map().filter(code__in=list(shapes))}
    UnitBoundary.objects.all().delete()
    rows = [
        UnitBoundary(unit=units[code], geometry=shape, source=source, uploaded_at=at)
        for code, shape in shapes.items()
    ]
    UnitBoundary.objects.bulk_create(rows, batch_size=100)
    if rows:
        audit.record("gis.replaced", rows[0], by=by, units=len(rows))
    return len(rows)


def has_boundaries() -> bool:
    return UnitBoundary.objects.exists()


def layer(month: Month) -> dict[str, Any]:
    """The wards of `month` that have a boundary, with what anybody may know of them. One query."""
    shapes = dict(UnitBoundary.objects.values_list("unit__code", "geometry"))
    features = []
    for ward in month.wards:
        if ward.code not in shapes:
            continue
        numbers = {name: ward.figures[name].exact for name in COUNT_FIELDS}
        properties = {
            "unit_code": ward.code,
            "unit_name": ward.name,
            "month": month.name,
            "snapshot": month.snapshot,
            **numbers,
            "sessions_held": ward.sessions_held,
            "hidden": " ".join(name for name, number in numbers.items() if number is None),
        }
        features.append(
            {
                "type": "Feature",
                "id": ward.code,
                "geometry": shapes[ward.code],
                "properties": properties,
            }
        )
    return {"type": "FeatureCollection", "features": features}
