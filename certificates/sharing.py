"""A holder's link to their certificates, and one of them for machines."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from certificates import numbering, services
from certificates.models import Certificate, CertificateKind, CertificateStatus, Notice, Share
from lms.accounts.models import User
from lms.core import audit

DAYS = (7, 30, 90)


@transaction.atomic
def share(*, user: User, days: int, at: datetime) -> Share:
    """A new link for `days` (one of DAYS)."""
    made = Share.objects.create(
        user=user,
        token=numbering.new_token(),
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record("certificates.shared", made, by=user, days=days)
    return made


@transaction.atomic
def end_share(*, share: Share, at: datetime) -> None:
    """Take a link back. Idempotent."""
    ended = Share.objects.filter(pk=share.pk, ended_at__isnull=True).update(ended_at=at)
    if ended:
        audit.record("certificates.share_ended", share, by=share.user)


def open_shares(user: User, at: datetime) -> list[Share]:
    return list(Share.objects.filter(user=user, ended_at__isnull=True, expires_at__gt=at))


def shared(token: str, at: datetime) -> Share | None:
    """The share behind a link, while it holds. One query."""
    found = Share.objects.select_related("user").filter(token=token, expires_at__gt=at)
    return found.filter(ended_at__isnull=True).first()


def put_notices_away(*, user: User, at: datetime) -> int:
    """The holder has read what they were told."""
    return Notice.objects.filter(user=user, read_at__isnull=True).update(read_at=at)


def passbook(user: User) -> list[Certificate]:
    """What counts: each chain's last certificate, in the order of issue."""
    held = Certificate.objects.filter(user=user, is_current=True)
    return list(held.select_related("register").order_by(F("issued_at"), "pk"))


def total_hours(certificates: list[Certificate]) -> Decimal:
    """Of the courses whose certificates are valid; other papers are about the same hours."""
    courses = (c for c in certificates if c.kind == CertificateKind.COMPLETION)
    valid = (c for c in courses if c.status == CertificateStatus.VALID)
    return sum((Decimal(str(c.data["hours"])) for c in valid), start=Decimal(0))


def entry(certificate: Certificate) -> dict[str, Any]:
    """A certificate for machines: what is printed, what holds today, and how to check it."""
    keys = ("kind", "code", "number", "issued_on", "expires_on", "issuer", "course", "course_code",
            "course_version", "hours", "evidence", "result")  # fmt: skip
    return {
        **{key: certificate.data.get(key, "") for key in keys},
        "status": certificate.status,
        "verify": services.verify_url(certificate),
        "data_sha256": certificate.data_hash,
        "file_sha256": certificate.file_hash,
    }
