"""What the pages of the geography list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from lms.accounts.models import ResidenceMove, RoleGrant
from lms.core.periods import today
from lms.units.models import AdminUnit, AreaMembership, AreaSet, Succession, UnitVersion


@dataclass(frozen=True, slots=True)
class Noted:
    """A change on record. `is_to_come`: its day has not come."""

    date: dt.date
    text: str
    decree: str
    is_to_come: bool


def latest_changes(limit: int) -> list[Noted]:
    """Newest first. Two queries."""
    altered = (
        UnitVersion.objects.filter(valid_from__gt=F("unit__opened_on"))
        .select_related("unit", "parent")
        .order_by("-valid_from", "unit__sort_key")[:limit]
    )
    passed = Succession.objects.select_related("predecessor", "successor").order_by(
        "-date", "predecessor__sort_key"
    )[:limit]
    day = today()
    noted = [
        Noted(
            version.valid_from,
            _("%(code)s is called %(name)s")
            % {"code": version.unit.code, "name": version.full_name},
            version.decree,
            version.valid_from > day,
        )
        for version in altered
    ]
    noted += [
        Noted(
            row.date,
            _("%(old)s (%(code)s) goes into %(new)s")
            % {
                "old": row.predecessor.full_name,
                "code": row.predecessor.code,
                "new": row.successor.full_name,
            },
            row.decree,
            row.date > day,
        )
        for row in passed
    ]
    return sorted(noted, key=lambda change: change.date, reverse=True)[:limit]


def people_to_ask() -> list[tuple[AdminUnit, int]]:
    """Units that were divided, with how many of their people have not said where they live now."""
    open_moves: Any = ResidenceMove.objects.filter(reached=None).order_by().values_list("left")
    counts = dict(open_moves.annotate(Count("user", distinct=True)))
    units = AdminUnit.objects.filter(pk__in=counts).order_by("sort_key")
    return [(unit, counts[unit.pk]) for unit in units]


def areas_of_province(province: str) -> list[tuple[AreaSet, int]]:
    """Areas in alphabetical order, with the number of wards they hold today."""
    held = Count("memberships", filter=_holds("memberships__", today()))
    areas: Any = AreaSet.objects.filter(province__code=province).annotate(held=held)
    return [(area, area.held) for area in areas]


def history_of(area: AreaSet) -> list[AreaMembership]:
    """Every ward that is, was or will be in the area, newest change first."""
    return list(area.memberships.select_related("ward").order_by("-valid_from", "ward__sort_key"))


def managers_of(area: AreaSet) -> list[RoleGrant]:
    """Who answers or answered for the area, newest first."""
    return list(area.grants.select_related("user").order_by("-valid_from", "-pk"))


def _holds(prefix: str, day: dt.date) -> Q:
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    )
