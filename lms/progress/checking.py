"""Comparing what is stored with the facts. People are added up here one by one, not by the queries
the recounts use, so that a slip in those shows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lms.progress import counting
from lms.progress.dimensions import values_of
from lms.progress.history import add_person
from lms.progress.models import (
    COUNT_FIELDS,
    SESSION_FIELDS,
    CountState,
    PersonStanding,
    WardBreakdown,
    WardCourseCell,
    WardTotal,
)
from lms.progress.recounting import STANDING_FIELDS, STORED_AS
from lms.progress.standings import Standing, stand

Values = dict[str, Any]
TOTAL_FIELDS = (*COUNT_FIELDS, *SESSION_FIELDS, "last_session_on")


@dataclass(frozen=True)
class Difference:
    """`where`: "person 17", "ward 21025", "ward 21025 course 5" (ids, never names)."""

    where: str
    field: str
    stored: object
    counted: object

    def __str__(self) -> str:
        return f"{self.where}: {self.field} is {self.stored}, facts say {self.counted}"


def differences() -> Iterator[Difference]:
    """Every stored number that is not what the facts say, counted to the last recount's day."""
    state = CountState.objects.filter(pk=1).first()
    standings = {user: stand(facts) for user, facts in counting.facts_of()}
    yield from _standing_differences(standings)
    if state is None:
        return
    yield from _compare("ward", TOTAL_FIELDS, _stored_totals(), _totals(standings, state.day))
    apart = _breakdowns(standings, state.day)
    yield from _compare("people", COUNT_FIELDS, _stored_breakdowns(), apart)
    cells = counting.cells_of(None, None, state.day)
    yield from _compare("cell", COUNT_FIELDS, _stored_cells(), cells)


def _standing_differences(standings: dict[int, Standing]) -> Iterator[Difference]:
    rows: Any = PersonStanding.objects.values()
    stored = {row["user_id"]: row for row in rows}
    for row in stored.values():
        row |= {name: row[stored_as] for name, stored_as in STORED_AS.items()}
    counted = {
        user: {name: getattr(standing, name) for name in STANDING_FIELDS}
        for user, standing in standings.items()
    }
    yield from _compare("person", STANDING_FIELDS, stored, counted)


def _totals(standings: dict[int, Standing], day: dt.date) -> dict[int, Values]:
    found: dict[int, Values] = defaultdict(lambda: dict.fromkeys(COUNT_FIELDS, 0))
    for standing in standings.values():
        if standing.ward is not None:
            add_person(found[standing.ward], standing, standing.last_active_on, day)
    for row in counting.sessions_of(None, day):
        found[row.pop("session__ward")] |= row
    return found


def _breakdowns(standings: dict[int, Standing], day: dt.date) -> dict[counting.Slot, Values]:
    found: dict[counting.Slot, Values] = defaultdict(lambda: dict.fromkeys(COUNT_FIELDS, 0))
    for standing in standings.values():
        for dimension, value in values_of(standing, day):
            slot = standing.ward, dimension, value
            add_person(found[slot], standing, standing.last_active_on, day)
    return found


def _stored_breakdowns() -> dict[counting.Slot, Values]:
    rows: Any = WardBreakdown.objects.values()
    return {(row["ward_id"], row["dimension"], row["value"]): row for row in rows}


def _stored_totals() -> dict[int, Values]:
    rows: Any = WardTotal.objects.values()
    return {row["ward_id"]: row for row in rows}


def _stored_cells() -> dict[counting.Cell, Values]:
    rows: Any = WardCourseCell.objects.values()
    return {(row["ward_id"], row["course_id"]): row for row in rows}


def _compare(
    kind: str, fields: Any, stored: dict[Any, Values], counted: dict[Any, Values]
) -> Iterator[Difference]:
    """A row that is missing equals one of zeros and nothings."""
    for key in sorted({*stored, *counted}, key=str):
        before, after = stored.get(key, {}), counted.get(key, {})
        for name in fields:
            old, new = before.get(name) or None, after.get(name) or None
            if old != new:
                yield Difference(f"{kind} {key}", name, old or 0, new or 0)
