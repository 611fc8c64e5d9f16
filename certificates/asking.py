"""Papers somebody can ask for and does not have yet: presence at a class, hours of training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from certificates import services
from certificates.models import Certificate, CertificateKind
from courses.models import Enrolment
from lms.accounts.models import User
from lms.centres.models import REOPEN_WITHIN, Attendance, AttendanceState

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Paper:
    """`about`: id of the attendance or of the enrolment; `day`: of the class or of completion."""

    kind: str
    about: int
    title: str
    day: datetime


def papers(user: User, at: datetime) -> list[Paper]:
    """The newest ones; two queries, one for people who are not on the staff of an agency."""
    hours = _hours(user) if user.agency_id else []
    return [*hours, *_presence(user, at)]


def _hours(user: User) -> list[Paper]:
    given = Certificate.objects.filter(enrolment=OuterRef("pk"), kind=CertificateKind.HOURS)
    completed = (
        Enrolment.objects.completed()
        .filter(user=user, agency__isnull=False, course__issue_rule__staff_hours__gt=0)
        .exclude(Exists(given))
        .select_related("course")
        .order_by("-completed_at")[:SHOWN]
    )
    return [
        Paper(CertificateKind.HOURS, one.pk, one.course.title, one.completed_at)
        for one in completed
        if one.completed_at
    ]


def _presence(user: User, at: datetime) -> list[Paper]:
    confirmed = (
        Attendance.objects.filter(
            user=user,
            state=AttendanceState.PRESENT,
            session__closed_at__lt=at - REOPEN_WITHIN,
            certificates__isnull=True,
        )
        .select_related("session")
        .order_by("-session__starts_at")[:SHOWN]
    )
    return [
        Paper(CertificateKind.ATTENDANCE, one.pk, one.session.title, one.session.starts_at)
        for one in confirmed
    ]


def ask(*, user: User, kind: str, about: int, at: datetime) -> Certificate | None:
    """The paper, issued now where it is due (DomainError says why it is not); None where it is not this
    person's to ask for."""
    if kind == CertificateKind.ATTENDANCE:
        attendance = Attendance.objects.filter(pk=about, user=user).first()
        return services.confirm_presence(attendance=attendance, at=at) if attendance else None
    enrolment = Enrolment.objects.filter(pk=about, user=user).first()
    return services.issue_hours(enrolment=enrolment, at=at) if enrolment else None
