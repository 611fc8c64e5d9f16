"""Where units of the past have gone: what reports and searches need to lead from old to new.

A unit that exists keeps its own past, whatever was split off it. The past of a unit that is gone is
that of its heir, as long as there is one only; of several heirs nobody can tell which.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from lms.core.periods import today
from lms.units.models import AdminUnit, Succession

Heirs = Mapping[int, Collection[int]]
"""The heirs of each unit that is gone, by id."""


def heirs_of_the_gone(day: dt.date | None = None) -> dict[int, set[int]]:
    """Of every unit that is gone on `day` (today): into which it went when it ended. One query."""
    day = day or today()
    rows = Succession.objects.filter(
        predecessor__closed_on__isnull=False, predecessor__closed_on__lte=day, date__lte=day
    ).values_list("predecessor", "successor", "date", "predecessor__closed_on")
    found: dict[int, set[int]] = defaultdict(set)
    for old, new, date, closed_on in rows:
        if date == closed_on:
            found[old].add(new)
    return dict(found)


def home_of(unit: int, heirs: Heirs) -> int:
    """The unit that answers for the past of `unit`: itself while it exists or where nobody can
    tell, else the only unit of today that holds any of it. Pure."""
    living = living_heirs(unit, heirs)
    return living.pop() if len(living) == 1 else unit


def living_heirs(unit: int, heirs: Heirs) -> set[int]:
    """All units of today that hold a part of `unit`. Pure."""
    found, todo, seen = set(), [unit], set()
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        if heirs.get(at):
            todo += heirs[at]
        elif at != unit:
            found.add(at)
    return found


def successors_of(code: str) -> tuple[AdminUnit, list[AdminUnit]] | None:
    """A unit that is gone, and the units of today that hold a part of it; None for any other code.
    Three queries."""
    gone = AdminUnit.objects.wards().filter(code=code, closed_on__lte=today()).first()
    if gone is None:
        return None
    heirs = living_heirs(gone.pk, heirs_of_the_gone())
    return gone, list(AdminUnit.objects.filter(pk__in=heirs).select_related("parent"))


def members_of(homes: Collection[int], heirs: Heirs) -> set[int]:
    """The units that are gone and whose past belongs to one of `homes`, or to several of them and
    nobody else. Pure."""
    from_whom = set(homes)
    found = set()
    for gone in heirs:
        parts = living_heirs(gone, heirs)
        if home_of(gone, heirs) in from_whom or (parts and parts <= from_whom):
            found.add(gone)
    return found


def with_their_past(wards: QuerySet[AdminUnit]) -> QuerySet[AdminUnit]:
    """`wards`, and those gone whose past is theirs. One query while none is gone."""
    heirs = heirs_of_the_gone()
    if not heirs:
        return wards
    known = set(wards.order_by().values_list("pk", flat=True))
    gone = members_of(known, heirs) - known
    return AdminUnit.objects.filter(pk__in=known | gone) if gone else wards
