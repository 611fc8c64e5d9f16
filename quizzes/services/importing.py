"""Questions of a file into the bank, all or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from quizzes.formats import Problem, Reading
from quizzes.import_plan import Planned, plan_import
from quizzes.models import Question, QuestionStatus
from quizzes.services.bank import free_codes, save_question
from quizzes.services.loading import LoadReport
from quizzes.services.media import keep_medium


class ImportRefusedError(DomainError):
    """Nothing was written; `problems` says why, by line or row of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(p.message for p in problems), code="import.refused")
        self.problems = problems


@transaction.atomic
def import_questions(
    *,
    reading: Reading,
    course: CoursePage,
    lesson: LessonPage,
    at: datetime,
    by: User | None = None,
    in_use: bool = True,
) -> LoadReport:
    """Store every question of the reading. Refused whole if one has a problem. Idempotent: a
    question is known again by its code, without one by its content within the course."""
    CoursePage.objects.select_for_update().get(pk=course.pk)  # two imports wait for each other
    plan = plan_import(reading, course, lesson)
    if plan.problems:
        raise ImportRefusedError(plan.problems)
    status = QuestionStatus.IN_USE if in_use else QuestionStatus.DRAFT
    report, codes = LoadReport(), free_codes(course)
    for row in plan.rows:
        if row.action == "add":
            report.added += 1
            new = Question(kind=row.kind, course=course, status=status)
            _store(row, new, codes, at, by)
        elif row.there is not None and row.action == "change":
            report.changed += 1
            _store(row, row.there, codes, at, by)
        else:
            report.kept += 1
    audit.record("questions.imported", course, by=by, added=report.added, changed=report.changed)
    return report


def _store(
    row: Planned, question: Question, codes: Iterator[str], at: datetime, by: User | None
) -> None:
    for medium in row.media:
        keep_medium(data=medium.data, alt=medium.alt, at=at, by=by)
    question.code = question.code or row.code or next(codes)
    question.lesson = row.lesson
    for name, value in row.facts.items():
        setattr(question, name, value)
    save_question(question=question, content=dict(row.content), at=at, by=by, tags=row.tags)
