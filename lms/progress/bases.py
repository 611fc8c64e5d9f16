"""Keeping populations and targets: what a file would change, writing it, and the history of both."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from lms.accounts.models import User
from lms.core import periods
from lms.progress import recounting
from lms.progress.base_models import BaseChange, Group, PlanTarget, Population, Target
from lms.progress.base_places import Place, places_on
from lms.progress.target_files import Bases, Entries, KnownBase, NewTarget, read_entries

Subject = BaseChange.Subject
Kept = Population | Target | PlanTarget
AIM_KEY = ("year", "group", "indicator", "deadline")
AIM_FIELDS = ("people", "percent", "base_kind", "base_number", "base_year", "base_source",
              "decided_by")  # fmt: skip
POPULATION_FIELDS = ("number", "source", "as_of")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure as it would be written (`row`, not saved) and as it stands (None: not yet)."""

    row: Kept
    place: str
    before: int | None

    @property
    def after(self) -> int:
        return number_of(self.row)

    @property
    def action(self) -> str:
        """ "add", "change" or "keep"."""
        if self.before is None:
            return "add"
        return "keep" if self.before == self.after else "change"

    @property
    def label(self) -> str:
        """Of what: "adults", "people certified · residents"."""
        row = self.row
        if isinstance(row, Population):
            return str(row.get_kind_display())
        indicator = str(row.get_indicator_display())
        return f"{indicator} · {row.get_group_display()}" if row.group else indicator


def read_file(path: Path, *, day: dt.date | None = None) -> Entries:
    """What a file says, judged by the units and populations there are. FileRefused if it has faults."""
    return read_entries(path, places=places_on(day or periods.today()), bases=_known_bases())


def _known_bases() -> Bases:
    found: dict[tuple[int, str], list[KnownBase]] = defaultdict(list)
    for row in Population.objects.order_by("-year"):
        base = KnownBase(row.kind, row.number, row.year, row.source)  # type: ignore[arg-type]
        found[row.ward_id, row.kind].append(base)
    return found


def differences(entries: Entries) -> list[Difference]:
    """What writing `entries` would do, row by row. Three queries."""
    stored = {_key(row): number_of(row) for row in _stored(entries)}
    return [
        Difference(row, place.full_name, stored.get(_key(row))) for row, place in _rows(entries)
    ]


@dataclass(frozen=True)
class Saved:
    populations: int
    targets: int


@transaction.atomic
def save_entries(
    *, entries: Entries, by: User | None = None, at: dt.datetime | None = None
) -> Saved:
    """Write populations and targets over those of the same place, year and kind, all or nothing, and
    note every number that changed. Idempotent."""
    found = differences(entries)
    for model, key, fields in (
        (Population, ("ward", "year", "kind"), POPULATION_FIELDS),
        (Target, ("ward", *AIM_KEY), AIM_FIELDS),
        (PlanTarget, ("area", *AIM_KEY), AIM_FIELDS),
        (PlanTarget, ("province", *AIM_KEY), AIM_FIELDS),
    ):
        rows = [d.row for d in found if isinstance(d.row, model) and getattr(d.row, f"{key[0]}_id")]
        recounting.upsert(model, rows, list(key), list(fields))
    changed = [d for d in found if d.action != "keep"]
    _note(((d.row, d.before, d.after) for d in changed), by=by, at=at or periods.now())
    return Saved(len(entries.populations), len(entries.targets))


def note_change(*, row: Kept, before: int | None, after: int | None, by: User | None) -> None:
    """One changed by hand; nothing where the number is the same."""
    if before != after:
        _note([(row, before, after)], by=by, at=periods.now())


def _note(
    changes: Iterable[tuple[Kept, int | None, int | None]], *, by: User | None, at: dt.datetime
) -> None:
    BaseChange.objects.bulk_create(
        [
            BaseChange(
                subject=_subject(row),
                unit_id=_unit(row),
                area_id=getattr(row, "area_id", None),
                year=row.year,
                key=_name(row),
                before=before,
                after=after,
                document=row.source if isinstance(row, Population) else row.decided_by,
                by=by,
                at=at,
            )
            for row, before, after in changes
        ],
        batch_size=recounting.BATCH,
    )


def history_of(*, ward_id: int, year: int | None = None) -> Sequence[BaseChange]:
    """What was changed of a ward's populations and targets, newest first. One query."""
    changes = BaseChange.objects.filter(unit=ward_id).select_related("by")
    return list(changes if year is None else changes.filter(year=year))


# --- rows --------------------------------------------------------------------------------------


def number_of(row: Kept) -> int:
    return row.number if isinstance(row, Population) else row.people


def _rows(entries: Entries) -> Iterator[tuple[Kept, Place]]:
    for new in entries.populations:
        population = Population(
            ward_id=new.place.pk, year=new.year, kind=new.kind, number=new.number,
            source=new.source, as_of=new.as_of,
        )  # fmt: skip
        yield population, new.place
    for aim in entries.targets:
        yield _target(aim), aim.place


def _target(new: NewTarget) -> Target | PlanTarget:
    base = new.base
    terms: dict[str, Any] = {
        "year": new.year,
        "deadline": new.due,
        "group": new.group,
        "indicator": new.indicator,
        "people": new.people,
        "percent": new.percent,
        "base_kind": base.kind if base else "",
        "base_number": base.number if base else None,
        "base_year": base.year if base else None,
        "base_source": base.source if base else "",
        "decided_by": new.decided_by,
    }
    if new.place.is_ward:
        return Target(ward_id=new.place.pk, **terms)
    return PlanTarget(**{f"{new.place.sort}_id": new.place.pk}, **terms)


def _stored(entries: Entries) -> Iterator[Kept]:
    years = {one.year for one in entries.populations} | {one.year for one in entries.targets}
    for model in (Population, Target, PlanTarget):
        rows: Any = model._default_manager.filter(year__in=years)
        yield from rows


def _subject(row: Kept) -> str:
    if isinstance(row, Population):
        return Subject.POPULATION
    return Subject.TARGET if isinstance(row, Target) else Subject.PLAN_TARGET


def _unit(row: Kept) -> int | None:
    return row.province_id if isinstance(row, PlanTarget) else row.ward_id


def _name(row: Kept) -> str:
    if isinstance(row, Population):
        return row.kind
    return f"{row.indicator}|{Group(row.group)}|{row.deadline.isoformat()}"


def _key(row: Kept) -> tuple[object, ...]:
    return _subject(row), _unit(row), getattr(row, "area_id", None), row.year, _name(row)
