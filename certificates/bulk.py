"""Very many certificates at once, for loading history. Their files are left to the sweep and to
whoever opens one; no signal is sent: rebuild what is counted from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from certificates import issuing, snapshot
from certificates.models import Certificate, CertificateKind, IssueRule
from courses.models import Enrolment

BATCH = 500


@transaction.atomic
def issue_certificates(
    *, enrolments: Sequence[Enrolment], results: Mapping[int, str]
) -> list[Certificate]:
    """One certificate for each of these completed enrolments that never had one, numbered in the
    order of completion behind those of the register, with the term of its course's rule. `results`: the
    score by enrolment id."""
    courses = {enrolment.course_id for enrolment in enrolments}
    rules = {rule.course_id: rule for rule in IssueRule.objects.filter(course__in=courses)}
    by_year: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in sorted(enrolments, key=lambda e: (e.completed_at, e.pk)):
        by_year[timezone.localdate(enrolment.completed_at).year].append(enrolment)
    issued = []
    for year, completed in by_year.items():
        places = issuing.take_numbers(year=year, count=len(completed))
        for enrolment, numbered in zip(completed, places, strict=True):
            frozen = snapshot.freeze(
                enrolment,
                rule=rules.get(enrolment.course_id),
                result=results.get(enrolment.pk, ""),
            )
            issued.append(_certificate(enrolment, numbered, frozen))
    return Certificate.objects.bulk_create(issued, batch_size=BATCH)


def _certificate(
    enrolment: Enrolment, numbered: issuing.Numbered, frozen: Mapping[str, Any]
) -> Certificate:
    completed_at: datetime | None = enrolment.completed_at
    assert completed_at is not None  # the caller's promise
    return issuing.row(
        about=enrolment,
        kind=CertificateKind.COMPLETION,
        data=frozen,
        at=completed_at,
        numbered=numbered,
    )
