"""A round past what is shared with everybody: open data, the public pages of wards."""

from __future__ import annotations

import datetime as dt

from lms.core import periods
from lms.progress.models import WardSnapshot
from lms.units.models import AdminUnit, Succession, UnitVersion
from tests.factories import WardFactory
from tests.house.looking import Site
from tests.house.url_matrix import World

MONTH_END = dt.date(2026, 10, 31)


def shared_with_everybody(site: Site, world: World) -> None:
    rows = {None: 0, world.ward: 30, world.other_ward: 7}
    WardSnapshot.objects.bulk_create(
        WardSnapshot(day=MONTH_END, ward=ward, enrolled=people, taken_at=periods.now())
        for ward, people in rows.items()
    )
    look = site.looker()
    look.at("/du-lieu-mo/", f"/xa-phuong-cong-khai/{world.ward.code}/")
    look.at(f"/xa-phuong-cong-khai/{split_ward(world).code}/")


def split_ward(world: World) -> AdminUnit:
    """A ward that is gone, in two parts."""
    gone: AdminUnit = WardFactory()
    for heir in (world.ward, world.other_ward):
        Succession.objects.create(
            predecessor=gone, successor=heir, date=MONTH_END, change="split", decree="test"
        )
    AdminUnit.objects.filter(pk=gone.pk).update(closed_on=MONTH_END)
    UnitVersion.objects.filter(unit=gone).update(valid_to=MONTH_END)
    return gone
