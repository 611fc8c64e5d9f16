"""The rows of the transcript (L10): completed courses, as they were when completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from certificates.models import Certificate, CertificateKind, CertificateStatus
from courses.models import Enrolment
from lms.accounts.models import User


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    title: str
    hours: Decimal
    completed_at: datetime
    score: str  # "10/12"; "" where the course has no test
    evidence: str  # label
    certificate: Certificate | None

    @property
    def certificate_note(self) -> str:
        """What to say beside the code of a certificate that no longer holds."""
        held = self.certificate
        if held is None or held.status == CertificateStatus.VALID:
            return ""
        return str(CertificateStatus(held.status).label)


def transcript(user: User) -> list[TranscriptRow]:
    """Courses in the order they were completed. Three queries. Title and hours are those printed on
    the certificate, whatever the course says today."""
    current = Certificate.objects.filter(is_current=True, kind=CertificateKind.COMPLETION)
    completed = (
        Enrolment.objects.filter(user=user)
        .completed()
        .select_related("course")
        .prefetch_related("requirements_done", Prefetch("certificates", current, to_attr="current"))
        .only(
            "user",
            "completed_at",
            "evidence",
            "course__title",
            "course__hours",
        )
        .order_by("completed_at", "pk")
    )
    return [_row(enrolment) for enrolment in completed]


def total_hours(rows: list[TranscriptRow]) -> Decimal:
    return sum((row.hours for row in rows), start=Decimal(0))


def _row(enrolment: Any) -> TranscriptRow:
    certificate = next(iter(enrolment.current), None)
    printed = certificate.data if certificate else {}
    scores = [done for done in enrolment.requirements_done.all() if done.score_text]
    last = max(scores, key=lambda done: done.done_at, default=None)
    assert enrolment.completed_at is not None  # completed() says so
    return TranscriptRow(
        title=printed.get("course") or enrolment.course.title,
        hours=Decimal(str(printed.get("hours") or enrolment.course.hours)),
        completed_at=enrolment.completed_at,
        score=last.score_text if last else "",
        evidence=enrolment.get_evidence_display(),
        certificate=certificate,
    )
