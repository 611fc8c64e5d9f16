"""Very many certificates at once, for loading history. Their files are left to the sweep and to
whoever opens one; no signal is sent: rebuild what is counted from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from certificates import issuing, snapshot
from certificates.models import Certificate, CertificateKind
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
        places = issuing.take_numbers(year=year, count=len(completed))
        for enrolment, numbered in zip(completed, places, strict=True):
            issued.append(_certificate(enrolment, numbered, results))
    return Certificate.objects.bulk_create(issued, batch_size=BATCH)


def _certificate(
    enrolment: Enrolment, numbered: issuing.Numbered, results: Mapping[int, str]
) -> Certificate:
    completed_at: datetime | None = enrolment.completed_at
    assert completed_at is not None  # the caller's promise
    return issuing.row(
        about=enrolment,
        kind=CertificateKind.COMPLETION,
        data=snapshot.freeze(enrolment, result=results.get(enrolment.pk, "")),
        at=completed_at,
        numbered=numbered,
    )
