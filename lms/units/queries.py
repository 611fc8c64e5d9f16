"""Questions about units and areas. A unit is known by its code; names may repeat or be alike."""

import datetime as dt

from django.db.models import QuerySet

from lms.core.periods import today
from lms.units.models import (
    AdminUnit,
    AdminUnitQuerySet,
    AreaMembership,
    AreaSet,
    UnitVersion,
    UnitVersionQuerySet,
)
from lms.units.search import WardMatch, search_wards

__all__ = [
    "WardMatch",
    "area_wards",
    "provinces",
    "search_wards",
    "units_as_of",
    "ward_as_of",
    "wards_of",
]


def provinces() -> AdminUnitQuerySet:
    """The provinces and cities of today, in alphabetical order."""
    return AdminUnit.objects.provinces().existing_on(today())


def wards_of(province_code: str, on: dt.date | None = None) -> AdminUnitQuerySet:
    """The wards that belonged to a province on a day (today by default), in alphabetical order.
    They carry today's names; take names of that day from `units_as_of`."""
    versions = UnitVersion.objects.on(on or today()).wards().filter(parent__code=province_code)
    return AdminUnit.objects.filter(pk__in=versions.values("unit"))


def units_as_of(on: dt.date) -> UnitVersionQuerySet:
    """All units as they were on a day, provinces and wards, with their province at hand."""
    versions = UnitVersion.objects.on(on).select_related("unit", "parent")
    return versions.order_by("unit__sort_key", "unit__code")


def ward_as_of(code: str, on: dt.date) -> UnitVersion:
    """A unit under the name, kind and province it had on a day; UnitVersion.DoesNotExist if it
    did not exist then."""
    return units_as_of(on).get(unit__code=code)


def area_wards(area: AreaSet, on: dt.date | None = None) -> QuerySet[AdminUnit]:
    """The wards in an area on a day (today by default), in alphabetical order."""
    members = AreaMembership.objects.filter(area=area).on(on or today())
    return AdminUnit.objects.filter(pk__in=members.values("ward"))
