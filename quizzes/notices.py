"""What a learner is told about a result that was put right."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.core import periods, vietnamese
from quizzes.assessing import Corrections, gathered
from quizzes.grading import points_text
from quizzes.models import Attempt, Correction, ResultChange


@dataclass(frozen=True, slots=True)
class PutRight:
    """What was put right in the quiz of an attempt. `reasons`: by question, why it does not count."""

    corrections: Corrections
    reasons: dict[int, str]


def put_right(attempt: Attempt) -> PutRight:
    rows = list(Correction.objects.filter(quiz=attempt.quiz_id))
    here = (None, attempt.pk)
    reasons = {
        row.question_id: row.reason
        for row in rows
        if row.version_id is None and row.attempt_id in here
    }
    return PutRight(gathered(rows), reasons)


def changes_of(attempt: Attempt) -> list[str]:
    """One sentence for each time the result changed, oldest first."""
    return [_sentence(row, attempt.max_points) for row in ResultChange.objects.of([attempt.pk])]


def _sentence(row: ResultChange, whole: int) -> str:
    text = _(
        "This result was marked again on %(day)s: %(before)s points became %(after)s of %(whole)d. "
        "Reason: %(reason)s"
    )
    return text % {
        "day": vietnamese.format_date(periods.local_date(row.changed_at)),
        "before": points_text(row.points_before),
        "after": points_text(row.points_after),
        "whole": whole,
        "reason": row.reason,
    }
