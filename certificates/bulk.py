"""Very many certificates at once, for loading history. Their files are left to the sweep and to
whoever opens one; no signal is sent: rebuild what is counted from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from certificates import numbering, snapshot
from certificates.models import Certificate, CertificateKind, Register
from certificates.services import fresh_codes, operator_agency
from courses.models import Enrolment

BATCH = 500


@transaction.atomic
def issue_certificates(
    *, enrolments: Sequence[Enrolment], results: Mapping[int, str]
) -> list[Certificate]:
    """One certificate for each of these completed enrolments that never had one, numbered in the
    order of completion behind those of the register. `results`: the score by enrolment id."""
    by_year: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in sorted(enrolments, key=lambda e: (e.completed_at, e.pk)):
        by_year[timezone.localdate(enrolment.completed_at).year].append(enrolment)
    issued = []
    for year, completed in by_year.items():
        register = _take_numbers(year, len(completed))
        first = register.last_number - len(completed) + 1
        codes = fresh_codes(year, len(completed))
        for number, (enrolment, code) in enumerate(zip(completed, codes, strict=True), first):
            issued.append(_certificate(enrolment, register, number, code, results))
    return Certificate.objects.bulk_create(issued, batch_size=BATCH)


def _take_numbers(year: int, count: int) -> Register:
    """The register with its last `count` numbers taken, under its row's lock."""
    issuer = operator_agency()
    Register.objects.get_or_create(issuer=issuer, year=year)
    register = Register.objects.select_for_update().get(issuer=issuer, year=year)
    register.last_number += count
    register.save(update_fields=["last_number"])
    return register


def _certificate(
    enrolment: Enrolment, register: Register, number: int, code: str, results: Mapping[int, str]
) -> Certificate:
    completed_at = enrolment.completed_at
    assert completed_at is not None  # the caller's promise
    data = snapshot.freeze(enrolment, result=results.get(enrolment.pk, "")) | {
        "kind": CertificateKind.COMPLETION,
        "code": code,
        "number": numbering.register_text(number, register.year),
        "issued_on": timezone.localdate(completed_at).isoformat(),
        "expires_on": "",
    }
    return Certificate(
        enrolment=enrolment,
        user_id=enrolment.user_id,
        course_id=enrolment.course_id,
        ward_id=enrolment.ward_id,
        register=register,
        number=number,
        code=code,
        token=numbering.new_token(),
        issued_at=completed_at,
        evidence=enrolment.evidence,
        data=data,
        data_hash=snapshot.digest(data),
    )
