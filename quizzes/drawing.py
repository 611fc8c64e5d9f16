"""What a paper of a test is drawn from, and the paper: by its blueprint, or from the questions chosen
for it. Reads only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.models import CoursePage
from lms.accounts.models import User
from lms.core.errors import DomainError
from quizzes import blueprint, paper, questions
from quizzes.blueprint import Blueprint, DryRun, Facets, dry_run, fill, rows_of
from quizzes.grading import points_needed
from quizzes.kind import Content, Kind
from quizzes.models import (
    Attempt,
    Question,
    QuestionQuerySet,
    QuestionStatus,
    QuestionVersion,
    Quiz,
    QuizItem,
    Tag,
)
from quizzes.paper import Candidate, Item, compose, points_of


@dataclass(frozen=True, slots=True)
class NewPaper:
    """`sections`: what an attempt promises of each, [{"name", "needed"}]."""

    items: list[Item]
    points: int
    needed: int
    sections: list[dict[str, Any]]


def new_paper(quiz: Quiz, *, seed: str, user: User | None = None) -> NewPaper:
    """The same seed draws the same from the same bank. For a `user` what they have not met in this
    test comes first. DomainError where the bank does not hold enough."""
    seen = seen_by(user, quiz) if user and (quiz.blueprint or quiz.draw) else Counter[int]()
    if quiz.blueprint:
        return _by_blueprint(quiz, seed, seen)
    candidates = candidates_of(quiz)
    items = paper.draw(
        candidates, count=quiz.draw, seed=seed, shuffle=quiz.shuffle_questions, seen=seen
    )
    points = points_of(items, candidates)
    return NewPaper(items, points, points_needed(points, quiz.pass_percent), [])


def _by_blueprint(quiz: Quiz, seed: str, seen: Counter[int]) -> NewPaper:
    sections = blueprint.load(quiz.blueprint)
    rows = rows_of(sections)
    drawn = fill(rows, bank_of(quiz), seen=seen, seed=seed)
    if any(len(inside) < row.count for inside, row in zip(drawn, rows, strict=True)):
        raise DomainError(
            _("This test cannot be put together just now: it has too few questions in use."),
            code="attempt.too_few_questions",
        )
    by_section = _grouped(sections, drawn)
    candidates = _candidates(
        Question.objects.filter(pk__in=[question for inside in by_section for question in inside])
    ) + [one for one in _candidates(_chosen(quiz)) if not one.counts]
    items = compose(by_section, candidates, seed=seed, shuffle=quiz.shuffle_questions)
    points = sum(row.count for row in rows)
    promised = [{"name": section.name, "needed": section.minimum} for section in sections]
    return NewPaper(items, points, points_needed(points, quiz.pass_percent), promised)


def _grouped(sections: Blueprint, drawn: list[list[int]]) -> list[set[int]]:
    """What was drawn by row, by section."""
    rest = iter(drawn)
    return [{question for _row in section.rows for question in next(rest)} for section in sections]


def candidates_of(quiz: Quiz) -> list[Candidate]:
    """The questions chosen for the quiz that are in use; DomainError where there are none."""
    found = _candidates(_chosen(quiz))
    if not found:
        raise DomainError(_("This test has no questions yet."), code="attempt.no_questions")
    return found


def _chosen(quiz: Quiz) -> QuestionQuerySet:
    in_use = QuizItem.objects.filter(quiz=quiz, question__status=QuestionStatus.IN_USE)
    return Question.objects.filter(items__in=in_use).order_by("items__position")


def _candidates(found: QuestionQuerySet) -> list[Candidate]:
    """In their newest versions."""
    kinds = dict(found.values_list("pk", "kind"))
    newest = QuestionVersion.objects.filter(question__in=kinds).newest()
    versions = {row[0]: row[1:] for row in newest.values_list("question", "pk", "content")}
    return [_candidate(id, questions.kind_of(kind), *versions[id]) for id, kind in kinds.items()]


def _candidate(question: int, kind: Kind, version: int, content: Content) -> Candidate:
    return Candidate(question, version, kind.layout(content), kind.counts)


# --- the bank ------------------------------------------------------------------------------------


def bank_of(quiz: Quiz) -> list[Facets]:
    """Every question a row may take: in use, worth points, of the course; of all courses of its
    ministry where a row asks for that."""
    beside = [kind.name for kind in questions.KINDS.values() if not kind.counts]
    wide = any(row.wide for row in rows_of(blueprint.load(quiz.blueprint)))
    courses = _courses_beside(quiz) if wide else [quiz.course_id]
    found = Question.objects.in_use().filter(course__in=courses).exclude(kind__in=beside)
    tags = _tags_by_question(found)
    rows = found.values_list("pk", "course", "category", "difficulty", "competence")
    return [
        Facets(
            pk, category, frozenset(tags[pk]), difficulty, competence, own=course == quiz.course_id
        )
        for pk, course, category, difficulty, competence in rows.order_by("code")
    ]


def _courses_beside(quiz: Quiz) -> Collection[int]:
    course = CoursePage.objects.get(pk=quiz.course_id)
    return list(CoursePage.objects.sibling_of(course).values_list("pk", flat=True))


def _tags_by_question(found: QuestionQuerySet) -> Mapping[int, list[str]]:
    pairs: Iterable[tuple[int, str]] = Tag.objects.filter(questions__in=found).values_list(
        "questions", "name"
    )
    tags: defaultdict[int, list[str]] = defaultdict(list)
    for question, name in pairs:
        tags[question].append(name)
    return tags


def seen_by(user: User, quiz: Quiz) -> Counter[int]:
    """How often the person met each question in this test."""
    papers = Attempt.objects.of(user).filter(quiz=quiz).values_list("paper", flat=True)
    return Counter(entry["question"] for stored in papers for entry in stored)


def proof_of(quiz: Quiz) -> DryRun:
    """Whether the bank fills the quiz's blueprint, row by row."""
    return dry_run(rows_of(blueprint.load(quiz.blueprint)), bank_of(quiz))
