"""Handing in an attempt: marks, result, and what the course makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from courses.services import meet_requirement, note_activity
from quizzes import questions
from quizzes.grading import Result, points_text, result_of, stored
from quizzes.models import Answer, Attempt, AttemptState, QuestionVersion
from quizzes.paper import load
from quizzes.queries import Asked, counted_with
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
    if not attempt.is_waiting:
        attempt_submitted.send(sender=Attempt, attempt=attempt)


def _mark(attempt: Attempt) -> Result | None:
    """Write every answer's mark and return the whole; None while a person's mark is missing. Read
    from the database, not the cache: this decides."""
    paper = load(attempt.paper)
    answers = {answer.position: answer for answer in attempt.answers.all()}
    contents = _contents(item.version for item in paper)
    marks: list[Fraction | None] = []
    for position, item in enumerate(paper, start=1):
        answer, question = answers.get(position), contents[item.version]
        response = answer.response if answer else None
        mark = questions.mark(question.kind, question.content, response)
        if answer and mark is None and answer.fraction is not None:
            mark = Fraction(answer.fraction)  # given by a person
        elif answer:
            answer.fraction = None if mark is None else stored(mark, 4)
        marks.append(mark)
    Answer.objects.bulk_update(answers.values(), ["fraction"])
    given = [mark for mark in marks if mark is not None]
    return result_of(given, needed=attempt.needed) if len(given) == len(marks) else None


def _contents(versions: Iterable[int]) -> dict[int, Asked]:
    rows = QuestionVersion.objects.filter(pk__in=list(versions)).select_related("question")
    return {row.pk: Asked(row.pk, row.question.kind, row.content) for row in rows}
