"""Very many past classes at once, for loading history: sessions held, confirmed and closed. No
signal is sent: rebuild what is counted from them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from django.db import transaction

from courses.models import CoursePage
from lms.accounts.models import User
from lms.centres.models import (
    Attendance,
    AttendanceHow,
    AttendanceState,
    ClassSession,
    LearningPoint,
)
from lms.core.models import AuditEvent

BATCH = 500
PLANNED_BEFORE = dt.timedelta(days=3)
CONFIRMED_AFTER = dt.timedelta(minutes=20)


@dataclass(slots=True)
class PastSession:
    point: LearningPoint
    facilitator: User
    course: CoursePage | None
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    present: list[User] = field(default_factory=list)
    absent: list[User] = field(default_factory=list)
    notes: str = ""


@transaction.atomic
def add_sessions(*, past: Sequence[PastSession], rng: Random) -> list[ClassSession]:
    """The sessions in the order given; `rng` chooses PINs and how people checked in."""
    sessions = [_session(entry, rng) for entry in past]
    ClassSession.objects.bulk_create(sessions, batch_size=BATCH)
    pairs = list(zip(sessions, past, strict=True))
    rows = [row for session, entry in pairs for row in _attendances(session, entry, rng)]
    Attendance.objects.bulk_create(rows, batch_size=BATCH)
    AuditEvent.objects.bulk_create(_events(pairs), batch_size=BATCH)
    return sessions


def _session(entry: PastSession, rng: Random) -> ClassSession:
    return ClassSession(
        point=entry.point,
        ward_id=entry.point.ward_id,
        facilitator=entry.facilitator,
        course=entry.course,
        title=entry.title,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        pin=str(rng.randint(1000, 9999)),
        token=secrets.token_urlsafe(16),
        created_at=entry.starts_at - PLANNED_BEFORE,
        closed_at=entry.ends_at,
        closed_by=entry.facilitator,
        notes=entry.notes,
    )


def _attendances(session: ClassSession, entry: PastSession, rng: Random) -> Iterable[Attendance]:
    at = entry.starts_at + CONFIRMED_AFTER
    changed = {"changed_at": at, "changed_by": entry.facilitator}
    for user in entry.present:
        how = rng.choice([AttendanceHow.PIN, AttendanceHow.QR, AttendanceHow.BY_HAND])
        claimed = how != AttendanceHow.BY_HAND
        yield Attendance(
            session=session,
            user=user,
            ward_id=user.ward_id,
            state=AttendanceState.PRESENT,
            how=how,
            checked_in_at=entry.starts_at + dt.timedelta(minutes=2) if claimed else None,
            confirmed_at=at,
            confirmed_by=entry.facilitator,
            before=AttendanceState.WAITING if claimed else AttendanceState.EXPECTED,
            **changed,
        )
    for user in entry.absent:
        yield Attendance(
            session=session,
            user=user,
            ward_id=user.ward_id,
            state=AttendanceState.ABSENT,
            before=AttendanceState.EXPECTED,
            **changed,
        )


def _events(pairs: Iterable[tuple[ClassSession, PastSession]]) -> list[AuditEvent]:
    return [
        AuditEvent(
            at=at,
            action=action,
            target=f"{session._meta.label_lower}:{session.pk}",
            actor=entry.facilitator,
        )
        for session, entry in pairs
        for action, at in (
            ("session.opened", session.created_at),
            ("session.closed", entry.ends_at),
        )
    ]
