"""The places a file of populations and targets may name: wards, provinces and areas by their codes,
read once a file; of codes that are no more it says what they became."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from lms.core.vietnamese import fold
from lms.units.models import KIND_WORDS, WARD_KINDS, AdminUnit, AreaSet, Succession, UnitKind


@dataclass(frozen=True, slots=True)
class Place:
    """`names`: folded, any of which a file may call it."""

    sort: Literal["ward", "province", "area"]
    pk: int
    full_name: str
    names: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def is_ward(self) -> bool:
        return self.sort == "ward"


@dataclass(frozen=True, slots=True)
class Places:
    by_code: dict[str, Place]
    former: dict[str, str]  # sentences, by the code of units that are no more

    def find(self, code: str) -> Place | None:
        """Leading zeros may be missing: spreadsheets drop them."""
        return next((self.by_code[c] for c in _spellings(code) if c in self.by_code), None)

    def told_of(self, code: str) -> str:
        """What a former unit became; "" for a code nobody knows."""
        return next((self.former[c] for c in _spellings(code) if c in self.former), "")


def _spellings(code: str) -> list[str]:
    text = code.strip()
    return [text, text.zfill(5)] if len(text) > 2 else [text, text.zfill(2), text.zfill(5)]


def places_on(day: dt.date) -> Places:
    """Every unit that exists on `day` and every area; three queries."""
    by_code, closed = {}, {}
    columns = ("pk", "code", "name", "kind", "closed_on", "opened_on")
    for pk, code, name, kind, closed_on, opened_on in AdminUnit.objects.values_list(*columns):
        full_name = f"{KIND_WORDS[UnitKind(kind)]} {name}"
        if closed_on is not None and closed_on <= day:
            closed[pk] = (code, full_name, closed_on)
        elif opened_on <= day:
            sort: Literal["ward", "province"] = "ward" if kind in WARD_KINDS else "province"
            names = frozenset({fold(name), fold(full_name)})
            by_code[code] = Place(sort, pk, full_name, names)
    for pk, code, name in AreaSet.objects.values_list("pk", "code", "name"):
        by_code.setdefault(code, Place("area", pk, name, frozenset({fold(name)})))
    return Places(by_code, _former(closed))


def _former(closed: dict[int, tuple[str, str, dt.date]]) -> dict[str, str]:
    successors: dict[int, list[str]] = defaultdict(list)
    rows = Succession.objects.filter(predecessor__in=closed).select_related("successor")
    for row in rows.order_by("date", "successor__code"):
        now = f"{row.successor.full_name} ({row.successor.code})"
        successors[row.predecessor_id].append(now)
    return {
        code: _("%(name)s is no more; it went into %(now)s")
        % {"name": f"{full_name} ({code})", "now": ", ".join(successors[pk])}
        for pk, (code, full_name, _closed_on) in closed.items()
        if pk in successors
    }
