"""Doors for signals: a fact marks what it touches in its own transaction; after commit it is
recounted."""

from typing import Any

from django.dispatch import receiver

from certificates.models import Certificate
from certificates.signals import certificate_changed, certificate_issued
from courses.models import Enrolment
from courses.signals import enrolment_changed
from lms.centres.models import Attendance, ClassSession
from lms.centres.signals import attendance_changed, session_changed
from lms.core.queue import after_commit
from lms.progress import services
from lms.progress.tasks import recount_after_fact


@receiver(enrolment_changed)
def on_enrolment_changed(enrolment: Enrolment, **kwargs: Any) -> None:
    if services.mark_enrolment(enrolment=enrolment):
        after_commit(recount_after_fact)


@receiver(certificate_issued)
@receiver(certificate_changed)
def on_certificate(certificate: Certificate, **kwargs: Any) -> None:
    services.mark_stale(
        ward_id=certificate.ward_id, course_id=certificate.course_id, user_id=certificate.user_id
    )
    _recount_after_commit()


@receiver(attendance_changed)
def on_attendance_changed(attendance: Attendance, **kwargs: Any) -> None:
    """The person counts where they live, the visit where the session was."""
    services.mark_stale(
        ward_id=attendance.ward_id,
        course_id=attendance.session.course_id,
        user_id=attendance.user_id,
    )
    services.mark_stale(ward_id=attendance.session.ward_id)
    _recount_after_commit()


@receiver(session_changed)
def on_session_changed(session: ClassSession, **kwargs: Any) -> None:
    """Its course may have changed too: whoever was there is counted again."""
    services.mark_session(session=session)
    _recount_after_commit()


def _recount_after_commit() -> None:
    if not services.is_deferred():
        after_commit(recount_after_fact)
