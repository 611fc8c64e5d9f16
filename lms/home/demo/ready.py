"""What the ready learner and the ready civil servant have done so far, so that their pages show
somebody in the middle of learning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from courses.bulk import PastLesson
from lms.accounts.models import Audience, User
from lms.accounts.roles import Role
from lms.home.demo.answering import Answering
from lms.home.demo.learning import MINUTE, Course, Learning, Sitting
from lms.home.demo.papers import courses_for_all

_HOUR = dt.timedelta(hours=1)


def ready_learnings(
    ready: dict[Role, User], courses: Sequence[Course], *, now: dt.datetime, rng: Random
) -> list[Learning]:
    """The learner: one course completed three days ago, one begun. The civil servant: half of the
    course that is required, two others completed, the first so long ago that its term ends soon."""
    open_ones = [c for c in courses if Audience.RESIDENT in c.outline.audiences] or list(courses)
    staff = [c for c in courses if c.outline.sign_in_only] or [courses[-1]]
    resident, official = ready[Role.RESIDENT], ready[Role.CIVIL_SERVANT]
    found = [_completed(resident, open_ones[-1], now - 72 * _HOUR, rng)]
    if len(open_ones) > 1:
        found.append(_begun(resident, open_ones[0], now - 26 * _HOUR))
    found.append(_begun(official, staff[-1], now - 50 * _HOUR))
    for course, days_ago in zip(courses_for_all(courses), (125, 20), strict=False):
        found.append(_completed(official, course, now - days_ago * 24 * _HOUR, rng, days=1))
    return found


def _completed(
    user: User, course: Course, ends_at: dt.datetime, rng: Random, *, days: int = 9
) -> Learning:
    begins_at = ends_at - dt.timedelta(days=days)
    learning = Learning(user, course, begins_at)
    learning.lessons = _lessons(course, begins_at, len(course.outline.lessons))
    for desk in course.desks:
        answering = Answering(
            rng, course.key, right=max(desk.needed, desk.questions - 2), questions=desk.questions
        )
        learning.sittings.append(Sitting(desk, ends_at - 20 * MINUTE, answering, None))
    return learning


def _begun(user: User, course: Course, begins_at: dt.datetime) -> Learning:
    """Two lessons read and a third one opened."""
    learning = Learning(user, course, begins_at)
    learning.lessons = _lessons(course, begins_at, 2)
    for item in course.outline.lessons[2:3]:
        opened = begins_at + 3 * _HOUR
        screen = min(1, item.screens - 1)
        learning.lessons.append(PastLesson(item, screen, opened, opened + 2 * MINUTE))
    return learning


def _lessons(course: Course, begins_at: dt.datetime, count: int) -> list[PastLesson]:
    found = []
    for index, item in enumerate(course.outline.lessons[:count]):
        opened = begins_at + index * _HOUR
        found.append(PastLesson(item, item.screens, opened, opened + 9 * MINUTE))
    return found
