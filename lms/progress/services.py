"""Keeping the derived numbers equal to the facts: mark, recount, rebuild; and keeping
snapshots, which are never recounted.

All of it is idempotent and safe side by side: recounts take turns on the row of CountState.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from courses.models import Enrolment
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.core import periods
from lms.progress import counting, history, recounting
from lms.progress.models import (
    CountState,
    PersonStanding,
    StaleMark,
    WardCourseCell,
    WardSnapshot,
    WardTotal,
)
from lms.progress.movements import Recorder
from lms.progress.queries import adult_figures, main_targets
from lms.progress.standings import EnrolmentFact
from lms.units.models import AdminUnit

_deferred: ContextVar[bool] = ContextVar("counting_deferred", default=False)

# --- marking -----------------------------------------------------------------------------------


def mark_stale(
    *, ward_id: int | None = None, course_id: int | None = None, user_id: int | None = None
) -> None:
    """Have a person, a ward's totals or a ward's cell recounted. Call it in the transaction of the
    fact. Not idempotent on purpose: each fact leaves a mark of its own (see StaleMark)."""
    if not _deferred.get():
        StaleMark.objects.create(ward_id=ward_id, course_id=course_id, user_id=user_id)


def mark_enrolment(*, enrolment: Enrolment) -> bool:
    """Mark the enrolment's person and cell, unless it stands in the numbers as it is: the second
    lesson screen of a day changes nothing. Returns whether it was marked."""
    if _deferred.get() or _is_counted(enrolment):
        return False
    mark_stale(ward_id=enrolment.ward_id, course_id=enrolment.course_id, user_id=enrolment.user_id)
    return True


def _is_counted(enrolment: Enrolment) -> bool:
    """Judged by the row in the database: the object in hand may be older than what was written."""
    row: Any = (
        Enrolment.objects.filter(pk=enrolment.pk)
        .values_list(
            "ward",
            "course",
            "enrolled_at",
            "last_activity_at",
            "completed_at",
            "user__standing__counted",
        )
        .first()
    )
    if row is None:
        return False
    *values, counted = row
    return EnrolmentFact(*values).mark() in (counted or [])


def mark_people(*, users: Iterable[int]) -> None:
    """Mark people in bulk."""
    if not _deferred.get():
        marks = (StaleMark(user_id=user) for user in users)
        StaleMark.objects.bulk_create(marks, batch_size=recounting.BATCH)


def mark_person(*, user: User) -> bool:
    """Mark somebody who counts, if they are told apart by something else now. Returns whether."""
    same = {"audience": user.audience, "birth_year": user.birth_year, "sex": user.sex}
    counted = PersonStanding.objects.filter(user=user).exclude(**same)
    if _deferred.get() or not counted.exists():
        return False
    mark_stale(user_id=user.pk)
    return True


def mark_session(*, session: ClassSession) -> None:
    """Mark the ward of a session, and everybody present: it may count for another course now."""
    mark_stale(ward_id=session.ward_id)
    for user in session.attendances.filter(counting.PRESENT).values_list("user", flat=True):
        mark_stale(user_id=user)


@contextmanager
def counting_deferred() -> Iterator[None]:
    """For loading very many facts: nothing is marked inside, everything is rebuilt at the end."""
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)
    rebuild()


def is_deferred() -> bool:
    return _deferred.get()


# --- recounting --------------------------------------------------------------------------------


def recount_stale(*, limit: int = recounting.BATCH, at: dt.datetime | None = None) -> int:
    """Recount everything marked, `limit` marks a transaction. Returns how many marks were covered.
    Also moves the window of "active" on to the day of `at` (now)."""
    covered = 0
    while True:
        batch = _recount_batch(limit, at or periods.now())
        covered += batch
        if batch < limit:
            return covered


def _recount_batch(limit: int, at: dt.datetime) -> int:
    with recounting.turn(at) as state:
        work = recounting.Work()
        recounting.move_window(state, periods.local_date(at), work)
        marks = list(StaleMark.objects.order_by("pk")[:limit])
        for mark in marks:
            work.add_mark(mark)
        recounting.count_again(work, state, at)
        StaleMark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return len(marks)


# --- rebuilding --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rebuilt:
    people: int
    wards: int
    cells: int


def rebuild(*, wards: QuerySet[AdminUnit] | None = None, at: dt.datetime | None = None) -> Rebuilt:
    """Make the derived numbers again from facts: all of them, or those of `wards` and of whoever
    has a fact there. Gives what recounting each fact would have given."""
    at = at or periods.now()
    with recounting.turn(at) as state:
        if wards is not None:
            return _rebuild_wards(wards, state, at)
        state.day = periods.local_date(at)
        return _rebuild_all(state, at)


def _rebuild_all(state: CountState, at: dt.datetime) -> Rebuilt:
    seen = list(StaleMark.objects.values_list("pk", flat=True))
    for model in (PersonStanding, WardTotal, WardCourseCell):
        model._default_manager.all().delete()
    people = recounting.make_standings()
    totals = counting.totals_of(None, state.day)
    recounting.write_totals(totals, at)
    recounting.write_breakdowns(None, state.day, unknown=True)
    cells = counting.cells_of(None, None, state.day)
    recounting.write_cells(cells, at)
    for chunk in recounting.chunks(seen, counting.CHUNK):
        StaleMark.objects.filter(pk__in=chunk).delete()
    state.counted_at = at
    state.save(update_fields=["day", "counted_at"])
    return Rebuilt(people, len(totals), len(cells))


def _rebuild_wards(wards: QuerySet[AdminUnit], state: CountState, at: dt.datetime) -> Rebuilt:
    ids = set(wards.values_list("pk", flat=True))
    stored = WardCourseCell.objects.filter(ward__in=ids).values_list("ward", "course")
    cells = {*stored, *counting.cells_of(ids, None, state.day)}
    work = recounting.Work(users=recounting.people_of(ids), wards=ids, cells=cells)
    recounting.count_again(work, state, at)
    return Rebuilt(len(work.users), len(work.wards), len(work.cells))


# --- snapshots ---------------------------------------------------------------------------------


def take_snapshot(*, day: dt.date, at: dt.datetime | None = None) -> int:
    """Keep the wards' figures as they stood at the end of `day`. Returns the number of rows
    written: none if that day was kept before, for what is published is never counted again."""
    return take_snapshots(days=[day], at=at)


def take_snapshots(*, days: Iterable[dt.date], at: dt.datetime | None = None) -> int:
    """The same for many days in one pass over the facts."""
    at = at or periods.now()
    known = _days_kept()
    wanted = set(days) - known
    if not wanted:
        return 0
    newest = max(known, default=None)
    in_order = newest is None or min(wanted) > newest
    recorder = Recorder(wanted, newest) if in_order else None
    counts = history.counts_on(wanted, see=recorder.see if recorder else None)
    rows = [row for day, by_ward in counts.items() for row in _snapshots(day, by_ward, at)]
    with transaction.atomic():
        kept = _days_kept()  # again: another run may have been quicker
        new = [row for row in rows if row.day not in kept]
        WardSnapshot.objects.bulk_create(new, batch_size=recounting.BATCH, ignore_conflicts=True)
        if recorder is not None and kept == known:
            recorder.finish(set(User.objects.values_list("pk", flat=True)))
            recorder.save()
    return len(new)


def take_missing_snapshots(*, at: dt.datetime | None = None) -> int:
    """Every day since the last one kept that is over at `at`; the day before if none was kept."""
    at = at or periods.now()
    yesterday = periods.local_date(at) - history.NEXT_DAY
    newest = WardSnapshot.objects.aggregate(day=Max("day"))["day"]
    first = yesterday if newest is None else newest + history.NEXT_DAY
    days = [first + dt.timedelta(days=n) for n in range((yesterday - first).days + 1)]
    return take_snapshots(days=days, at=at) if days else 0


def _days_kept() -> set[dt.date]:
    return set(WardSnapshot.objects.filter(ward=None).values_list("day", flat=True))


def _snapshots(day: dt.date, counts: history.ByWard, at: dt.datetime) -> Iterator[WardSnapshot]:
    """A row of people without a known ward (always: it says that the day was kept), and of every
    ward that has people, a population or a target, with what it is judged by: the newest population
    not after the year, and the year's target."""
    adults = dict(adult_figures(day).order_by("year").values_list("ward", "number"))
    targets = dict(main_targets(day).order_by("deadline").values_list("ward", "people"))
    for ward in {None, *counts, *adults, *targets}:
        judged_by = {"adults": adults.get(ward), "target": targets.get(ward)} if ward else {}
        yield WardSnapshot(day=day, ward_id=ward, taken_at=at, **counts.get(ward, {}), **judged_by)
