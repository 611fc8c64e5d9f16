"""Figures by mail (ux §6.7): the headline, the four figures, who needs attention, a link that asks to
sign in. No personal data; small numbers are hidden as in public."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lms.accounts import policy
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.core import audit, periods
from lms.core.vietnamese import format_date
from lms.progress import queries
from lms.progress.snapshots import snapshot_code
from lms.progress.suppression import PUBLIC
from lms.reports import attention, overview
from lms.reports.models import MailState, Rhythm, Schedule, ScheduledMail
from lms.reports.scope import Scope, scope_of

log = logging.getLogger(__name__)
QUIET_FROM, QUIET_TO = 20, 6
"""No mail goes out from 20:00 to 06:00; what fell due then goes out in the morning."""
MOST_TRIES = 3
STALE = dt.timedelta(minutes=30)


def create(
    *, owner: User, address: str, rhythm: str, hour: int, area: str, at: dt.datetime
) -> Schedule:
    schedule = Schedule.objects.create(
        owner=owner, address=address, rhythm=rhythm, hour=hour, area=area,
        token=secrets.token_urlsafe(24), created_at=at,
    )  # fmt: skip
    audit.record("report.scheduled", schedule, by=owner, rhythm=rhythm, area=area)
    return schedule


def stop(*, schedule: Schedule, because: str, at: dt.datetime) -> bool:
    """False where it was stopped before."""
    going = Schedule.objects.filter(pk=schedule.pk, stopped_at=None)
    stopped = going.update(stopped_at=at, stopped_because=because)
    if stopped:
        audit.record("report.schedule-stopped", schedule)
    return bool(stopped)


# --- what it says --------------------------------------------------------------------------------


def message_of(schedule: Schedule) -> EmailMessage:
    """At most 15 lines. From the newest figures kept, whose code it carries."""
    with override("vi"):
        scope = scope_of(schedule.owner, Permission.VIEW_REPORTS, area=schedule.area)
        return _message(schedule, scope)


def _message(schedule: Schedule, scope: Scope) -> EmailMessage:
    day = queries.newest_kept_day()
    table = queries.ward_table(scope.wards, day=day, with_unknown=scope.is_whole, limits=PUBLIC)
    row, needing = table.summary, attention.needing_attention(table.rows)
    share = row.achieved.text if row.achieved else _("no target")
    needed = ngettext(
        "%(number)s ward needs attention", "%(number)s wards need attention", len(needing)
    )
    subject = _("BDHVS – %(area)s: %(share)s of target, %(needed)s (to %(day)s)") % {
        "area": scope.title(table),
        "share": share,
        "needed": needed % {"number": len(needing)},
        "day": f"{table.day:%d/%m}",
    }
    stop_at = settings.PUBLIC_URL + reverse("reports:stop", args=[schedule.token])
    stats = [" ".join(filter(None, [f"{s.label}: {s.value}", f"({s.note})" if s.note else ""]))
             for s in overview.stats(row)]  # fmt: skip
    kept = _("Figures kept at the end of %(day)s") % {"day": format_date(table.day)}
    lines = [
        overview.headline(row),
        *stats,
        *(f"- {a.row.ward.full_name}: {'; '.join(a.reasons)}" for a in needing if a.row.ward),
        settings.PUBLIC_URL + reverse("reports:overview"),
        f"{kept} · {snapshot_code(table.day) or '–'}",
        _("Stop this mail: %(address)s") % {"address": stop_at},
    ]
    headers = {
        "List-Unsubscribe": f"<{stop_at}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, "\n".join(lines), None, [schedule.address], headers=headers)


# --- when ----------------------------------------------------------------------------------------


def last_due(schedule: Schedule, at: dt.datetime) -> dt.date | None:
    """The newest day on which the schedule fell due, None before the first."""
    today = periods.local_date(at)
    day = today - dt.timedelta(days=today.weekday())
    if schedule.rhythm == Rhythm.MONTHLY:
        day = today.replace(day=2)
    if due_at(schedule, day) > at:
        day = _before(schedule, day)
    return day if due_at(schedule, day) > schedule.created_at else None


def _before(schedule: Schedule, day: dt.date) -> dt.date:
    if schedule.rhythm == Rhythm.WEEKLY:
        return day - dt.timedelta(days=7)
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=2)


def due_at(schedule: Schedule, day: dt.date) -> dt.datetime:
    return periods.midnight(day) + dt.timedelta(hours=schedule.hour)


def send_due(*, at: dt.datetime) -> int:
    """Send what fell due and has not been sent; safe to call from anywhere, at any time, twice."""
    _tell_of_lost(at)
    hour = periods.local_datetime(at).hour
    if hour >= QUIET_FROM or hour < QUIET_TO:
        return 0
    sent = 0
    for schedule in Schedule.objects.filter(stopped_at=None).select_related("owner"):
        day = last_due(schedule, at)
        if day is not None and not _stop_leaver(schedule, at):
            mail, _made = ScheduledMail.objects.get_or_create(schedule=schedule, due_on=day)
            sent += _send(mail, schedule, at)
    return sent


def _send(mail: ScheduledMail, schedule: Schedule, at: dt.datetime) -> bool:
    waiting = ScheduledMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    if not waiting.update(state=MailState.SENDING, claimed_at=at, tries=mail.tries + 1):
        return False
    try:
        message_of(schedule).send()
    except (SMTPException, OSError) as error:
        log.warning("mail failed", extra={"event": "mail.failed", "kind": type(error).__name__})
        _failed(mail, schedule, at)
        return False
    ScheduledMail.objects.filter(pk=mail.pk).update(state=MailState.SENT)
    return True


def _failed(mail: ScheduledMail, schedule: Schedule, at: dt.datetime) -> None:
    """Tried again at the next round; after the last time the owner is told."""
    is_last = mail.tries + 1 >= MOST_TRIES
    state = MailState.FAILED if is_last else MailState.WAITING
    problem = _("The mail server did not take it.")
    ScheduledMail.objects.filter(pk=mail.pk).update(state=state, problem=problem)
    if is_last:
        _tell_owner(schedule, mail)


def _tell_of_lost(at: dt.datetime) -> None:
    lost = ScheduledMail.objects.filter(state=MailState.SENDING, claimed_at__lt=at - STALE)
    for mail in lost.select_related("schedule__owner"):
        problem = _("The program stopped while sending: nobody knows whether it went out.")
        claimed = ScheduledMail.objects.filter(pk=mail.pk, state=MailState.SENDING)
        if claimed.update(state=MailState.FAILED, problem=problem):
            _tell_owner(mail.schedule, mail)


def _tell_owner(schedule: Schedule, mail: ScheduledMail) -> None:
    """By mail where the owner has another address; the page of schedules says it in any case."""
    address = schedule.owner.email
    if not address or address == schedule.address:
        return
    with override("vi"):
        text = _("The mail due on %(day)s to %(address)s was not sent. See %(page)s") % {
            "day": format_date(mail.due_on),
            "address": schedule.address,
            "page": settings.PUBLIC_URL + reverse("reports:schedules"),
        }
        note = EmailMessage(_("BDHVS – a mail was not sent"), text, None, [address])
    try:
        note.send()
    except (SMTPException, OSError):
        log.warning("mail failed", extra={"event": "mail.failed", "kind": "note"})


def _stop_leaver(schedule: Schedule, at: dt.datetime) -> bool:
    """Somebody who no longer works here gets no more figures, and sends none."""
    reader = User.objects.filter(email__iexact=schedule.address).exclude(pk=schedule.owner_id)
    gone = [user for user in (schedule.owner, *reader) if not _may_read(user)]
    if gone:
        stop(schedule=schedule, because=_("Its owner or reader no longer works here."), at=at)
    return bool(gone)


def _may_read(user: User) -> bool:
    return policy.may(user, Permission.VIEW_REPORTS)


def schedules_of(user: User) -> list[Schedule]:
    mine = Schedule.objects.filter(owner=user).filter(Q(stopped_at=None) | ~Q(stopped_because=""))
    return list(mine.prefetch_related("mails")[:50])
