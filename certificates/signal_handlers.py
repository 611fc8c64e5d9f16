"""Doors for signals: a completed course earns its certificate; an issued one gets its file."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from certificates import services
from certificates.models import Certificate
from certificates.signals import certificate_issued
from certificates.tasks import render_certificate
from courses.models import Enrolment
from courses.signals import course_completed
from lms.core.queue import after_commit


@receiver(course_completed)
def on_course_completed(enrolment: Enrolment, **kwargs: Any) -> None:
    services.issue_certificate(enrolment=enrolment, at=enrolment.completed_at or timezone.now())


@receiver(certificate_issued)
def on_certificate_issued(certificate: Certificate, **kwargs: Any) -> None:
    after_commit(render_certificate, certificate.pk)
