"""Doors for signals: a fact marks what it touches in its own transaction; after commit it is
recounted."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from certificates.models import Certificate
from certificates.signals import (
    certificate_changed,
    certificate_issued,
    confirmations_changed,
)
from courses.models import Enrolment
from courses.signals import enrolment_changed
from lms.accounts.models import User
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


@receiver(confirmations_changed)
def on_confirmations(users: set[int], **kwargs: Any) -> None:
    """The national register's answer was read in."""
    services.mark_people(users=users)
    _recount_after_commit()


@receiver(post_save, sender=User)
def on_person(
    instance: User, created: bool, update_fields: Collection[str] | None, **kwargs: Any
) -> None:
    """What people are told apart by; every other change of a person is passed over."""
    is_about = update_fields is None or {"audience", "birth_year", "sex"} & set(update_fields)
    if not created and is_about and services.mark_person(user=instance):
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
