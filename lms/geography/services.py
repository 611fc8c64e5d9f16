"""Recording a change of units, areas, and who answers for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from lms.geography.preview import preview_of
from lms.units.dated_files import DatedFile
from lms.units.models import AdminUnit, AreaMembership, AreaMembershipQuerySet, AreaSet
from lms.units.services import Imported, import_rows


@transaction.atomic
def record_changes(*, file: DatedFile, by: User) -> Imported:
    """Apply the rows of a dated file; raises FileRefused and writes nothing when one is wrong.
    Safe to repeat."""
    preview_of(file)
    done = import_rows(file=file)
    for _number, cells in file.rows:
        unit = AdminUnit.objects.get(code=cells["code"])
        audit.record(
            "unit.changed", unit, by=by, **{k: v for k, v in cells.items() if v and k != "name"}
        )
    return done


@transaction.atomic
def create_area(
    *,
    code: str,
    name: str,
    province: AdminUnit,
    wards: Collection[AdminUnit],
    since: dt.date,
    by: User,
) -> AreaSet:
    if AreaSet.objects.filter(code=code).exists():
        raise DomainError(_("There is an area with this code already."), code="area_exists")
    area = AreaSet.objects.create(code=code, name=name, province=province)
    audit.record("area.created", area, by=by, code=code)
    change_wards(area=area, wards=wards, since=since, by=by)
    return area


@transaction.atomic
def change_wards(
    *, area: AreaSet, wards: Collection[AdminUnit], since: dt.date, by: User
) -> tuple[int, int]:
    """From `since` on the area holds exactly `wards`; what it held before stays on record. Returns
    how many came and how many left. A day before the last change is refused: it would rewrite what
    managers have seen. A ward that comes leaves the area of the same kind it was in."""
    memberships = AreaMembership.objects.filter(area=area)
    latest = memberships.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if latest is not None and since < latest:
        raise DomainError(
            _("A later change is on record. Choose that day or a later one."), code="earlier_change"
        )
    wanted = {ward.pk for ward in wards}
    held = set(memberships.on(since).values_list("ward", flat=True))
    _leave(memberships.filter(ward__in=held - wanted), since)
    elsewhere = AreaMembership.objects.filter(area__kind=area.kind).exclude(area=area)
    _leave(elsewhere.filter(ward__in=wanted - held), since)
    for ward in wanted - held:
        AreaMembership.objects.update_or_create(
            area=area, ward_id=ward, valid_from=since, defaults={"valid_to": None}
        )
    came, left = len(wanted - held), len(held - wanted)
    if came or left:
        audit.record("area.changed", area, by=by, since=since.isoformat(), came=came, left=left)
    return came, left


def _leave(memberships: AreaMembershipQuerySet, since: dt.date) -> None:
    memberships.filter(valid_from=since).delete()
    memberships.on(since).update(valid_to=since)


@transaction.atomic
def rename_area(*, area: AreaSet, name: str, by: User) -> None:
    if area.name != name:
        area.name = name
        area.save()
        audit.record("area.renamed", area, by=by)
