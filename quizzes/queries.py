"""What is read of quizzes and attempts. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from courses import content_cache
from quizzes import questions
from quizzes.blueprint import load as load_blueprint
from quizzes.blueprint import rows_of
from quizzes.counting import Outcome
from quizzes.kind import Kind, Option, Response
from quizzes.models import Attempt, QuestionStatus, QuestionVersion, Quiz
from quizzes.paper import Item, load

# A version never changes, so it may be kept long; a day, so that a database put back from a backup
# is not read through yesterday's memory.
_KEEP = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a question with the kind that understands it."""

    version: int
    kind: str
    content: dict[str, Any]


def asked(versions: Collection[int]) -> dict[int, Asked]:
    """By version id; at most one query, none once they have been asked."""
    keys = {f"quizzes:version:{version}": version for version in versions}
    found: dict[int, Asked] = {keys[key]: kept for key, kept in cache.get_many(keys).items()}
    missing = [version for version in versions if version not in found]
    if missing:
        read = {one.version: one for one in read_versions(missing)}
        cache.set_many({f"quizzes:version:{id}": row for id, row in read.items()}, _KEEP)
        found |= read
    return found


def read_versions(versions: Collection[int]) -> list[Asked]:
    """From the database; one query."""
    rows = QuestionVersion.objects.filter(pk__in=versions)
    return [Asked(*row) for row in rows.values_list("pk", "question__kind", "content")]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One question of an attempt with what was answered."""

    position: int
    item: Item
    question: Asked
    response: Response | None
    saved_at: datetime | None
    fraction: Decimal | None  # None until the attempt is submitted, and where nothing was answered

    @property
    def kind(self) -> Kind:
        return questions.kind_of(self.question.kind)

    @property
    def stem(self) -> str:
        return str(self.question.content["stem"])

    @property
    def is_unknown(self) -> bool:
        return questions.is_unknown(self.response)

    @property
    def is_answered(self) -> bool:
        return self.response is not None and not questions.is_begun(self.response)

    @property
    def is_waiting(self) -> bool:
        """For a person's mark; asked of what was handed in."""
        return self.response is not None and self.fraction is None

    @property
    def is_right(self) -> bool:
        return self.fraction is not None and self.fraction == 1

    @property
    def is_missed(self) -> bool:
        """Marked, and not right."""
        return self.kind.counts and not self.is_right and not self.is_waiting

    @property
    def options(self) -> list[Option]:
        return self.kind.options(self.question.content, self.item.order)


def published_quiz(course: str, quiz: str) -> Quiz | None:
    """The test under this address. No query once somebody asked, until an editor saves."""
    quizzes = Quiz.objects.at(course, quiz).with_course()
    return content_cache.remember(f"quiz:{course}:{quiz}", quizzes.first)


def at_address(attempt: Attempt, course: str, quiz: str) -> Attempt | None:
    """The attempt with its quiz, if that is what the address names; no query once it was asked."""
    kept = Quiz.objects.filter(pk=attempt.quiz_id).with_course()
    attempt.quiz = content_cache.remember(f"quiz:{attempt.quiz_id}", kept.get)
    return attempt if (attempt.quiz.course.slug, attempt.quiz.slug) == (course, quiz) else None


def sheet(attempt: Attempt) -> list[SheetRow]:
    """Every question of the paper, in its order."""
    paper = load(attempt.paper)
    contents = asked([item.version for item in paper])
    answers = {answer.position: answer for answer in attempt.answers.all()}
    rows = []
    for position, item in enumerate(paper, start=1):
        answer = answers.get(position)
        rows.append(
            SheetRow(
                position,
                item,
                contents[item.version],
                answer.response if answer else None,
                answer.saved_at if answer else None,
                answer.fraction if answer else None,
            )
        )
    return rows


def first_unanswered(attempt: Attempt) -> int | None:
    """Where to go on; None when everything is answered."""
    given = attempt.answers.all()
    answered = {one.position for one in given if not questions.is_begun(one.response)}
    places = range(1, attempt.length + 1)
    return next((place for place in places if place not in answered), None)


def outcome_of(attempt: Attempt) -> Outcome:
    """Of a marked attempt."""
    assert attempt.points is not None  # by a constraint
    return Outcome(attempt.points, attempt.max_points, attempt.needed, bool(attempt.passed))


def question_counts(quiz: Quiz) -> tuple[int, int]:
    """How many questions of a paper of this quiz count, and how many are asked beside them."""
    opinion = Q(
        question__kind__in=[kind.name for kind in questions.KINDS.values() if not kind.counts]
    )
    in_bank = quiz.items.filter(question__status=QuestionStatus.IN_USE).aggregate(
        counting=Count("pk", filter=~opinion), beside=Count("pk", filter=opinion)
    )
    counting = in_bank["counting"]
    if quiz.blueprint:
        counting = sum(row.count for row in rows_of(load_blueprint(quiz.blueprint)))
    elif quiz.draw:
        counting = min(quiz.draw, counting)
    return counting, in_bank["beside"]
