"""Doors for signals: a completed course earns its certificate; an issued one gets its file; one whose
course is no longer met waits for a person."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from certificates import life, queries, services
from certificates.models import Certificate
from certificates.signals import certificate_issued
from certificates.tasks import render_certificate
from courses.models import Enrolment, Requirement
from courses.signals import (
    course_completed,
    requirement_lost,
    requirement_met_again,
    requirement_regained,
)
from lms.centres.models import Attendance, AttendanceState
from lms.centres.signals import attendance_changed
from lms.core.queue import after_commit


@receiver(course_completed)
def on_course_completed(enrolment: Enrolment, **kwargs: Any) -> None:
    services.issue_if_earned(enrolment=enrolment, at=enrolment.completed_at or timezone.now())


@receiver(attendance_changed)
def on_attendance_changed(attendance: Attendance, **kwargs: Any) -> None:
    """A rule may have waited for this meeting."""
    if attendance.state != AttendanceState.PRESENT or attendance.session.course_id is None:
        return
    for enrolment in queries.waiting_for_attendance(attendance.user_id, attendance.session):
        services.issue_if_earned(enrolment=enrolment, at=timezone.now())


@receiver(certificate_issued)
def on_certificate_issued(certificate: Certificate, **kwargs: Any) -> None:
    after_commit(render_certificate, certificate.pk)


@receiver(requirement_met_again)
def on_requirement_met_again(
    enrolment: Enrolment,
    requirement: Requirement,
    score_text: str,
    evidence: str,
    at: datetime,
    **kwargs: Any,
) -> None:
    """The refresher is the final test once more."""
    if requirement.kind == "quiz":
        life.renew_after_refresher(
            enrolment=enrolment, score_text=score_text, evidence=evidence, at=at
        )


@receiver(requirement_lost)
def on_requirement_lost(enrolment: Enrolment, requirement: Requirement, **kwargs: Any) -> None:
    services.doubt_certificate(
        enrolment=enrolment, requirement=requirement.title, at=timezone.now()
    )


@receiver(requirement_regained)
def on_requirement_regained(enrolment: Enrolment, requirement: Requirement, **kwargs: Any) -> None:
    services.settle_doubt(enrolment=enrolment, requirement=requirement.title, at=timezone.now())
