"""First attempts at a quiz, read in pages and handed one by one to `quizzes.statistics`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from lms.accounts.models import Audience
from quizzes import questions
from quizzes.models import Answer, Attempt, AttemptQuerySet, Quiz
from quizzes.paper import load
from quizzes.queries import Asked, asked
from quizzes.statistics import SCALE
from quizzes.statistics.gathering import NOTHING, UNKNOWN, Marked, Sitting

_PAGE = 500
OLDER_FROM = 50
_OFFICIALS = frozenset({Audience.CIVIL_SERVANT, Audience.PUBLIC_EMPLOYEE})

AGE, WORK = "age", "work"
"""Comparisons: people of 50 and over with younger ones, and others with civil servants."""


def counted_attempts(quiz: Quiz) -> AttemptQuerySet:
    """Everybody's first, once it is decided."""
    return Attempt.objects.filter(quiz=quiz, number=1).submitted()


def sittings_of(quiz: Quiz) -> Iterator[Sitting]:
    facts = (
        counted_attempts(quiz)
        .order_by("pk")
        .values_list("pk", "paper", "started_at", "user__birth_year", "user__audience")
    )
    last = 0
    while page := list(facts.filter(pk__gt=last)[:_PAGE]):
        last = page[-1][0]
        answers = _answers([row[0] for row in page])
        for pk, paper, started_at, born, audience in page:
            marked = _marked(paper, answers.get(pk, {}), started_at)
            yield Sitting(marked, _groups(started_at, born, audience))


_Given = tuple[dict[str, Any], Decimal | None, datetime]


def _answers(attempts: list[int]) -> dict[int, dict[int, _Given]]:
    """By attempt and position."""
    rows = Answer.objects.filter(attempt__in=attempts).values_list(
        "attempt_id", "position", "response", "fraction", "saved_at"
    )
    found: dict[int, dict[int, _Given]] = {}
    for attempt, position, *given in rows.iterator():
        found.setdefault(attempt, {})[position] = (given[0], given[1], given[2])
    return found


def _marked(paper: Any, answers: dict[int, _Given], started_at: datetime) -> list[Marked]:
    items = load(paper)
    contents = asked([item.version for item in items])
    seconds = _seconds(answers, started_at)
    rows = []
    for place, item in enumerate(items, start=1):
        question = contents[item.version]
        if not questions.kind_of(question.kind).counts:
            continue
        response, fraction, _saved = answers.get(place, ({}, None, started_at))
        mark = int((fraction or 0) * SCALE)
        rows.append(Marked(item.version, mark, _options(question, response), seconds.get(place)))
    return rows


def _options(question: Asked, response: dict[str, Any]) -> tuple[str, ...]:
    if not response or questions.is_begun(response):
        return (NOTHING,)
    if questions.is_unknown(response):
        return (UNKNOWN,)
    return tuple(questions.kind_of(question.kind).chosen(response))


def _seconds(answers: dict[int, _Given], started_at: datetime) -> dict[int, int]:
    """From the save before it, in the order they were saved."""
    before, found = started_at, {}
    for place, (_response, _fraction, saved_at) in sorted(
        answers.items(), key=lambda row: row[1][2]
    ):
        found[place] = int((saved_at - before).total_seconds())
        before = saved_at
    return found


def _groups(started_at: datetime, born: int | None, audience: str) -> dict[str, bool]:
    groups = {WORK: audience not in _OFFICIALS}
    if born is not None:
        groups[AGE] = started_at.year - born >= OLDER_FROM
    return groups
