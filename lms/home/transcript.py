"""The transcript (L10): completed courses, as they were when completed; on a page, as a signed PDF and
as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from certificates import sharing
from certificates.models import Certificate, CertificateKind, CertificateStatus
from certificates.services import signed_document
from courses.models import Enrolment, Evidence
from lms.accounts.models import User
from lms.core import periods


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    title: str
    hours: Decimal  # 0 where its certificate was revoked
    completed_at: datetime
    score: str  # "10/12"; "" where the course has no test
    evidence: str  # label
    is_supervised: bool
    certificate: Certificate | None

    @property
    def certificate_note(self) -> str:
        """What to say beside the code of a certificate that no longer holds."""
        held = self.certificate
        if held is None or held.status == CertificateStatus.VALID:
            return ""
        return str(CertificateStatus(held.status).label)

    @property
    def document_note(self) -> str:
        """The same in Vietnamese, for the document."""
        with translation.override("vi"):
            return self.certificate_note


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


def document(user: User, rows: list[TranscriptRow]) -> dict[str, Any]:
    """What page and PDF are made of."""
    return {
        "rows": rows,
        "total_hours": total_hours(rows),
        "learner": user,
        "today": periods.today(),
        "issuer_parent": settings.OPERATOR_PARENT,
        "issuer": settings.OPERATOR_NAME,
        "place": settings.OPERATOR_PLACE,
        "verify_address": settings.PUBLIC_URL + reverse("certificates:verify"),
    }


def as_pdf(user: User) -> bytes:
    """For the personnel file, signed by the site's signer. Raises `certificates.pdf.PdfError`."""
    html = render_to_string("home/print/transcript.html", document(user, transcript(user)))
    return signed_document(html)


def as_json(user: User, at: datetime) -> dict[str, Any]:
    """The same for programs: hours as text with a dot, days in Vietnam's time."""
    rows = transcript(user)
    return {
        "format": "bdhvs-transcript-2",
        "made_at": periods.local_datetime(at).isoformat(timespec="seconds"),
        "issuer": settings.OPERATOR_NAME,
        "name": user.full_name,
        "birth_year": user.birth_year,
        "agency": user.agency.name if user.agency else "",
        "staff_code": user.staff_code,
        "total_hours": str(total_hours(rows)),
        "courses": [
            {
                "title": row.title,
                "hours": str(row.hours),
                "completed_on": periods.local_date(row.completed_at).isoformat(),
                "score": row.score,
                "supervised": row.is_supervised,
                "certificate": sharing.entry(row.certificate) if row.certificate else None,
            }
            for row in rows
        ],
    }


def _row(enrolment: Any) -> TranscriptRow:
    certificate = next(iter(enrolment.current), None)
    printed = certificate.data if certificate else {}
    revoked = certificate is not None and certificate.status == CertificateStatus.REVOKED
    hours = Decimal(str(printed.get("hours") or enrolment.course.hours))
    scores = [done for done in enrolment.requirements_done.all() if done.score_text]
    last = max(scores, key=lambda done: done.done_at, default=None)
    assert enrolment.completed_at is not None  # completed() says so
    return TranscriptRow(
        title=printed.get("course") or enrolment.course.title,
        hours=Decimal(0) if revoked else hours,
        completed_at=enrolment.completed_at,
        score=last.score_text if last else "",
        evidence=enrolment.get_evidence_display(),
        is_supervised=enrolment.evidence == Evidence.SUPERVISED,
        certificate=certificate,
    )
