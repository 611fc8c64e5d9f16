"""Handing in an attempt: marks, result, and what the course makes of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import prefetch_related_objects

from courses.services import meet_requirement, meet_requirement_again, note_activity
from quizzes.assessing import Assessor, corrections_of
from quizzes.grading import Result, points_text, stored
from quizzes.models import Answer, Attempt, AttemptState
from quizzes.outcomes import counted_with
from quizzes.signals import attempt_submitted

REQUIREMENT = "quiz"


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Hand in and mark the attempt; a pass meets the course's requirement. With answers only a
    person can mark it waits, and nothing is decided (see `decide_attempt`). Idempotent: an attempt
    that was handed in keeps its first result."""
    attempt = _locked(attempt)
    return _hand_in(attempt, at) if attempt.is_open else attempt


@transaction.atomic
def submit_expired(*, attempt: Attempt, at: datetime) -> Attempt:
    """Hand in the attempt if its time and its grace are over at `at`; else, and when it was handed
    in already, nothing changes. Idempotent."""
    attempt = _locked(attempt)
    return _hand_in(attempt, at) if attempt.is_expired(at) else attempt


@transaction.atomic
def decide_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Once every answer of a waiting attempt has its `fraction` (a person writes it on the answer),
    decide it as if it were handed in now; until then, and when decided already, nothing changes.
    Idempotent."""
    attempt = _locked(attempt)
    if attempt.is_waiting:
        _settle(attempt, at)
    return attempt


def _hand_in(attempt: Attempt, at: datetime) -> Attempt:
    """What comes after the grace was handed in by the clock, when the grace ended."""
    attempt.auto_submitted = attempt.is_expired(at)
    attempt.submitted_at = attempt.expires_at if attempt.auto_submitted else at
    _settle(attempt, at)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    return (
        Attempt.objects.select_for_update(of=("self",), no_key=True)
        .select_related("quiz", "enrolment__user")
        .get(pk=attempt.pk)
    )


def _settle(attempt: Attempt, at: datetime) -> None:
    """From the marks to the result, or to waiting for those that are missing."""
    result = _mark(attempt)
    attempt.state = AttemptState.SUBMITTED if result else AttemptState.WAITING
    attempt.points = stored(result.points, 3) if result else None
    attempt.passed = result.passed if result else None
    changed = ["state", "submitted_at", "auto_submitted", "points", "passed"]
    attempt.save(update_fields=changed)
    _tell(attempt, at)


def _tell(attempt: Attempt, at: datetime) -> None:
    """The course, by the result that counts, and whoever listens."""
    counts = counted_with(attempt)
    if counts is not None and counts.passed:
        meet_requirement(
            enrolment=attempt.enrolment,
            kind=REQUIREMENT,
            key=attempt.quiz.slug,
            evidence=attempt.evidence,
            score_text=f"{points_text(counts.points)}/{counts.max_points}",
            at=at,
        )
    else:
        note_activity(enrolment=attempt.enrolment, at=at)
    if attempt.passed and attempt.points is not None:
        meet_requirement_again(
            enrolment=attempt.enrolment,
            kind=REQUIREMENT,
            key=attempt.quiz.slug,
            evidence=attempt.evidence,
            score_text=f"{points_text(attempt.points)}/{attempt.max_points}",
            at=at,
        )
    if not attempt.is_waiting:
        attempt_submitted.send(sender=Attempt, attempt=attempt)


def _mark(attempt: Attempt) -> Result | None:
    """Write every answer's mark and return the whole; None while a person's mark is missing."""
    prefetch_related_objects([attempt], "answers")  # whoever shows the result finds them there
    answers = attempt.answers.all()
    assessed = Assessor(corrections_of(attempt.quiz_id)).assess(attempt, answers)
    same: defaultdict[Decimal | None, list[int]] = defaultdict(list)
    for answer in answers:
        mark = assessed.marks[answer.position - 1]
        answer.fraction = None if mark is None else stored(mark, 4)
        same[answer.fraction].append(answer.pk)
    for fraction, keys in same.items():  # few: most are right or wrong
        Answer.objects.filter(pk__in=keys).update(fraction=fraction)
    return assessed.result
