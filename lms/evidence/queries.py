"""What is read of scores and holds. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from lms.accounts.models import User
from lms.evidence.definitions import ALARM
from lms.evidence.models import Hold, HoldOutcome, UnitScore
from lms.units.models import AdminUnit


@dataclass(frozen=True)
class Quality:
    """Of a ward's evidence. `points` 0–100: 100 less the mean score of its units, each counted by its
    people; `flagged`: units to be looked at; `held`: holds nobody has decided."""

    points: int
    units: int
    flagged: int
    held: int = 0


def quality_of(wards: QuerySet[AdminUnit]) -> dict[int, Quality]:
    """By ward; none where there is no evidence to judge. Two queries."""
    held = dict(
        Hold.objects.filter(ward__in=wards, outcome=HoldOutcome.OPEN)
        .order_by()
        .values_list("ward")
        .annotate(Count("pk"))
    )
    rows = (
        UnitScore.objects.filter(ward__in=wards, people__gt=0)
        .values_list("ward")
        .annotate(
            weighed=Sum(F("score") * F("people")),
            everybody=Sum("people"),
            units=Count("pk"),
            flagged=Count("pk", filter=Q(score__gte=ALARM)),
        )
    )
    return {
        ward: Quality(100 - round(weighed / everybody), units, flagged, held.get(ward, 0))
        for ward, weighed, everybody, units, flagged in rows
    }


def together(qualities: Iterable[Quality]) -> Quality | None:
    """Of a ward with the wards whose past it keeps."""
    found = list(qualities)
    units = sum(one.units for one in found)
    if not units:
        return None
    points = round(sum(one.points * one.units for one in found) / units)
    flagged, held = sum(one.flagged for one in found), sum(one.held for one in found)
    return Quality(points, units, flagged, held)


def units_to_look_at(wards: QuerySet[AdminUnit]) -> QuerySet[UnitScore]:
    """With any sign at all, the highest first."""
    return (
        UnitScore.objects.filter(ward__in=wards, score__gt=0)
        .select_related("facilitator", "session")
        .order_by("-score", "-month", "pk")
    )


def holds_in(wards: QuerySet[AdminUnit]) -> QuerySet[Hold]:
    return Hold.objects.filter(ward__in=wards).select_related("session", "facilitator")


def holds_concerning(user: User) -> QuerySet[Hold]:
    """As facilitator, or as holder of a certificate in them."""
    mine = Q(facilitator=user) | Q(held__certificate__user=user)
    return Hold.objects.filter(mine).distinct().select_related("session", "ward")
