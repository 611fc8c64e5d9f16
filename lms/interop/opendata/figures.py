"""What anybody may know of the wards: kept figures of month ends, hidden below 10 people
(docs/privacy.md). A month that was kept never changes, so its address may be cited."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache

from lms.core import periods
from lms.interop.opendata.units import current_codes
from lms.progress.figures import NO_LIMIT, Figure
from lms.progress.hiding import surroundings
from lms.progress.models import COUNT_FIELDS, WardSnapshot
from lms.progress.snapshots import snapshot_code
from lms.progress.suppression import PUBLIC
from lms.units.models import AdminUnit, UnitVersion

_KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class WardFigures:
    """A ward as it was called on the day. `figures` by COUNT_FIELDS: different people."""

    code: str
    name: str
    current_codes: list[str]
    figures: Mapping[str, Figure]
    sessions_held: int  # in the year to date


@dataclass(frozen=True, slots=True)
class Month:
    """`total`: people of all `wards`, each counted once."""

    day: dt.date
    snapshot: str
    wards: list[WardFigures]
    total: Mapping[str, Figure]

    @property
    def name(self) -> str:
        return f"{self.day:%Y-%m}"

    def ward(self, code: str) -> WardFigures | None:
        return next((ward for ward in self.wards if ward.code == code), None)


def kept_month_ends() -> list[dt.date]:
    """Newest first. One query."""
    days = WardSnapshot.objects.filter(ward=None).order_by("-day").values_list("day", flat=True)
    return [day for day in days if day == _last_of_month(day.year, day.month)]


def newest_month() -> Month | None:
    days = kept_month_ends()
    return month_ended(days[0]) if days else None


def day_of_month(name: str) -> dt.date | None:
    """The kept day that "2026-10" stands for; None for a month of which nothing was kept."""
    year, month = (int(part) for part in name.split("-"))
    if not (1 <= month <= 12 and year >= 1):
        return None
    day = _last_of_month(year, month)
    return day if WardSnapshot.objects.filter(ward=None, day=day).exists() else None


def month_ended(day: dt.date) -> Month:
    """The figures kept of `day`. One query, seven more the first time on a day."""
    code = snapshot_code(day)
    key = f"open-data:{settings.OPERATOR_PROVINCE}:{code}:{periods.today()}"
    month: Month | None = cache.get(key)
    if month is None:
        month = _month(day, code)
        cache.set(key, month, _KEPT_SECONDS)
    return month


def _month(day: dt.date, code: str) -> Month:
    wards = AdminUnit.objects.wards().filter(parent__code=settings.OPERATOR_PROVINCE)
    around = surroundings(wards)
    rows: Any = WardSnapshot.objects.filter(day=day, ward__in=list(around.provinces))
    numbers = {row["ward"]: row for row in rows.values("ward", "sessions_held", *COUNT_FIELDS)}
    hidden = around.hidden(numbers, day, PUBLIC)
    versions = UnitVersion.objects.on(day).wards().filter(unit__in=list(around.provinces))
    current = current_codes()
    told = []
    for version in versions.select_related("unit").order_by("unit__sort_key", "unit__code"):
        ward, row = version.unit_id, numbers.get(version.unit_id, {})
        figures = {name: hidden.figure(ward, name, row.get(name, 0)) for name in COUNT_FIELDS}
        codes = current.get(ward, [version.unit.code])
        held = row.get("sessions_held", 0)
        told.append(WardFigures(version.unit.code, version.full_name, codes, figures, held))
    total = {
        name: hidden.total({ward: row[name] for ward, row in numbers.items()}, name)
        for name in COUNT_FIELDS
    }
    return Month(day, code, told, total)


def as_json(figure: Figure) -> dict[str, int | None]:
    """`value` is null where it is hidden; then it lies between the other two (null: no end)."""
    most = None if figure.high >= NO_LIMIT else figure.high
    return {"value": figure.exact, "at_least": figure.low, "at_most": most}


def _last_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
