"""Marking what was handed in once more, because something was put right. First a plan, which writes
nothing; then the same with `apply`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from courses.services import lose_requirement, meet_requirement
from lms.accounts.models import User
from quizzes.assessing import Assessment, Assessor, gathered
from quizzes.counting import earned
from quizzes.grading import points_text, stored
from quizzes.models import (
    Answer,
    Attempt,
    AttemptQuerySet,
    Correction,
    Question,
    Quiz,
    ResultChange,
)
from quizzes.outcomes import outcomes_with
from quizzes.services.submitting import REQUIREMENT, decide_attempt

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Change:
    """Of one attempt; no names: whoever looks at it decides about a question, not about people."""

    attempt: int
    points_before: Decimal
    points_after: Decimal
    max_points: int
    passed_before: bool
    passed_after: bool
    completed: bool  # the course was completed: a person decides about the certificate

    @property
    def is_lost(self) -> bool:
        return self.passed_before and not self.passed_after

    @property
    def is_won(self) -> bool:
        return self.passed_after and not self.passed_before


@dataclass(slots=True)
class Plan:
    """What putting something right does. `looked_at`: attempts that had the question."""

    looked_at: int = 0
    changes: list[Change] = field(default_factory=list)

    @property
    def won(self) -> int:
        return sum(change.is_won for change in self.changes)

    @property
    def lost(self) -> int:
        return sum(change.is_lost for change in self.changes)

    @property
    def in_doubt(self) -> int:
        """Completed courses among those who would lose a pass."""
        return sum(change.is_lost and change.completed for change in self.changes)


def plan(*, quiz: Quiz, proposed: Sequence[Correction]) -> Plan:
    """What would change if `proposed` (not stored) held beside what holds already. Writes nothing."""
    holding = [*Correction.objects.filter(quiz=quiz), *proposed]
    attempts = Attempt.objects.filter(quiz=quiz)
    only = {row.attempt_id for row in proposed if row.attempt_id is not None}
    if len(only) == len(proposed) > 0:
        attempts = attempts.filter(pk__in=only)
    return _planned(attempts, holding, {row.question_id for row in proposed})


def plan_without(*, quiz: Quiz, corrections: set[int], question: Question) -> Plan:
    """What would change if these stored corrections about `question` did not hold. Writes nothing."""
    holding = Correction.objects.filter(quiz=quiz).exclude(pk__in=corrections)
    return _planned(Attempt.objects.filter(quiz=quiz), holding, {question.pk})


def _planned(attempts: AttemptQuerySet, holding: Iterable[Correction], questions: set[int]) -> Plan:
    found = Plan()
    for attempt, assessment in _assessed(attempts, holding, questions):
        found.looked_at += 1
        change = _change(attempt, assessment)
        if change is not None:
            found.changes.append(change)
    return found


@transaction.atomic
def remark(*, quiz: Quiz, questions: set[int], reason: str, by: User | None, at: datetime) -> Plan:
    """Mark again what has any of `questions`, by the corrections that are stored; each learner whose
    result changes gets a notice, and the course decides again. Idempotent."""
    done = Plan()
    attempts = Attempt.objects.filter(quiz=quiz)
    holding = Correction.objects.filter(quiz=quiz)
    for attempt, assessment in _assessed(attempts, holding, questions, lock=True):
        done.looked_at += 1
        change = _change(attempt, assessment)
        _keep_marks(attempt, assessment)
        if attempt.is_waiting:
            decide_attempt(attempt=attempt, at=at)
        elif change is not None:
            done.changes.append(change)
            _keep_result(attempt, change, reason, by, at)
    return done


def _assessed(
    attempts: AttemptQuerySet,
    holding: Iterable[Correction],
    questions: set[int],
    *,
    lock: bool = False,
) -> Iterator[tuple[Attempt, Assessment]]:
    """Every attempt that was handed in and had one of the questions, assessed as it would be."""
    assessor = Assessor(gathered(holding))
    for attempt in _in_pages(attempts.order_by("pk"), lock=lock):
        if not attempt.is_open and questions & {item["question"] for item in attempt.paper}:
            yield attempt, assessor.assess(attempt, attempt.answers.all())


def _in_pages(attempts: AttemptQuerySet, *, lock: bool) -> Iterator[Attempt]:
    """Locked, open ones are waited for too: one that is just being handed in is seen afterwards, and
    one handed in later is marked by what is stored by then."""
    ids = list(attempts.values_list("pk", flat=True))
    rows = Attempt.objects.select_related("enrolment__user", "quiz").order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    for start in range(0, len(ids), _PAGE):
        page = rows.filter(pk__in=ids[start : start + _PAGE])
        yield from page.prefetch_related("answers")


def _change(attempt: Attempt, assessment: Assessment) -> Change | None:
    result = assessment.result
    if result is None or attempt.points is None:
        return None
    points = stored(result.points, 3)
    if (points, result.passed) == (attempt.points, attempt.passed):
        return None
    return Change(
        attempt.pk,
        attempt.points,
        points,
        attempt.max_points,
        bool(attempt.passed),
        result.passed,
        attempt.enrolment.completed_at is not None,
    )


def _keep_marks(attempt: Attempt, assessment: Assessment) -> None:
    changed = []
    for answer in attempt.answers.all():
        mark = assessment.marks[answer.position - 1]
        fraction = None if mark is None else stored(mark, 4)
        if answer.fraction != fraction:
            answer.fraction = fraction
            changed.append(answer)
    if changed:
        Answer.objects.bulk_update(changed, ["fraction"])


def _keep_result(
    attempt: Attempt, change: Change, reason: str, by: User | None, at: datetime
) -> None:
    attempt.points, attempt.passed = change.points_after, change.passed_after
    attempt.save(update_fields=["points", "passed"])
    ResultChange.objects.create(
        attempt=attempt,
        points_before=change.points_before,
        points_after=change.points_after,
        passed_before=change.passed_before,
        passed_after=change.passed_after,
        reason=reason,
        changed_at=at,
        changed_by=by,
    )
    if change.is_won or change.is_lost:
        _ask_the_course_again(attempt, at)


def _ask_the_course_again(attempt: Attempt, at: datetime) -> None:
    """Whether the person ever passed by the rule of this test, as the results are now."""
    outcome = earned(attempt.quiz.counted, outcomes_with(attempt))
    enrolment, key = attempt.enrolment, attempt.quiz.slug
    if outcome is None:
        lose_requirement(enrolment=enrolment, kind=REQUIREMENT, key=key, at=at)
        return
    meet_requirement(
        enrolment=enrolment,
        kind=REQUIREMENT,
        key=key,
        evidence=attempt.evidence,
        score_text=f"{points_text(outcome.points)}/{outcome.max_points}",
        at=at,
    )
