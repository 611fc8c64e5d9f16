"""Opening and closing class sessions."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.centres.models import MARGIN, Attendance, ClassSession, LearningPoint
from lms.centres.signals import session_changed
from lms.core import audit
from lms.core.errors import DomainError
from lms.core.vietnamese import format_date, format_time

PINS = range(1000, 10_000)  # four digits; a leading zero is lost when read out
MOST_WEEKS = 26


@transaction.atomic
def open_session(
    *,
    facilitator: User,
    point: LearningPoint,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    course: CoursePage | None = None,
    lesson: LessonPage | None = None,
) -> ClassSession:
    """Put a session on the calendar of `point`. Dates in the past are allowed, for entering what is
    on paper. Raises DomainError "clash" naming the class that is there already."""
    _refuse_clash(_hold_point(point), starts_at, ends_at)
    session = ClassSession.objects.create(
        facilitator=facilitator,
        point=point,
        ward_id=point.ward_id,
        course=course,
        lesson=lesson,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        pin=_free_pin(starts_at, ends_at),
        token=secrets.token_urlsafe(16),
        created_at=at,
    )
    afterwards = session.entered_afterwards
    audit.record("session.opened", session, by=facilitator, afterwards=afterwards)
    session_changed.send(sender=ClassSession, session=session)
    return session


@transaction.atomic
def open_weekly(
    *,
    weeks: int,
    facilitator: User,
    point: LearningPoint,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    course: CoursePage | None = None,
    lesson: LessonPage | None = None,
    roster_of: ClassSession | None = None,
) -> list[ClassSession]:
    """The same session `weeks` weeks in a row, with the people of `roster_of` on each list; all of
    them or, on a clash, none."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"weeks must be 1 to {MOST_WEEKS}")
    sessions = [
        open_session(
            facilitator=facilitator,
            point=point,
            title=title,
            starts_at=starts_at + timedelta(weeks=week),
            ends_at=ends_at + timedelta(weeks=week),
            at=at,
            course=course,
            lesson=lesson,
        )
        for week in range(weeks)
    ]
    if roster_of is not None:
        for session in sessions:
            copy_roster(session=session, source=roster_of, by=facilitator)
    return sessions


@transaction.atomic
def copy_roster(*, session: ClassSession, source: ClassSession, by: User) -> int:
    """Expect the people of `source` at `session` too; returns how many were added. Idempotent.
    Being expected is no fact about anybody, so no signal is sent."""
    known = session.attendances.values("user_id")
    people = User.objects.filter(
        is_active=True, pk__in=source.attendances.values("user_id")
    ).exclude(pk__in=known)
    rows = [Attendance(session=session, user=user, ward_id=user.ward_id) for user in people]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    audit.record("roster.copied", session, by=by, source=source.pk, people=len(rows))
    return len(rows)


@transaction.atomic
def close_session(*, session: ClassSession, by: User, at: datetime, notes: str = "") -> None:
    """End the class and the registration of its computers. Idempotent: the first time counts."""
    hold(session)
    if session.closed_at is not None:
        return
    session.closed_at, session.closed_by = at, by
    session.notes = notes or session.notes
    session.save(update_fields=["closed_at", "closed_by", "notes"])
    session.devices.live().update(ended_at=at, current_user=None)
    audit.record("session.closed", session, by=by)
    session_changed.send(sender=ClassSession, session=session)


@transaction.atomic
def reopen_session(*, session: ClassSession, by: User, at: datetime) -> None:
    """Open a closed session again, within 24 hours. Its computers stay unregistered, and it gets a
    new PIN if another class has taken its own. Idempotent."""
    _hold_point(session.point)
    hold(session)
    if session.closed_at is None:
        return
    if not session.can_reopen(at):
        raise DomainError(
            _("A class can be reopened within 24 hours. This one ended earlier."), code="too_late"
        )
    _refuse_clash(session.point, session.starts_at, session.ends_at, but=session)
    if session.pin in _pins_in_use(session.starts_at, session.ends_at):
        session.pin = _free_pin(session.starts_at, session.ends_at)
    session.closed_at = session.closed_by = None
    session.save(update_fields=["closed_at", "closed_by", "pin"])
    audit.record("session.reopened", session, by=by)
    session_changed.send(sender=ClassSession, session=session)


def hold(session: ClassSession) -> None:
    """Lock the row until the transaction ends, and see it as it is now: attendance and computers of
    a session change one after the other. no_key, because such writes hold the key of the row."""
    session.refresh_from_db(from_queryset=ClassSession.objects.select_for_update(no_key=True))


def _hold_point(point: LearningPoint) -> LearningPoint:
    """One calendar, one writer: two helpers opening a class there at once wait for each other."""
    return LearningPoint.objects.select_for_update(no_key=True).get(pk=point.pk)


def _refuse_clash(
    point: LearningPoint,
    starts_at: datetime,
    ends_at: datetime,
    *,
    but: ClassSession | None = None,
) -> None:
    others = point.sessions.overlapping(starts_at, ends_at)
    if but is not None:
        others = others.exclude(pk=but.pk)
    clash = others.order_by("starts_at").first()
    if clash is not None:
        raise DomainError(clash_sentence(clash), code="clash")


def clash_sentence(clash: ClassSession) -> str:
    return str(
        _("This learning point already has a class %(start)s–%(end)s on %(date)s")
        % {
            "start": format_time(clash.starts_at),
            "end": format_time(clash.ends_at),
            "date": format_date(clash.starts_at),
        }
    )


def _free_pin(starts_at: datetime, ends_at: datetime) -> str:
    free = sorted({f"{number}" for number in PINS} - _pins_in_use(starts_at, ends_at))
    if not free:
        raise DomainError(
            _("Too many classes at this hour. Choose another hour."), code="no_free_pin"
        )
    return secrets.choice(free)


def _pins_in_use(starts_at: datetime, ends_at: datetime) -> set[str]:
    """PINs that work at some moment at which the new one would work."""
    near = ClassSession.objects.filter(
        closed_at__isnull=True,
        starts_at__lte=ends_at + 2 * MARGIN,
        ends_at__gte=starts_at - 2 * MARGIN,
    )
    return set(near.values_list("pin", flat=True))
