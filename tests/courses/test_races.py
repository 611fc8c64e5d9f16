"""Two requests in the same moment: one enrolment, one completion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from courses import services
from courses.models import Enrolment, LessonProgress
from courses.signals import course_completed
from tests.courses.readers import NOW, lessons_of, pass_quiz, with_quiz
from tests.factories import UserFactory, make_course
from tests.threads import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def completed() -> Iterator[list[int]]:
    ids: list[int] = []

    def hear(enrolment: Enrolment, **kwargs: Any) -> None:
        ids.append(enrolment.pk)

    course_completed.connect(hear)
    yield ids
    course_completed.disconnect(hear)


def in_turn(*calls: Callable[[], object]) -> Callable[[], object]:
    """Each thread takes the next call."""
    waiting = list(calls)
    return lambda: waiting.pop()()


def test_the_last_lesson_and_the_quiz_at_once_complete_once(completed: list[int]) -> None:
    course = with_quiz(make_course(lessons=1, screens=1))
    lesson = lessons_of(course)[0]
    pk = services.enrol(user=UserFactory(), course=course, at=NOW).pk

    def read_it() -> None:
        services.record_screen(
            enrolment=Enrolment.objects.get(pk=pk), lesson=lesson, screen=1, at=NOW
        )

    def pass_it() -> None:
        pass_quiz(Enrolment.objects.get(pk=pk))

    all_at_once(6, in_turn(*[read_it, pass_it] * 3))
    assert completed == [pk]
    assert Enrolment.objects.get(pk=pk).completed_at == NOW
    assert LessonProgress.objects.count() == 1


def test_enrolling_at_once_is_one_enrolment() -> None:
    user, course = UserFactory(), make_course(lessons=1)
    found = all_at_once(4, lambda: services.enrol(user=user, course=course, at=NOW).pk)
    assert len(set(found)) == 1


def test_screens_of_two_tabs_keep_the_furthest() -> None:
    course = make_course(lessons=1, screens=8)
    lesson = lessons_of(course)[0]
    pk = services.enrol(user=UserFactory(), course=course, at=NOW).pk

    def turn(screen: int) -> Callable[[], object]:
        return lambda: services.record_screen(
            enrolment=Enrolment.objects.get(pk=pk), lesson=lesson, screen=screen, at=NOW
        )

    all_at_once(4, in_turn(turn(2), turn(7), turn(3), turn(5)))
    assert LessonProgress.objects.get().screen == 7
