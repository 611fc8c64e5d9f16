"""What each invented person did: the lessons they read and when, the tests they sat, how well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from courses.bulk import PastLesson
from courses.models import CoursePage
from courses.outlines import CourseOutline
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.home.demo.answering import Answering, Key
from lms.home.demo.people import Draft
from quizzes.bulk import TestDesk

MINUTE = dt.timedelta(minutes=1)
_TEST = 14 * MINUTE
_SECOND_COURSE = 0.25


@dataclass(frozen=True, slots=True)
class Course:
    """A course with what it takes to sit its tests."""

    page: CoursePage
    outline: CourseOutline
    desks: tuple[TestDesk, ...]
    key: Key = field(default_factory=Key)


@dataclass(frozen=True, slots=True)
class Sitting:
    desk: TestDesk
    started_at: dt.datetime
    answering: Answering
    session: ClassSession | None

    @property
    def submitted_at(self) -> dt.datetime:
        return self.started_at + _TEST


@dataclass(slots=True)
class Learning:
    """One person's way through one course."""

    user: User
    course: Course
    enrolled_at: dt.datetime
    lessons: list[PastLesson] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)

    @property
    def ends_at(self) -> dt.datetime:
        moments = [lesson.seen_at for lesson in self.lessons]
        return max([self.enrolled_at, *moments, *(s.submitted_at for s in self.sittings)])

    @property
    def is_tested(self) -> bool:
        """Whether the last test was passed by intention: the course ends with it."""
        last = self.sittings[-1] if self.sittings else None
        return last is not None and len(last.answering.right) >= last.desk.needed


def learnings_of(
    draft: Draft,
    user: User,
    courses: Sequence[Course],
    sessions: dict[int, ClassSession],
    *,
    now: dt.datetime,
    rng: Random,
) -> list[Learning]:
    """One course, for some a second one after it. `sessions`: those stored, by id() of the plan."""
    meant = [c for c in courses if user.audience in c.outline.audiences] or list(courses)
    if draft.sessions:
        taught = next((c for c in courses if c.page == draft.sessions[0].course), meant[0])
        evenings = [sessions[id(planned)] for planned in draft.sessions]
        first = _in_class(user, taught, evenings, draft, rng)
    else:
        first = _alone(user, rng.choice(meant), draft.starts_at, draft.place.lead, rng)
    found = [_until(first, now)]
    others = [course for course in meant if course is not first.course]
    if found[0].is_tested and others and rng.random() < _SECOND_COURSE:
        later = first.ends_at + dt.timedelta(days=rng.uniform(1, 12))
        if later < now:
            second = _alone(user, rng.choice(others), later, draft.place.lead, rng)
            found.append(_until(second, now))
    return found


def _in_class(
    user: User, course: Course, evenings: list[ClassSession], draft: Draft, rng: Random
) -> Learning:
    """Lessons shared out over the evenings; the test on the last one, the facilitator watching."""
    learning = Learning(user, course, evenings[0].starts_at + 8 * MINUTE)
    items = course.outline.lessons
    each = -(-len(items) // len(evenings))
    for index, item in enumerate(items):
        evening = evenings[index // each]
        begun = evening.starts_at + (10 + 11 * (index % each)) * MINUTE
        learning.lessons.append(PastLesson(item, item.screens, begun, begun + 9 * MINUTE))
    stays = 0.55 + 0.4 * draft.place.lead
    if len(evenings) > 1 and rng.random() < stays:
        starts_at = evenings[-1].starts_at + 72 * MINUTE
        learning.sittings = _sittings(course, starts_at, evenings[-1], rng)
    elif len(evenings) == 1 or rng.random() < 0.5:
        learning.lessons = learning.lessons[: rng.randint(1, max(1, len(items) - 1))]
    return learning


def _alone(
    user: User, course: Course, starts_at: dt.datetime, lead: float, rng: Random
) -> Learning:
    """A lesson every few days, as far as it goes."""
    learning = Learning(user, course, starts_at)
    chance, done = rng.random(), 0.12 + 0.72 * lead
    count = len(course.outline.lessons)
    read = count if chance < done + 0.12 else rng.randint(0, count - 1)
    at = starts_at + 2 * MINUTE
    for item in course.outline.lessons[:read]:
        ends_at = at + rng.randint(4, 14) * MINUTE
        learning.lessons.append(PastLesson(item, item.screens, at, ends_at))
        at = ends_at + rng.choice([3 * MINUTE, 3 * MINUTE, dt.timedelta(days=rng.randint(1, 3))])
    if read < count and rng.random() < 0.7:
        item = course.outline.lessons[read]
        screen = rng.randint(0, max(0, item.screens - 1))
        learning.lessons.append(PastLesson(item, screen, at, at + 3 * MINUTE))
    if read == count and chance < done:
        learning.sittings = _sittings(course, at, None, rng)
    return learning


def _sittings(
    course: Course, starts_at: dt.datetime, session: ClassSession | None, rng: Random
) -> list[Sitting]:
    """Every test of the course, some at the second try; alone the second try is another day."""
    found: list[Sitting] = []
    for desk in course.desks:
        if rng.random() < 0.22:
            right = rng.randint(desk.needed // 2, max(0, desk.needed - 1))
            answering = Answering(rng, course.key, right=right, questions=desk.questions)
            before = starts_at - 2 * _TEST if session else starts_at
            found.append(Sitting(desk, before, answering, None))
            starts_at = starts_at if session else starts_at + dt.timedelta(days=rng.randint(1, 4))
        right = rng.randint(desk.needed, desk.questions)
        answering = Answering(rng, course.key, right=right, questions=desk.questions)
        found.append(Sitting(desk, starts_at, answering, session))
        starts_at += 2 * _TEST
    return found


def _until(learning: Learning, now: dt.datetime) -> Learning:
    """Without what has not happened yet: the way ends where the present is."""
    last = now - dt.timedelta(minutes=20)
    learning.lessons = [lesson for lesson in learning.lessons if lesson.seen_at < last]
    learning.sittings = [sitting for sitting in learning.sittings if sitting.submitted_at < last]
    return learning
