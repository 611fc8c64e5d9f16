"""Where certificates are looked up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from certificates.models import Certificate, CertificateStatus, Notice
from certificates.numbering import read_code
from certificates.statuses import public_reason
from courses.models import Enrolment
from lms.accounts.models import User
from lms.centres.models import ClassSession

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def of_person(user: User) -> list[Certificate]:
    """A person's own certificates, newest first."""
    return list(
        Certificate.objects.filter(user=user).select_related("course").order_by("-issued_at")
    )


def by_token(token: str) -> Certificate | None:
    """The certificate whose QR holds this address; the token is 128 unguessable bits."""
    if not TOKEN.fullmatch(token):
        return None  # a database refuses some characters, among them NUL
    return Certificate.objects.filter(token=token).first()


def by_typed_code(typed: str) -> Certificate | None:
    """The certificate meant by what somebody typed from the paper, or None."""
    code = read_code(typed)
    return Certificate.objects.filter(code=code).first() if code else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is said about a certificate that is not simply valid."""

    reason: str = ""  # in words for anyone
    newer: str = ""  # code of the one that replaced it


def standing(certificate: Certificate) -> Standing:
    """No query for a valid one. A chain of corrections is followed to its end."""
    if certificate.status == CertificateStatus.VALID:
        return Standing()
    newest = certificate
    while (after := Certificate.objects.filter(supersedes=newest).first()) is not None:
        newest = after
    reason = certificate.status_reason or public_reason(certificate)
    return Standing(reason, newest.code if newest != certificate else "")


def waiting_for_attendance(user_id: int, session: ClassSession) -> Iterable[Enrolment]:
    """Completed, without a certificate, in a course whose rule asks for class meetings."""
    return Enrolment.objects.completed().filter(
        user=user_id,
        course=session.course_id,
        course__issue_rule__attendance_percent__gt=0,
        certificates__isnull=True,
    )


def notices_of(user: User) -> list[Notice]:
    """What the holder was told and has not put away, newest first."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    return list(unread.select_related("certificate")[:20])
