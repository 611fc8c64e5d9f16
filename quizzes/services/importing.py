"""Questions of a file into the bank: planned first, then written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from quizzes import authoring, questions
from quizzes.formats import Problem, Reading
from quizzes.kind import Content, Kind
from quizzes.models import Question, QuestionVersion
from quizzes.services.bank import free_codes, save_question
from quizzes.services.loading import LoadReport

LONGEST_CODE = 40
COLUMNS = {"source": "source"}
"""What the neutral form knows of a question beside its content, and the column it is kept in."""
_BESIDE = {
    "kind", "code", "title", "lesson", "category", "tags", "difficulty", "competence", "media",
    *COLUMNS,
}  # fmt: skip


class ImportRefusedError(DomainError):
    """Nothing was written; `problems` says why, by line or row of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(p.message for p in problems), code="import.refused")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Planned:
    """One question of the file as it will be stored. `there`: the one it is already."""

    place: int
    question: Mapping[str, Any]
    content: Content
    lesson: LessonPage
    there: Question | None
    differs: bool


@dataclass(slots=True)
class Plan:
    course: CoursePage
    rows: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_import(*, reading: Reading, course: CoursePage, lesson: LessonPage) -> Plan:
    """What importing the reading into the course would do; writes nothing. `lesson` is for
    questions that do not name their own."""
    planner = _Planner(course, lesson, reading)
    plan = Plan(course, problems=list(reading.problems))
    for place, question in zip(reading.places, reading.questions, strict=True):
        try:
            plan.rows.append(planner.plan(place, question))
        except _NotStorableError as error:
            plan.problems += [Problem(place, problem) for problem in error.problems]
    plan.problems.sort(key=lambda problem: problem.place)
    return plan


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
    plan = plan_import(reading=reading, course=course, lesson=lesson)
    if plan.problems:
        raise ImportRefusedError(plan.problems)
    report, codes = LoadReport(), free_codes(course)
    for row in plan.rows:
        if row.there is not None and not row.differs:
            report.kept += 1
            continue
        if row.there is None:
            report.added += 1
        else:
            report.changed += 1
        question = row.there or Question(kind=row.question["kind"], course=course, is_active=in_use)
        question.code = question.code or row.question.get("code") or next(codes)
        question.lesson = row.lesson
        for name, column in COLUMNS.items():
            if name in row.question:
                setattr(question, column, row.question[name])
        save_question(question=question, content=dict(row.content), at=at, by=by)
    audit.record("questions.imported", course, by=by, added=report.added, changed=report.changed)
    return report


# --- planning -----------------------------------------------------------------------------------


class _NotStorableError(Exception):
    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


class _Planner:
    """What the bank holds, beside one reading."""

    def __init__(self, course: CoursePage, lesson: LessonPage, reading: Reading) -> None:
        codes = [q["code"] for q in reading.questions if q.get("code")]
        self.course, self.lesson = course, lesson
        self.lessons = {page.slug: page for page in LessonPage.objects.child_of(course)}
        self.by_code = {row.code: row for row in Question.objects.filter(code__in=codes)}
        self.newest = _newest_contents(course, self.by_code.values())
        self.by_content = {
            _key(question.kind, content): question for question, content in self.newest.values()
        }
        self.seen: dict[str, int] = {}

    def plan(self, place: int, question: Mapping[str, Any]) -> Planned:
        content = _content(question)
        there = self._there(question, content)
        self._refuse_twice(place, question, content)
        return Planned(
            place, question, content, self._lesson(question), there, self._differs(there, content)
        )

    def _there(self, question: Mapping[str, Any], content: Content) -> Question | None:
        code = question.get("code", "")
        if not code:
            return self.by_content.get(_key(question["kind"], content))
        if len(code) > LONGEST_CODE:
            raise _NotStorableError(
                _("The code “%(code)s” is longer than %(count)s characters.")
                % {"code": code, "count": LONGEST_CODE}
            )
        there = self.by_code.get(code)
        if there is not None and there.course_id != self.course.pk:
            raise _NotStorableError(
                _("The code “%(code)s” belongs to a question of another course.") % {"code": code}
            )
        if there is not None and there.kind != question["kind"]:
            raise _NotStorableError(
                _("“%(code)s” is another kind of question in the bank; give it a new code.")
                % {"code": code}
            )
        return there

    def _refuse_twice(self, place: int, question: Mapping[str, Any], content: Content) -> None:
        key = question.get("code") or _key(question["kind"], content)
        first = self.seen.setdefault(key, place)
        if first != place:
            raise _NotStorableError(
                _("The same question is already in this file, at %(place)s.") % {"place": first}
            )

    def _lesson(self, question: Mapping[str, Any]) -> LessonPage:
        slug = question.get("lesson", "")
        if slug and slug not in self.lessons:
            raise _NotStorableError(_("the course has no lesson “%(slug)s”") % {"slug": slug})
        return self.lessons[slug] if slug else self.lesson

    def _differs(self, there: Question | None, content: Content) -> bool:
        return there is not None and self.newest[there.pk][1] != content


def _newest_contents(
    course: CoursePage, others: Iterable[Question]
) -> dict[int, tuple[Question, Content]]:
    wanted = Question.objects.filter(course=course) | Question.objects.filter(
        pk__in=[question.pk for question in others]
    )
    versions = QuestionVersion.objects.filter(question__in=wanted).newest()
    return {
        version.question_id: (version.question, version.content)
        for version in versions.select_related("question")
    }


def _key(kind: str, content: Content) -> str:
    return json.dumps([kind, content], sort_keys=True, ensure_ascii=False)


def _content(question: Mapping[str, Any]) -> Content:
    name = question["kind"]
    if name not in questions.KINDS:
        raise _NotStorableError(
            _("Questions of the kind “%(name)s” cannot be stored yet.") % {"name": name}
        )
    if question.get("media"):
        raise _NotStorableError(_("Pictures and sounds cannot be stored yet."))
    kind = questions.kind_of(name)
    raw = {key: value for key, value in question.items() if key not in _BESIDE}
    raw["explanation"] = _explanation(kind, question, raw)
    raw.pop("feedback", None)
    content, problems = authoring.write(kind, raw)
    if problems:
        raise _NotStorableError(*problems)
    return content


def _explanation(kind: Kind, question: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    """Every question of ours says why. One that comes without says what it tells those who were
    right, what it tells the others, or at least the right answer."""
    said = question.get("feedback", {})  # of true or false
    parts = [
        question.get("explanation", ""),
        *(said[name] for name in ("true", "false") if name in said),
    ]
    if not any(parts):
        parts = [row["feedback"] for row in question.get("options", []) if _is_right_and_says(row)]
    if not any(parts):
        key = kind.key_text(kind.finish(dict(raw)))
        parts = [_("The right answer: %(answer)s.") % {"answer": key.rstrip(".")}] if key else []
    return "\n".join(filter(None, parts)) or _("Thank you for answering.")


def _is_right_and_says(row: Mapping[str, Any]) -> bool:
    return bool(row.get("correct") and row.get("feedback"))
