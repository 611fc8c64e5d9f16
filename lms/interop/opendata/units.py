"""Administrative units as other systems know them: official codes, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet

from lms.units.lineage import heirs_of_the_gone, living_heirs
from lms.units.models import AdminUnit, AdminUnitAlias, Succession


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """`current_codes`: the unit itself while it exists, else those of today that hold a part of it.
    `former_codes`: the units on record that went over into it."""

    code: str
    name: str
    kind: str
    province_code: str
    valid_from: dt.date
    valid_to: dt.date | None
    current_codes: list[str]
    former_codes: list[str]
    former_names: list[str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def all_units() -> QuerySet[AdminUnit]:
    return AdminUnit.objects.select_related("parent").order_by("code")


def records_of(units: QuerySet[AdminUnit] | list[AdminUnit]) -> list[UnitRecord]:
    """Four queries, however many units."""
    if isinstance(units, QuerySet):
        units = list(units)
    former_names = _former_names(unit.pk for unit in units)
    former_codes: dict[int, list[str]] = defaultdict(list)
    origins = Succession.objects.order_by("predecessor__code").values_list(
        "successor", "predecessor__code"
    )
    for successor, code in origins:
        former_codes[successor].append(code)
    current = current_codes()
    return [
        UnitRecord(
            code=unit.code,
            name=unit.full_name,
            kind=unit.kind,
            province_code=unit.parent.code if unit.parent else "",
            valid_from=unit.opened_on,
            valid_to=unit.closed_on,
            current_codes=current.get(unit.pk, [unit.code]),
            former_codes=former_codes[unit.pk],
            former_names=former_names[unit.pk],
        )
        for unit in units
    ]


def current_codes() -> dict[int, list[str]]:
    """Of every unit that is gone, by id: the codes of today. Two queries, one while none is gone."""
    heirs = heirs_of_the_gone()
    if not heirs:
        return {}
    living = {unit: living_heirs(unit, heirs) for unit in heirs}
    wanted = set().union(*living.values())
    codes = dict(AdminUnit.objects.filter(pk__in=wanted).values_list("pk", "code"))
    return {unit: sorted(codes[heir] for heir in found) for unit, found in living.items()}


def _former_names(units: Iterable[int]) -> dict[int, list[str]]:
    rows = AdminUnitAlias.objects.order_by("former_full_name").values_list(
        "unit", "former_full_name"
    )
    names: dict[int, list[str]] = {unit: [] for unit in units}
    for unit, name in rows:
        if unit in names and name not in names[unit]:
            names[unit].append(name)
    return names
