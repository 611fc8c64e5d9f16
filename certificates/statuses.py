"""From one status to another: the one place where a certificate's status is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import (
    Certificate,
    CertificateStatus,
    Notice,
    NoticeKind,
    ReasonCode,
    StatusChange,
)
from certificates.signals import certificate_changed
from lms.core import audit
from lms.core.errors import DomainError

S = CertificateStatus
ALLOWED: dict[str, frozenset[str]] = {
    S.VALID: frozenset({S.SUSPENDED, S.REVOKED, S.SUPERSEDED, S.EXPIRED}),
    S.SUSPENDED: frozenset({S.VALID, S.REVOKED, S.SUPERSEDED, S.EXPIRED}),
    S.REVOKED: frozenset({S.VALID}),  # an undo, audited like the rest
    S.EXPIRED: frozenset({S.SUPERSEDED, S.REVOKED}),
    S.SUPERSEDED: frozenset(),
}
TOLD_AS = {
    S.VALID: NoticeKind.REINSTATED,
    S.SUSPENDED: NoticeKind.SUSPENDED,
    S.REVOKED: NoticeKind.REVOKED,
    S.SUPERSEDED: NoticeKind.REPLACED,
    S.EXPIRED: NoticeKind.EXPIRED,
}


@transaction.atomic
def change_status(
    *, certificate: Certificate, to: str, code: str, reason: str, by: Any, at: datetime
) -> Certificate:
    """Write the new status with reason, who and when; tell the holder and whoever listens.
    Refused where there is no way from here to there ("certificate.transition")."""
    locked = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if to not in ALLOWED[locked.status]:
        raise DomainError(
            _("A certificate that is “%(before)s” cannot become “%(after)s”.")
            % {"before": locked.get_status_display(), "after": S(to).label},
            code="certificate.transition",
        )
    change = StatusChange.objects.create(
        certificate=locked, before=locked.status, after=to, code=code, reason=reason, at=at, by=by
    )
    locked.status, locked.status_reason, locked.status_at = to, reason, at
    if to == S.VALID:
        locked.status_reason, locked.status_at = "", None
    locked.save(update_fields=["status", "status_reason", "status_at"])
    tell(certificate=locked, kind=TOLD_AS[S(to)], mark=f"change-{change.pk}", at=at)
    audit.record(f"certificate.{to}", locked, by=by, reason=code)
    certificate.refresh_from_db()
    certificate_changed.send(sender=Certificate, certificate=certificate)
    return certificate


def tell(*, certificate: Certificate, kind: str, mark: str, at: datetime) -> None:
    """A notice for the holder; the same mark is told once."""
    Notice.objects.get_or_create(
        certificate=certificate,
        mark=mark,
        defaults={"user_id": certificate.user_id, "kind": kind, "at": at},
    )


def public_reason(certificate: Certificate) -> str:
    """Why it is not simply valid, in words for anyone; "" where nothing was said."""
    last = certificate.status_changes.last()
    return str(ReasonCode(last.code).label) if last else ""
