"""Issuing certificates and making their files."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates import earning, issuing, offline, pdf, snapshot
from certificates.badges import keys
from certificates.models import (
    Certificate,
    CertificateKind,
    CertificateStatus,
    Doubt,
    DoubtOutcome,
    FileSignature,
    FileState,
    ReasonCode,
)
from certificates.registers import file_name
from certificates.signals import certificate_issued
from certificates.signing import Signed, sign
from certificates.statuses import change_status
from courses.models import Enrolment
from lms.accounts.models import User
from lms.centres.models import Attendance, AttendanceState
from lms.core import audit
from lms.core.errors import DomainError

log = logging.getLogger(__name__)


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, at: datetime) -> Certificate:
    """The one certificate of a completed enrolment. Idempotent: called twice or in a race, the same
    certificate is returned (the enrolment's row is locked, and the database allows one). Refused
    where the course is not completed, or its rule asks for more ("certificate.rule")."""
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    existing = current_of(locked)
    if existing is not None:
        return existing
    if locked.completed_at is None:
        raise DomainError("The course is not completed yet.", code="certificate.not-completed")
    rule = earning.rule_of(locked.course_id)
    missing = earning.unmet(locked, rule)
    if missing:
        words = ", ".join(str(earning.UNMET_WORDS[name]) for name in missing)
        raise DomainError(_("Not yet: %(missing)s.") % {"missing": words}, code="certificate.rule")
    certificate = place_certificate(
        about=locked,
        kind=CertificateKind.COMPLETION,
        data=snapshot.freeze(locked, rule=rule, result=snapshot.result_text(locked)),
        at=at,
    )
    if earning.hours_rule(locked, rule):
        issue_hours(enrolment=locked, at=at)
    return certificate


@transaction.atomic
def issue_hours(*, enrolment: Enrolment, at: datetime) -> Certificate:
    """The certificate of training hours of somebody on the staff of an agency, beside that of completion.
    Idempotent. Refused where the course's rule credits none, or is not met ("certificate.rule")."""
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    existing = current_of(locked, CertificateKind.HOURS)
    if existing is not None:
        return existing
    rule = earning.hours_rule(locked, earning.rule_of(locked.course_id))
    if rule is None or earning.unmet(locked, rule):
        raise DomainError(
            _("This course gives no certificate of hours to you, or not yet."),
            code="certificate.rule",
        )
    return place_certificate(
        about=locked,
        kind=CertificateKind.HOURS,
        data=snapshot.freeze_hours(locked, rule=rule),
        at=at,
    )


@transaction.atomic
def confirm_presence(*, attendance: Attendance, at: datetime) -> Certificate:
    """What says that somebody was at a meeting of a class: the facilitator confirmed it, the class is
    closed, and it can no longer be opened again, so it will not change. Idempotent. Refused before
    ("certificate.too_early") and where nobody was confirmed ("certificate.rule")."""
    locked = Attendance.objects.select_for_update().get(pk=attendance.pk)
    existing = locked.certificates.filter(is_current=True).first()
    if existing is not None:
        return existing
    if locked.state != AttendanceState.PRESENT:
        raise DomainError(_("The facilitator did not confirm you there."), code="certificate.rule")
    closed_at = locked.session.closed_at
    if closed_at is None or locked.session.can_reopen(at):
        raise DomainError(
            _("Ask for it a day after the class was closed."), code="certificate.too_early"
        )
    return place_certificate(
        about=locked,
        kind=CertificateKind.ATTENDANCE,
        data=snapshot.freeze_presence(locked),
        at=at,
    )


def issue_if_earned(*, enrolment: Enrolment, at: datetime) -> Certificate | None:
    """Like `issue_certificate`; None where the rule is not met yet."""
    try:
        return issue_certificate(enrolment=enrolment, at=at)
    except DomainError as refusal:
        if refusal.code != "certificate.rule":
            raise
        return None


def current_of(enrolment: Enrolment, kind: str = CertificateKind.COMPLETION) -> Certificate | None:
    return Certificate.objects.filter(enrolment=enrolment, kind=kind, is_current=True).first()


@transaction.atomic
def place_certificate(
    *,
    about: issuing.About,
    kind: str,
    data: Mapping[str, Any],
    at: datetime,
    supersedes: Certificate | None = None,
    expires_on: date | None = None,
) -> Certificate:
    """Give `data` (without what belongs to one issue) a number, a code and a row. The caller holds what
    it is about, or the certificate before it. `expires_on` None: the term of the course's rule."""
    numbered = issuing.take_numbers(year=timezone.localdate(at).year, count=1)[0]
    certificate = issuing.row(
        about=about,
        kind=kind,
        data=data,
        at=at,
        numbered=numbered,
        supersedes=supersedes,
        expires_on=expires_on,
    )
    certificate.save()
    certificate_issued.send(sender=Certificate, certificate=certificate)
    return certificate


def verify_url(certificate: Certificate) -> str:
    """The address of the public result."""
    return settings.PUBLIC_URL + reverse("certificates:verify_code", args=[certificate.token])


def qr_address(certificate: Certificate) -> str:
    """What the QR code says: the address, and behind "#" what a phone checks without a connection."""
    signed = offline.payload(certificate.data, token=certificate.token, key=keys.current())
    return f"{verify_url(certificate)}#{signed}"


def ensure_file(*, certificate: Certificate) -> Certificate:
    """The certificate with its PDF in private storage; made now if it is not there yet.

    Safe to call twice or at once: the file's name is fixed by the certificate, and the first to claim
    the row's `file_state` sets name and hash; the loser's bytes are dropped. Raises `pdf.PdfError`,
    also where the signer is away (`signing.SignerUnavailable`): a file is kept signed or not at all.
    """
    if certificate.file_state == FileState.READY:
        return certificate
    signed = sign(pdf.render(certificate.data, verify_url=qr_address(certificate)))
    storage = storages["private"]
    name = storage.save(
        file_name(certificate),
        ContentFile(signed.content),
    )
    claimed = _claim(certificate, signed, name)
    if not claimed:
        storage.delete(name)
    certificate.refresh_from_db()
    return certificate


@transaction.atomic
def _claim(certificate: Certificate, signed: Signed, name: str) -> bool:
    """Set the certificate's file and its signature; False where somebody was first."""
    claimed = Certificate.objects.filter(pk=certificate.pk, file_state=FileState.PENDING).update(
        file_state=FileState.READY,
        file_name=name,
        file_hash=hashlib.sha256(signed.content).hexdigest(),
    )
    if claimed:
        FileSignature.objects.create(
            certificate=certificate, kind=signed.kind, signer=signed.signer[:200]
        )
    return bool(claimed)


def signed_document(html: str) -> bytes:
    """A print template of another app as PDF, signed like a certificate; not kept. Raises `pdf.PdfError`,
    also where the signer is away."""
    return sign(pdf.html_to_pdf(html)).content


def read_file(certificate: Certificate) -> bytes:
    """The issued PDF's bytes. Raises OSError where the file is gone."""
    with storages["private"].open(certificate.file_name) as file:
        content: bytes = file.read()
    return content


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: User, at: datetime) -> Certificate:
    """Take a certificate back, with the reason the public will read. Its number is never used again.
    Nothing happens to one that is not valid."""
    certificate.refresh_from_db()
    if certificate.status not in {CertificateStatus.VALID, CertificateStatus.SUSPENDED}:
        return certificate
    return change_status(
        certificate=certificate,
        to=CertificateStatus.REVOKED,
        code=ReasonCode.NOT_MET,
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def doubt_certificate(*, enrolment: Enrolment, requirement: str, at: datetime) -> list[Doubt]:
    """Ask a person about the certificates of this enrolment: `requirement` (in words) turned out not
    to be met. Empty where none is valid. Idempotent while nobody has decided."""
    held = enrolment.certificates.filter(is_current=True, status=CertificateStatus.VALID)
    return [_open_doubt(certificate, requirement, at) for certificate in held.order_by("pk")]


def _open_doubt(certificate: Certificate, requirement: str, at: datetime) -> Doubt:
    doubt, is_new = Doubt.objects.get_or_create(
        certificate=certificate,
        requirement=requirement,
        outcome=DoubtOutcome.OPEN,
        defaults={"opened_at": at},
    )
    if is_new:
        audit.record("certificate.doubted", certificate)
    return doubt


@transaction.atomic
def settle_doubt(*, enrolment: Enrolment, requirement: str, at: datetime) -> None:
    """What was in doubt is met after all. Decisions already made stay. Idempotent."""
    open_doubts = Doubt.objects.filter(
        certificate__enrolment=enrolment, requirement=requirement, outcome=DoubtOutcome.OPEN
    )
    open_doubts.update(outcome=DoubtOutcome.SETTLED, decided_at=at)


@transaction.atomic
def decide_doubt(*, doubt: Doubt, revoked: bool, reason: str, by: User, at: datetime) -> Doubt:
    """Keep the certificate or revoke it; the reason is kept, and the public reads it where it is
    revoked. Refused without a reason and once it is decided."""
    if not reason.strip():
        raise DomainError(_("Write the reason for the decision."), code="doubt.no_reason")
    doubt = Doubt.objects.select_for_update(of=("self",)).get(pk=doubt.pk)
    if doubt.outcome != DoubtOutcome.OPEN:
        raise DomainError(_("This has been decided already."), code="doubt.decided")
    doubt.outcome = DoubtOutcome.REVOKED if revoked else DoubtOutcome.KEPT
    doubt.reason, doubt.decided_at, doubt.decided_by = reason, at, by
    doubt.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
    if revoked:
        revoke(certificate=doubt.certificate, reason=reason, by=by, at=at)
    else:
        audit.record("certificate.kept", doubt.certificate, by=by)
    return doubt
