"""A question turned out to be faulty: it does not count, for one person's attempt or for everybody.
The points of the others are scaled up to the whole, so that nobody gains or loses by its absence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from quizzes.models import Attempt, Correction, Question, Quiz
from quizzes.services import remarking
from quizzes.services.remarking import Plan


def plan_neutralise(*, quiz: Quiz, question: Question, attempt: Attempt | None = None) -> Plan:
    """Who would change. Writes nothing."""
    proposed = Correction(quiz=quiz, question=question, attempt=attempt)
    return remarking.plan(quiz=quiz, proposed=[proposed])


@transaction.atomic
def neutralise(
    *,
    quiz: Quiz,
    question: Question,
    attempt: Attempt | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> Plan:
    """Leave the question out of `attempt`, or (None) of all results of the quiz, those to come
    included. Idempotent. Refused without a reason, and for an attempt of another quiz."""
    _need_reason(reason)
    if attempt is not None and attempt.quiz_id != quiz.pk:
        raise DomainError(_("This attempt is of another test."), code="correction.other_quiz")
    _row, is_new = Correction.objects.get_or_create(
        quiz=quiz,
        question=question,
        attempt=attempt,
        version=None,
        defaults={"reason": reason, "made_at": at, "made_by": by},
    )
    done = remarking.remark(quiz=quiz, questions={question.pk}, reason=reason, by=by, at=at)
    if is_new:
        scope = attempt.pk if attempt else "*"
        audit.record("quiz.question_left_out", quiz, by=by, question=question.code, attempt=scope)
    return done


def plan_count_again(*, quiz: Quiz, question: Question, attempt: Attempt | None = None) -> Plan:
    """Who would change if `neutralise` were taken back. Writes nothing."""
    taken_back = _left_out(quiz, question, attempt).values_list("pk", flat=True)
    return remarking.plan_without(quiz=quiz, corrections=set(taken_back), question=question)


@transaction.atomic
def count_again(
    *,
    quiz: Quiz,
    question: Question,
    attempt: Attempt | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> Plan:
    """Take `neutralise` back. Idempotent. Refused without a reason."""
    _need_reason(reason)
    deleted, _kinds = _left_out(quiz, question, attempt).delete()
    done = remarking.remark(quiz=quiz, questions={question.pk}, reason=reason, by=by, at=at)
    if deleted:
        audit.record("quiz.question_counts_again", quiz, by=by, question=question.code)
    return done


def _left_out(quiz: Quiz, question: Question, attempt: Attempt | None) -> QuerySet[Correction]:
    return Correction.objects.filter(
        quiz=quiz, question=question, attempt=attempt, version__isnull=True
    )


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError(
            _("Write the reason: learners will read it."), code="correction.no_reason"
        )
