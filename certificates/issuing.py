"""Numbers, codes and rows: the one place where a certificate's row is built, one at a time or in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from certificates import numbering, snapshot
from certificates.models import Certificate, Register
from courses.models import Enrolment, Evidence
from lms.centres.models import Attendance
from lms.units.models import Agency

About = Enrolment | Attendance
"""What a certificate is about: a completed course, or presence at one meeting of a class."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A place in a register with a code nobody has."""

    register: Register
    number: int
    code: str


def row(
    *,
    about: About,
    kind: str,
    data: Mapping[str, Any],
    at: datetime,
    numbered: Numbered,
    supersedes: Certificate | None = None,
    expires_on: date | None = None,
) -> Certificate:
    """The certificate, not saved yet, of `data` without what belongs to one issue. `expires_on` None:
    the term in the data, from the day of issue."""
    day = timezone.localdate(at)
    end = expires_on or snapshot.end_of_term(data, day)
    frozen = dict(data) | {
        "kind": kind,
        "code": numbered.code,
        "number": numbering.register_text(numbered.number, numbered.register.year),
        "issued_on": day.isoformat(),
        "expires_on": end.isoformat() if end else "",
    }
    return Certificate(
        **_subject(about),
        kind=kind,
        user_id=about.user_id,
        ward_id=about.ward_id,
        register=numbered.register,
        number=numbered.number,
        code=numbered.code,
        token=numbering.new_token(),
        issued_at=at,
        data=frozen,
        data_hash=snapshot.digest(frozen),
        expires_on=end,
        supersedes=supersedes,
    )


def _subject(about: About) -> dict[str, Any]:
    if isinstance(about, Attendance):
        course, evidence = about.session.course_id, Evidence.SELF_STUDY  # presence proves no test
        return {"attendance": about, "course_id": course, "evidence": evidence}
    return {"enrolment": about, "course_id": about.course_id, "evidence": about.evidence}


def take_numbers(*, year: int, count: int) -> list[Numbered]:
    """The next `count` places of our register of `year`, without gaps: taken under a row lock in the
    caller's transaction, so a rolled-back issue gives its numbers back."""
    issuer = operator_agency()
    Register.objects.get_or_create(issuer=issuer, year=year)
    register = Register.objects.select_for_update().get(issuer=issuer, year=year)
    first = register.last_number + 1
    register.last_number += count
    register.save(update_fields=["last_number"])
    codes = fresh_codes(year, count)
    return [Numbered(register, number, code) for number, code in enumerate(codes, first)]


def fresh_codes(year: int, count: int) -> list[str]:
    """`count` codes nobody has. Seven characters are 35 bits: among a million, some repeat."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        drawn = {numbering.new_code(year): None for _place in range(count - len(codes))}
        taken = set(Certificate.objects.filter(code__in=drawn).values_list("code", flat=True))
        codes |= {code: None for code in drawn if code not in taken}
    return list(codes)


def operator_agency() -> Agency:
    """The agency in whose name this site issues (setting OPERATOR_AGENCY)."""
    agency, _ = Agency.objects.get_or_create(
        code=settings.OPERATOR_AGENCY,
        defaults={"name": settings.OPERATOR_NAME, "kind": "department"},
    )
    return agency
