"""The register proves itself: no gaps, no number twice, and after a restore no number given again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Max

from certificates.models import Certificate, Register, VoidNumber
from lms.core import audit

_FILE = re.compile(r"(?P<number>\d{5,})-BDS-")


@dataclass(frozen=True, slots=True)
class Finding:
    """Numbers of a register that neither a certificate nor a void explains."""

    register: Register
    missing: list[int]
    beyond: list[int]  # given out although the register does not know it yet


def findings() -> Iterator[Finding]:
    """Registers that are not whole. Two queries for each register."""
    for register in Register.objects.select_related("issuer").order_by("pk"):
        used = set(register.certificates.values_list("number", flat=True))
        used |= set(register.voids.values_list("number", flat=True))
        expected = set(range(1, register.last_number + 1))
        if used != expected:
            yield Finding(register, sorted(expected - used), sorted(used - expected))


@transaction.atomic
def resume_after_restore(
    *, register: Register, highest_seen: int, reason: str, at: datetime
) -> list[int]:
    """The next number is above `highest_seen` (the highest on paper or in the file store) and above
    all known ones; numbers skipped by this are void, with the reason. Returns those. Idempotent."""
    locked = Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    known = locked.certificates.aggregate(top=Max("number"))["top"] or 0
    top = max(locked.last_number, known, highest_seen)
    used = set(locked.certificates.values_list("number", flat=True))
    used |= set(locked.voids.values_list("number", flat=True))
    skipped = sorted(set(range(1, top + 1)) - used)
    VoidNumber.objects.bulk_create(
        VoidNumber(register=locked, number=number, reason=reason, at=at) for number in skipped
    )
    if top != locked.last_number or skipped:
        locked.last_number = top
        locked.save(update_fields=["last_number"])
        audit.record("register.resumed", locked, top=top, void=len(skipped))
    register.refresh_from_db()
    return skipped


def highest_in_files(year: int) -> int:
    """The highest register number among the files of `year`: the file store may be younger than a
    database that was restored. 0 where there is none."""
    try:
        _folders, names = storages["private"].listdir(f"certificates/{year}")
    except FileNotFoundError:
        return 0
    numbers = [int(found["number"]) for name in names if (found := _FILE.match(name))]
    return max(numbers, default=0)


def file_name(certificate: Certificate) -> str:
    """Where its PDF goes; the number in the name lets `highest_in_files` find it again."""
    return (
        f"certificates/{certificate.issued_at:%Y}/{certificate.number:05d}-{certificate.code}.pdf"
    )
