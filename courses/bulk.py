"""Very many enrolments at once, for loading history. What is derived of an enrolment (completion,
evidence, last activity) follows here from its facts by the rules of `services`, so that no
completed enrolment lacks one. No signal is sent: rebuild what is counted, issue what is earned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import transaction

from courses import content_cache
from courses.models import (
    CoursePage,
    Enrolment,
    Evidence,
    LessonPage,
    LessonProgress,
    RequirementDone,
)
from courses.outlines import CourseOutline, LessonItem, RequirementItem
from lms.accounts.models import User

BATCH = 500


@dataclass(frozen=True, slots=True)
class PastLesson:
    """A lesson begun at `started_at`, read up to `screen` at `seen_at`."""

    item: LessonItem
    screen: int
    started_at: dt.datetime
    seen_at: dt.datetime

    @property
    def is_done(self) -> bool:
        return self.screen >= self.item.screens


@dataclass(frozen=True, slots=True)
class PastRequirement:
    item: RequirementItem
    done_at: dt.datetime
    evidence: str
    score_text: str


@dataclass
class PastEnrolment:
    user: User
    course: CoursePage
    outline: CourseOutline
    enrolled_at: dt.datetime
    lessons: list[PastLesson] = field(default_factory=list)
    met: list[PastRequirement] = field(default_factory=list)
    active_at: list[dt.datetime] = field(default_factory=list)  # other moments of learning

    @property
    def moments(self) -> list[dt.datetime]:
        lessons = [lesson.seen_at for lesson in self.lessons]
        return [self.enrolled_at, *lessons, *(met.done_at for met in self.met), *self.active_at]

    @cached_property
    def completed_at(self) -> dt.datetime | None:
        """When the last thing of the course was done; None while one is missing."""
        read = {lesson.item.id: lesson.seen_at for lesson in self.lessons if lesson.is_done}
        met = {done.item.id: done.done_at for done in self.met}
        missing = {item.id for item in self.outline.lessons} - read.keys()
        missing |= {item.id for item in self.outline.requirements} - met.keys()
        return None if missing else max([*read.values(), *met.values()], default=None)

    @property
    def evidence(self) -> str:
        kinds = {met.evidence for met in self.met}
        supervised = self.completed_at is not None and kinds == {Evidence.SUPERVISED}
        return Evidence.SUPERVISED if supervised else Evidence.SELF_STUDY


@transaction.atomic
def publish_before(courses: Iterable[CoursePage], *, at: dt.datetime) -> None:
    """What is told of these courses begins at `at`: their lessons, published later, count as published
    then, or every reader of the past would be told that the lesson has changed since."""
    for course in courses:
        later = LessonPage.objects.child_of(course).filter(first_published_at__gt=at)
        later.update(first_published_at=at, last_published_at=at)
    content_cache.forget()


@transaction.atomic
def add_enrolments(*, past: Sequence[PastEnrolment]) -> list[Enrolment]:
    """Enrolments with what was read and met, in the order given, where the person lives now."""
    enrolments = [_enrolment(entry) for entry in past]
    Enrolment.objects.bulk_create(enrolments, batch_size=BATCH)
    pairs = list(zip(enrolments, past, strict=True))
    LessonProgress.objects.bulk_create(_lessons(pairs), batch_size=BATCH)
    RequirementDone.objects.bulk_create(_requirements(pairs), batch_size=BATCH)
    return enrolments


def _enrolment(entry: PastEnrolment) -> Enrolment:
    return Enrolment(
        user=entry.user,
        course=entry.course,
        ward=entry.user.ward,
        agency=entry.user.agency,
        course_version=entry.course.version,
        enrolled_at=entry.enrolled_at,
        last_activity_at=max(entry.moments),
        completed_at=entry.completed_at,
        evidence=entry.evidence,
    )


def _lessons(pairs: Iterable[tuple[Enrolment, PastEnrolment]]) -> list[LessonProgress]:
    return [
        LessonProgress(
            enrolment=enrolment,
            lesson_id=lesson.item.id,
            screen=lesson.screen,
            last_screen=min(lesson.screen + 1, lesson.item.screens),
            started_at=lesson.started_at,
            seen_at=lesson.seen_at,
            done_at=lesson.seen_at if lesson.is_done else None,
        )
        for enrolment, entry in pairs
        for lesson in entry.lessons
    ]


def _requirements(pairs: Iterable[tuple[Enrolment, PastEnrolment]]) -> list[RequirementDone]:
    return [
        RequirementDone(
            enrolment=enrolment,
            requirement_id=met.item.id,
            done_at=met.done_at,
            evidence=met.evidence,
            score_text=met.score_text,
        )
        for enrolment, entry in pairs
        for met in entry.met
    ]
