"""Who was there. A check-in is a claim; presence is what the facilitator confirms with their eyes,
so that nobody checks in from afar (ux L12-c)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.centres.models import (
    UNDO_WITHIN,
    Attendance,
    AttendanceHow,
    AttendanceState,
    ClassSession,
)
from lms.centres.services.sessions import hold
from lms.centres.signals import attendance_changed
from lms.core import audit
from lms.core.errors import DomainError

PIN_ENDED = _("This PIN no longer works. Ask the facilitator for the new one.")
_FIELDS = [
    "ward",
    "state",
    "how",
    "confirmed_at",
    "confirmed_by",
    "changed_at",
    "changed_by",
    "before",
]


@transaction.atomic
def check_in(*, session: ClassSession, user: User, how: str, at: datetime) -> Attendance:
    """`user` says to be there; the facilitator confirms it. Works during the session ± 30 minutes,
    else DomainError "pin_ended". Idempotent: the first check-in stays, a confirmed presence too."""
    hold(session)
    if not session.is_usable(at):
        raise DomainError(PIN_ENDED, code="pin_ended")
    if user.pk == session.facilitator_id:
        raise DomainError(_("You run this class; you do not check in."), code="own_class")
    row = session.attendances.filter(user=user).first() or Attendance(session=session, user=user)
    if row.state not in (AttendanceState.EXPECTED, AttendanceState.ABSENT):
        return row
    row.state, row.how, row.checked_in_at = AttendanceState.WAITING, how, at
    row.ward_id = user.ward_id
    row.save()
    attendance_changed.send(sender=Attendance, attendance=row)
    return row


@transaction.atomic
def confirm_attendance(
    *, session: ClassSession, users: Iterable[User], by: User, at: datetime, how: str
) -> list[Attendance]:
    """`by` saw these people in the class. Whoever is not on the list is put on it. `how` is written
    for those who did not check in themselves. Returns those that were not confirmed already, so a
    second press changes nothing. DomainError: "session_closed", "not_started", "own_class"."""
    _hold_for_change(session, at)
    people = {user.pk: user for user in users}
    if by.pk in people or session.facilitator_id in people:
        raise DomainError(
            _("Whoever runs the class cannot be confirmed as a learner of it."), code="own_class"
        )
    rows = [row for row in _rows(session, people) if row.state != AttendanceState.PRESENT]
    for row in rows:
        if row.state != AttendanceState.WAITING:
            row.how = how
        row.ward_id = row.user.ward_id
        _change(row, AttendanceState.PRESENT, by, at)
        row.confirmed_at, row.confirmed_by = at, by
    _write(rows, "attendance.confirmed", session, by)
    return rows


@transaction.atomic
def mark_absent(
    *, session: ClassSession, users: Iterable[User], by: User, at: datetime
) -> list[Attendance]:
    """These people of the list did not come, or were confirmed by mistake. Idempotent."""
    _hold_for_change(session, at)
    rows = list(
        session.attendances.filter(user__in=[user.pk for user in users])
        .exclude(state=AttendanceState.ABSENT)
        .select_related("user")
    )
    for row in rows:
        _change(row, AttendanceState.ABSENT, by, at)
        row.confirmed_at = row.confirmed_by = None
    _write(rows, "attendance.absent", session, by)
    return rows


def add_walk_in(
    *,
    session: ClassSession,
    user: User,
    by: User,
    at: datetime,
    how: str = AttendanceHow.BY_HAND,
) -> list[Attendance]:
    """Somebody who was not expected stands there: on the list and present in one. Idempotent."""
    return confirm_attendance(session=session, users=[user], by=by, at=at, how=how)


@transaction.atomic
def undo_last_change(*, session: ClassSession, by: User, at: datetime) -> list[Attendance]:
    """Take back the last confirmation or absence that `by` wrote, all rows of it, within ten
    minutes. Walk-ins leave the list again. Returns what was taken back, which may be nothing."""
    _hold_for_change(session, at)
    mine = session.attendances.filter(changed_by=by, changed_at__gte=at - UNDO_WITHIN)
    latest = mine.order_by("-changed_at").values_list("changed_at", flat=True).first()
    if latest is None:
        return []
    rows = list(mine.filter(changed_at=latest).select_related("user"))
    for row in rows:
        _take_back(row, by, at)
    _write([row for row in rows if row.state], "attendance.undone", session, by)
    _take_off_list([row for row in rows if not row.state], session, by)
    return rows


def _hold_for_change(session: ClassSession, at: datetime) -> None:
    hold(session)
    if session.closed_at is not None:
        raise DomainError(
            _("This class has ended. Reopen it to change the attendance."), code="session_closed"
        )
    if at < session.usable_from:
        raise DomainError(
            _("Attendance can be taken from 30 minutes before the class."), code="not_started"
        )


def _rows(session: ClassSession, people: dict[int, User]) -> list[Attendance]:
    """The rows of these people, made where there are none."""
    found = session.attendances.filter(user__in=people).select_related("user")
    rows = {row.user_id: row for row in found}
    new = [
        Attendance(session=session, user=user, ward_id=user.ward_id)
        for pk, user in people.items()
        if pk not in rows
    ]
    for row in Attendance.objects.bulk_create(new):
        row.state = ""  # so that `before` says: was not on the list
    return [*rows.values(), *new]


def _change(row: Attendance, state: str, by: User, at: datetime) -> None:
    row.before, row.state = row.state, state
    row.changed_at, row.changed_by = at, by


def _take_back(row: Attendance, by: User, at: datetime) -> None:
    """A presence that comes back is confirmed anew, by whoever took the absence back."""
    row.state = row.before
    back = row.state == AttendanceState.PRESENT
    row.confirmed_at, row.confirmed_by = (at, by) if back else (None, None)
    row.before, row.changed_at, row.changed_by = "", None, None


def _write(rows: list[Attendance], action: str, session: ClassSession, by: User) -> None:
    """Rows, one audit event (who, when, how) and the signals."""
    if rows:
        Attendance.objects.bulk_update(rows, _FIELDS)
        _tell(rows, action, session, by)


def _take_off_list(rows: list[Attendance], session: ClassSession, by: User) -> None:
    session.attendances.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.pk = None
    if rows:
        _tell(rows, "attendance.taken_off", session, by)


def _tell(rows: list[Attendance], action: str, session: ClassSession, by: User) -> None:
    audit.record(action, session, by=by, people={str(row.user_id): row.how for row in rows})
    for row in rows:
        attendance_changed.send(sender=Attendance, attendance=row)
