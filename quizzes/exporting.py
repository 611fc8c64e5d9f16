"""Questions of the bank in the neutral form (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from quizzes import questions
from quizzes.formats import Question as Neutral
from quizzes.formats import tidy
from quizzes.models import Question, QuestionVersion
from quizzes.services.importing import COLUMNS


def neutral_questions(
    *, course: str = "", among: QuerySet[Question] | None = None
) -> list[Neutral]:
    """The newest versions of questions in use, of one course (its slug) or of all."""
    asked = Question.objects.all() if among is None else among
    asked = asked.filter(is_active=True)
    if course:
        asked = asked.filter(course__slug=course)
    versions = QuestionVersion.objects.filter(question__in=asked).newest()
    return list(_neutral(versions.select_related("question__lesson").order_by("question__code")))


def _neutral(versions: Iterable[QuestionVersion]) -> Iterable[Neutral]:
    for version in versions:
        row = version.question
        facts: dict[str, Any] = {name: getattr(row, column) for name, column in COLUMNS.items()}
        facts |= {"kind": row.kind, "code": row.code, "lesson": row.lesson.slug}
        yield tidy(_without_ids(questions.kind_of(row.kind).begin(version.content)) | facts)


def _without_ids(value: Any) -> Any:
    """Ids are made from the texts when a question is stored."""
    if isinstance(value, Mapping):
        return {name: _without_ids(cell) for name, cell in value.items() if name != "id"}
    return [_without_ids(cell) for cell in value] if isinstance(value, list) else value
