"""Writing questions and tests as verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import Max

from courses.models import CoursePage, Requirement
from courses.services import register_requirement
from lms.accounts.models import User
from lms.core import audit
from lms.core.vietnamese import clean_text, slugify_vi
from quizzes.blueprint import category_path
from quizzes.models import Question, QuestionVersion, Quiz, QuizItem, Tag


@transaction.atomic
def save_question(
    *,
    question: Question,
    content: dict[str, Any],
    at: datetime,
    by: User | None = None,
    tags: Iterable[str] | None = None,
) -> Question:
    """Save the question (without a code it gets the next of its course, without an owner whoever
    writes it); content that differs from the newest version becomes a new one. Papers frozen before
    keep what they hold. `tags`: exactly these from now on; None leaves them. Idempotent."""
    question.stem = content["stem"]
    question.code = question.code or next(free_codes(question.course))
    if question.pk is None and question.owner_id is None:
        question.owner = by
    question.category = category_path(question.category)
    question.save()
    if tags is not None:
        _tag(question, tags)
    newest = question.versions.select_for_update().first()
    if newest is None or newest.content != content:
        number = newest.number + 1 if newest else 1
        QuestionVersion.objects.create(
            question=question, number=number, content=content, created_at=at, created_by=by
        )
        if by is not None:
            audit.record("question.version_added", question, by=by, number=number)
    return question


def _tag(question: Question, words: Iterable[str]) -> None:
    names = sorted(set(filter(None, (clean_text(word)[:60] for word in words))))
    there = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    new = [Tag(name=name) for name in names if name not in there]
    Tag.objects.bulk_create(new, ignore_conflicts=True)
    question.tags.set(Tag.objects.filter(name__in=names))


@transaction.atomic
def save_quiz(*, quiz: Quiz, questions: Iterable[Question] | None, by: User | None = None) -> Quiz:
    """Save the rules of the test (a new one gets its address from its title) and make its course
    ask for it. `questions`: exactly these are in it from now on; None leaves them. Idempotent."""
    is_new = quiz.pk is None
    quiz.slug = quiz.slug or _free_slug(quiz)
    quiz.save()
    if questions is not None:
        _put_in(quiz, list(questions))
    register_quiz(quiz=quiz)
    if by is not None:
        audit.record("quiz.added" if is_new else "quiz.changed", quiz, by=by)
    return quiz


def _put_in(quiz: Quiz, questions: list[Question]) -> None:
    """New ones come last; the others keep their places."""
    quiz.items.exclude(question__in=questions).delete()
    there = set(quiz.items.values_list("question_id", flat=True))
    last = quiz.items.aggregate(last=Max("position"))["last"] or 0
    new = [question for question in questions if question.pk not in there]
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, question=question, position=place)
        for place, question in enumerate(new, start=last + 1)
    )


def _free_slug(quiz: Quiz) -> str:
    wanted = slugify_vi(quiz.title)[:70] or "kiem-tra"
    taken = set(Quiz.objects.filter(course=quiz.course).values_list("slug", flat=True))
    names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def free_codes(course: CoursePage) -> Iterator[str]:
    """Codes no question has, one after another."""
    taken = set(Question.objects.values_list("code", flat=True))
    codes = (f"{course.code}-{number:02d}" for number in count(1))
    return (code for code in codes if code not in taken)


def register_quiz(*, quiz: Quiz) -> Requirement:
    """Make the course ask for this quiz. Idempotent."""
    return register_requirement(
        course=quiz.course, kind="quiz", key=quiz.slug, title=quiz.title, minutes=quiz.minutes
    )
