"""A key was wrong: what people answered is marked with the key of the question's newest version.

What was asked stays as it was. An answer that the newest version does not know (its option is gone)
keeps its mark."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from quizzes.models import Correction, Question, QuestionVersion, Quiz
from quizzes.services import remarking
from quizzes.services.remarking import Plan


def plan_regrade(*, quiz: Quiz, question: Question | None = None) -> Plan:
    """Who would change if the newest key held for `question` (None: for every question of the
    quiz). Writes nothing."""
    return remarking.plan(quiz=quiz, proposed=_proposed(quiz, question))


@transaction.atomic
def regrade(
    *, quiz: Quiz, question: Question | None = None, reason: str, by: User, at: datetime
) -> Plan:
    """Let the newest key hold, in this quiz, for `question` (None: for every question), also for
    attempts that are still open; mark again what was handed in. Idempotent. Refused without a
    reason."""
    if not reason.strip():
        raise DomainError(
            _("Write the reason: learners will read it."), code="correction.no_reason"
        )
    proposed = _proposed(quiz, question)
    for row in proposed:
        Correction.objects.update_or_create(
            quiz=quiz,
            version_id=row.version_id,
            attempt=None,
            defaults={
                "question_id": row.question_id,
                "key_id": row.key_id,
                "reason": reason,
                "made_at": at,
                "made_by": by,
            },
        )
    done = remarking.remark(
        quiz=quiz, questions={row.question_id for row in proposed}, reason=reason, by=by, at=at
    )
    if proposed:
        asked = question.code if question else "*"
        audit.record("quiz.regraded", quiz, by=by, question=asked, changed=len(done.changes))
    return done


def _proposed(quiz: Quiz, question: Question | None) -> list[Correction]:
    """One for every older version; none where the question was never changed."""
    questions = (
        quiz.questions.all() if question is None else Question.objects.filter(pk=question.pk)
    )
    versions = QuestionVersion.objects.filter(question__in=questions)
    newest = {row.question_id: row.pk for row in versions.newest()}
    return [
        Correction(
            quiz=quiz, question_id=row.question_id, version=row, key_id=newest[row.question_id]
        )
        for row in versions.defer("content")
        if row.pk != newest[row.question_id]
    ]
