"""The work of a recount: what has to be looked at, counted again and written. Called by services
only, inside `turn`, which lets one recount run at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from certificates.models import Certificate
from courses.models import Enrolment
from lms.centres.models import Attendance
from lms.core import periods
from lms.progress import counting
from lms.progress.models import (
    COUNT_FIELDS,
    SESSION_FIELDS,
    CountState,
    PersonStanding,
    StaleMark,
    WardBreakdown,
    WardCourseCell,
    WardTotal,
)
from lms.progress.standings import Standing, pairs, stand

BATCH = 500


@dataclass
class Work:
    """What a recount has to look at."""

    users: set[int] = field(default_factory=set)
    wards: set[int] = field(default_factory=set)
    cells: set[counting.Cell] = field(default_factory=set)
    unknown: bool = False  # people whose residence is not known
    is_new_day: bool = False

    def add_mark(self, mark: StaleMark) -> None:
        if mark.user_id is not None:
            self.users.add(mark.user_id)
        if mark.ward_id is not None:
            self.wards.add(mark.ward_id)
            if mark.course_id is not None:
                self.cells.add((mark.ward_id, mark.course_id))


@contextmanager
def turn(at: dt.datetime) -> Iterator[CountState]:
    """A transaction in which nobody else counts."""
    with transaction.atomic():
        state = CountState.objects.select_for_update().filter(pk=1).first()
        if state is None:
            start = {"day": periods.local_date(at), "counted_at": at}
            CountState.objects.get_or_create(pk=1, defaults=start)
            state = CountState.objects.select_for_update().get(pk=1)
        yield state


def move_window(state: CountState, day: dt.date, work: Work) -> None:
    """On a new day, people whose last learning event is now too long ago stop being active."""
    if day <= state.day:
        return
    first, next_first = counting.first_active_day(state.day), counting.first_active_day(day)
    lapsed = PersonStanding.objects.filter(
        last_active_on__gte=first, last_active_on__lt=next_first, ward__isnull=False
    )
    work.wards.update(lapsed.values_list("ward", flat=True).distinct())
    quiet = Enrolment.objects.filter(
        last_activity_at__gte=periods.midnight(first),
        last_activity_at__lt=periods.midnight(next_first),
        ward__isnull=False,
    )
    work.cells.update(quiet.order_by().values_list("ward", "course").distinct())
    if day.year != state.day.year:  # sessions begin at none, and everybody is a year older
        work.wards.update(WardTotal.objects.values_list("ward", flat=True))
    state.day = day
    work.is_new_day = work.unknown = True


def count_again(work: Work, state: CountState, at: dt.datetime) -> None:
    _restand(work)
    totals = counting.totals_of(work.wards, state.day) if work.wards else {}
    write_totals({ward: totals.get(ward, {}) for ward in work.wards}, at)
    if work.wards or work.unknown:
        write_breakdowns(work.wards, state.day, unknown=work.unknown)
    if work.cells:
        wards, courses = zip(*work.cells, strict=True)
        cells = counting.cells_of(set(wards), set(courses), state.day)
        write_cells({cell: cells.get(cell, {}) for cell in work.cells}, at)
    if work.wards or work.cells or work.is_new_day:
        state.counted_at = at
        state.save(update_fields=["day", "counted_at"])


def _restand(work: Work) -> None:
    """Bring the standings of `work.users` up to date; what changed adds its wards and cells."""
    if not work.users:
        return
    before = {s.user_id: s for s in PersonStanding.objects.filter(user__in=work.users)}
    after = {user: stand(facts) for user, facts in counting.facts_of(work.users)}
    for user in work.users:
        _add_difference(before.get(user), after.get(user), work)
    changed = [
        _row(user, standing)
        for user, standing in after.items()
        if user not in before or _differs(before[user], standing)
    ]
    upsert(PersonStanding, changed, ["user"], STANDING_FIELDS)
    gone = work.users - after.keys()
    PersonStanding.objects.filter(user__in=gone).delete()


def _add_difference(before: PersonStanding | None, after: Standing | None, work: Work) -> None:
    old = {tuple(mark) for mark in before.counted} if before else set()
    new = {tuple(mark) for mark in after.counted} if after else set()
    work.cells |= pairs(list(mark) for mark in old ^ new)
    wards = {before.ward_id if before else None, after.ward if after else None}
    if before is None or after is None or _differs(before, after):
        work.wards |= {ward for ward in wards if ward is not None}
        work.unknown |= any(one and _ward(one) is None for one in (before, after))


def _ward(one: PersonStanding | Standing) -> int | None:
    return one.ward_id if isinstance(one, PersonStanding) else one.ward


STANDING_FIELDS = [
    "ward",
    "first_enrolled_at",
    "first_completed_at",
    "first_certified_at",
    "first_supervised_at",
    "first_confirmed_at",
    "first_attended_at",
    "first_point",
    "last_active_on",
    "audience",
    "birth_year",
    "sex",
    "counted",
]


STORED_AS = {"ward": "ward_id", "first_point": "first_point_id"}


def _row(user: int, standing: Standing) -> PersonStanding:
    values = asdict(standing)
    ward, point = values.pop("ward"), values.pop("first_point")
    return PersonStanding(user_id=user, ward_id=ward, first_point_id=point, **values)


def _differs(row: PersonStanding, standing: Standing) -> bool:
    return any(
        getattr(row, STORED_AS.get(name, name)) != getattr(standing, name)
        for name in STANDING_FIELDS
    )


def write_totals(totals: dict[int, counting.Counted], at: dt.datetime) -> None:
    rows = [WardTotal(ward_id=ward, counted_at=at, **counts) for ward, counts in totals.items()]
    fields = [*COUNT_FIELDS, *SESSION_FIELDS, "last_session_on", "counted_at"]
    upsert(WardTotal, rows, ["ward"], fields)


def write_breakdowns(wards: Collection[int] | None, day: dt.date, *, unknown: bool) -> None:
    """In place of what there was of these wards (None: of all). Small: some twenty rows a ward."""
    stored = WardBreakdown.objects.all()
    if wards is not None:
        stored = stored.filter(Q(ward__in=wards) | (Q(ward=None) if unknown else Q(pk__in=[])))
    stored.delete()
    found = counting.breakdowns_of(wards, day, unknown=unknown)
    rows = (
        WardBreakdown(ward_id=ward, dimension=dimension, value=value, **counts)
        for (ward, dimension, value), counts in found.items()
    )
    for chunk in chunks(rows, counting.CHUNK):
        WardBreakdown.objects.bulk_create(chunk, batch_size=BATCH)


def write_cells(cells: dict[counting.Cell, counting.Counted], at: dt.datetime) -> None:
    rows = [
        WardCourseCell(ward_id=ward, course_id=course, counted_at=at, **counts)
        for (ward, course), counts in cells.items()
    ]
    upsert(WardCourseCell, rows, ["ward", "course"], [*COUNT_FIELDS, "counted_at"])


def upsert(model: type[Model], rows: list[Any], unique: list[str], fields: list[str]) -> None:
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=unique, update_fields=fields
    )


def make_standings() -> int:
    made = 0
    rows = (_row(user, stand(facts)) for user, facts in counting.facts_of())
    for chunk in chunks(rows, counting.CHUNK):
        PersonStanding.objects.bulk_create(chunk, batch_size=BATCH)
        made += len(chunk)
    return made


def people_of(wards: Collection[int]) -> set[int]:
    """Everybody with a fact or a standing in `wards`."""
    there = Q(ward__in=wards)
    sources: list[QuerySet[Any]] = [
        model._default_manager.filter(there).order_by()
        for model in (Enrolment, Certificate, Attendance, PersonStanding)
    ]
    return {user for source in sources for user in source.values_list("user", flat=True)}


def chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
