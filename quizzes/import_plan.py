"""What importing a reading of a file into a course would do. Reads the bank, writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.models import CoursePage, LessonPage
from quizzes import authoring, questions
from quizzes.blueprint import category_path
from quizzes.formats import Problem, Reading, words
from quizzes.import_media import GivenMedium, placed
from quizzes.kind import Content, Kind
from quizzes.models import Difficulty, Question, QuestionVersion

COLUMNS = ("source", "category", "difficulty", "competence")
"""What the neutral form knows of a question beside its content: the columns it is kept in."""
_BESIDE = {"kind", "code", "title", "lesson", "tags", "media", *COLUMNS}


class NotStorableError(Exception):
    """A question cannot be stored; `problems` are sentences."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Planned:
    """One question of the file as it will be stored. `there`: the one it is already."""

    place: int
    kind: str
    code: str
    content: Content
    facts: Mapping[str, str]  # by column
    tags: Sequence[str] | None  # None: the file says nothing of tags
    lesson: LessonPage
    media: Sequence[GivenMedium]
    there: Question | None
    differs: bool

    @property
    def action(self) -> str:
        if self.there is None:
            return "add"
        return "change" if self.differs else "keep"


@dataclass(slots=True)
class Plan:
    rows: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_import(reading: Reading, course: CoursePage, lesson: LessonPage) -> Plan:
    """`lesson` is for questions that do not name their own."""
    planner = _Planner(course, lesson, reading)
    plan = Plan(problems=list(reading.problems))
    for place, question in zip(reading.places, reading.questions, strict=True):
        try:
            plan.rows.append(planner.plan(place, question))
        except NotStorableError as error:
            plan.problems += [Problem(place, problem) for problem in error.problems]
    plan.problems.sort(key=lambda problem: problem.place)
    return plan


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
        kind = _kind_of(question)
        content, media = _content(kind, question)
        facts, tags = _facts(question), question.get("tags")
        there = self._there(question, content)
        self._refuse_twice(place, question, content)
        return Planned(
            place=place,
            kind=kind.name,
            code=question.get("code", ""),
            content=content,
            facts=facts,
            tags=tags,
            lesson=self._lesson(question),
            media=media,
            there=there,
            differs=there is not None and self._differs(there, content, facts, tags),
        )

    def _there(self, question: Mapping[str, Any], content: Content) -> Question | None:
        code = question.get("code", "")
        if not code:
            return self.by_content.get(_key(question["kind"], content))
        there = self.by_code.get(code)
        if there is not None and there.course_id != self.course.pk:
            raise NotStorableError(
                _("The code “%(code)s” belongs to a question of another course.") % {"code": code}
            )
        if there is not None and there.kind != question["kind"]:
            raise NotStorableError(
                _("“%(code)s” is another kind of question in the bank; give it a new code.")
                % {"code": code}
            )
        return there

    def _refuse_twice(self, place: int, question: Mapping[str, Any], content: Content) -> None:
        key = question.get("code") or _key(question["kind"], content)
        first = self.seen.setdefault(key, place)
        if first != place:
            raise NotStorableError(
                _("The same question is already in this file, at %(place)s.") % {"place": first}
            )

    def _lesson(self, question: Mapping[str, Any]) -> LessonPage:
        slug = question.get("lesson", "")
        if slug and slug not in self.lessons:
            raise NotStorableError(_("the course has no lesson “%(slug)s”") % {"slug": slug})
        return self.lessons[slug] if slug else self.lesson

    def _differs(
        self,
        there: Question,
        content: Content,
        facts: Mapping[str, str],
        tags: Sequence[str] | None,
    ) -> bool:
        return (
            self.newest[there.pk][1] != content
            or any(getattr(there, name) != value for name, value in facts.items())
            or (tags is not None and set(tags) != {tag.name for tag in there.tags.all()})
        )


def _newest_contents(
    course: CoursePage, others: Iterable[Question]
) -> dict[int, tuple[Question, Content]]:
    wanted = Question.objects.filter(course=course) | Question.objects.filter(
        pk__in=[question.pk for question in others]
    )
    versions = QuestionVersion.objects.filter(question__in=wanted).newest()
    rows = versions.select_related("question").prefetch_related("question__tags")
    return {row.question_id: (row.question, row.content) for row in rows}


def _key(kind: str, content: Content) -> str:
    return json.dumps([kind, content], sort_keys=True, ensure_ascii=False)


# --- a question as the bank keeps it ------------------------------------------------------------


def _kind_of(question: Mapping[str, Any]) -> Kind:
    name = question["kind"]
    if name not in questions.KINDS:
        raise NotStorableError(
            _("Questions of the kind “%(name)s” cannot be stored yet.") % {"name": words.kind(name)}
        )
    return questions.kind_of(name)


def _facts(question: Mapping[str, Any]) -> dict[str, str]:
    facts = {name: str(question[name]) for name in COLUMNS if name in question}
    if "category" in facts:
        facts["category"] = category_path(facts["category"])
    if facts.get("difficulty", Difficulty.EASY) not in Difficulty.values:
        raise NotStorableError(
            _("“%(name)s” does not have the right form.") % {"name": "difficulty"}
        )
    for name, text in {**facts, "code": question.get("code", "")}.items():
        longest = getattr(Question._meta.get_field(name), "max_length", None)
        if longest is not None and len(text) > longest:
            raise NotStorableError(
                _("“%(name)s” is longer than %(count)s characters.")
                % {"name": name, "count": longest}
            )
    return facts


def _content(kind: Kind, question: Mapping[str, Any]) -> tuple[Content, list[GivenMedium]]:
    raw = {key: value for key, value in question.items() if key not in _BESIDE}
    media = []
    if question.get("media"):
        try:
            media = placed(raw, question["media"])
        except ValueError as error:
            raise NotStorableError(str(error)) from error
        raw["media"] = [medium.row for medium in media]
    raw["explanation"] = _explanation(kind, question, raw)
    if kind.name == "true_false":
        raw.pop("feedback", None)  # it went into the explanation
    content, problems = authoring.write(kind, raw)
    if problems:
        raise NotStorableError(*problems)
    return content, media


def _explanation(kind: Kind, question: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    """Every question of ours says why. One that comes without says what it tells those who were
    right, or at least the right answer."""
    said = question.get("feedback", {})  # of true or false
    parts = [question.get("explanation", ""), *(said.get(name, "") for name in ("true", "false"))]
    if not any(parts):
        rows = question.get("options", [])
        parts = [row["feedback"] for row in rows if row.get("correct") and row.get("feedback")]
    if not any(parts):
        key = kind.key_text(kind.finish(dict(raw)))
        parts = [_("The right answer: %(answer)s.") % {"answer": key.rstrip(".")}] if key else []
    return "\n".join(filter(None, parts)) or _("Thank you for answering.")
