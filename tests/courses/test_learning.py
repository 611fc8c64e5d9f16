"""Enrolling, reading, meeting requirements, completing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from courses import services
from courses.models import Enrolment, Evidence, LessonProgress
from courses.queries import outline, standing
from courses.signals import course_completed, enrolment_changed
from tests.courses.readers import NOW, lessons_of, pass_quiz, read, with_quiz
from tests.factories import AgencyFactory, UserFactory, WardFactory, add_lesson, make_course

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)


class Heard:
    """What the signals said, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []

    def changed(self, enrolment: Enrolment, ward_before: int | None, **kwargs: Any) -> None:
        self.calls.append(("changed", ward_before))

    def completed(self, enrolment: Enrolment, **kwargs: Any) -> None:
        self.calls.append(("completed", enrolment.pk))

    def count(self, name: str) -> int:
        return sum(call[0] == name for call in self.calls)


@pytest.fixture
def heard() -> Any:
    listener = Heard()
    enrolment_changed.connect(listener.changed)
    course_completed.connect(listener.completed)
    yield listener
    enrolment_changed.disconnect(listener.changed)
    course_completed.disconnect(listener.completed)


def test_enrolling_twice_is_one_enrolment_with_the_place_of_the_person(heard: Heard) -> None:
    user = UserFactory(agency=AgencyFactory())
    course = make_course(version=3)
    first = services.enrol(user=user, course=course, at=NOW)
    again = services.enrol(user=user, course=course, at=LATER)
    assert first == again
    assert (first.ward, first.agency) == (user.ward, user.agency)
    assert (first.course_version, again.enrolled_at) == (3, NOW)
    assert heard.calls == [("changed", None)]


def test_reading_a_lesson_screen_by_screen() -> None:
    course = make_course(lessons=1, screens=3)
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    lesson = lessons_of(course)[0]
    progress = services.record_screen(enrolment=enrolment, lesson=lesson, screen=1, at=NOW)
    assert (progress.screen, progress.last_screen, progress.done_at) == (1, 2, None)
    services.record_screen(enrolment=enrolment, lesson=lesson, screen=3, at=LATER)
    progress = services.record_screen(enrolment=enrolment, lesson=lesson, screen=1, at=LATER)
    assert (progress.screen, progress.done_at) == (3, LATER)  # reading again takes nothing back


def test_a_screen_beyond_the_last_counts_as_the_last() -> None:
    course = make_course(lessons=1, screens=2)
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    progress = services.record_screen(
        enrolment=enrolment, lesson=lessons_of(course)[0], screen=99, at=NOW
    )
    assert (progress.screen, progress.last_screen) == (2, 2)


def test_opening_a_screen_is_remembered_but_is_not_done() -> None:
    course = make_course(lessons=1, screens=4)
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    lesson = lessons_of(course)[0]
    services.open_screen(enrolment=enrolment, lesson=lesson, screen=3, at=NOW)
    services.open_screen(enrolment=enrolment, lesson=lesson, screen=2, at=LATER)
    progress = LessonProgress.objects.get()
    assert (progress.screen, progress.last_screen, progress.seen_at) == (0, 2, LATER)
    row = standing(enrolment.user, outline(course), {}).next_row
    assert row is not None
    assert row.url == f"/hoc/{course.slug}/bai-1/2/"
    assert row.status == "doing"


def test_the_last_thing_completes_the_course_once(heard: Heard) -> None:
    course = with_quiz(make_course(lessons=2))
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    first, second = lessons_of(course)
    read(enrolment, first)
    pass_quiz(enrolment)
    assert enrolment.completed_at is None
    read(enrolment, second, at=LATER)
    assert enrolment.completed_at == LATER
    read(enrolment, second, at=LATER + timedelta(days=1))
    pass_quiz(enrolment, at=LATER + timedelta(days=1))
    assert Enrolment.objects.get().completed_at == LATER
    assert heard.count("completed") == 1


def test_completion_is_told_before_the_change_is(heard: Heard) -> None:
    course = make_course(lessons=1, screens=1)
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    heard.calls.clear()
    read(enrolment, lessons_of(course)[0])
    assert heard.calls == [("completed", enrolment.pk), ("changed", None)]


def test_evidence_is_supervised_only_if_the_quiz_was() -> None:
    course = with_quiz(make_course(lessons=1))
    alone, watched = (
        services.enrol(user=UserFactory(), course=course, at=NOW) for _person in range(2)
    )
    pass_quiz(alone)
    pass_quiz(watched, Evidence.SUPERVISED)
    for enrolment in (alone, watched):
        read(enrolment, lessons_of(course)[0])
    assert alone.evidence == Evidence.SELF_STUDY
    assert watched.evidence == Evidence.SUPERVISED


def test_a_supervised_pass_replaces_a_self_study_one_until_completion() -> None:
    course = with_quiz(make_course(lessons=1))
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    pass_quiz(enrolment)
    pass_quiz(enrolment, Evidence.SUPERVISED, at=LATER)
    assert enrolment.requirements_done.get().evidence == Evidence.SUPERVISED
    pass_quiz(enrolment, Evidence.SELF_STUDY, at=LATER)
    assert enrolment.requirements_done.get().evidence == Evidence.SUPERVISED
    read(enrolment, lessons_of(course)[0])
    assert enrolment.evidence == Evidence.SUPERVISED


def test_evidence_is_fixed_at_completion() -> None:
    course = with_quiz(make_course(lessons=1))
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    pass_quiz(enrolment)
    read(enrolment, lessons_of(course)[0])
    pass_quiz(enrolment, Evidence.SUPERVISED, at=LATER)
    assert enrolment.requirements_done.get().evidence == Evidence.SELF_STUDY


def test_a_move_follows_until_completion_and_then_stays(heard: Heard) -> None:
    course = make_course(lessons=1, screens=2)
    user = UserFactory()
    enrolment = services.enrol(user=user, course=course, at=NOW)
    old, new, newest = user.ward, WardFactory(), WardFactory()
    user.ward = new
    user.save()
    lesson = lessons_of(course)[0]
    services.record_screen(enrolment=enrolment, lesson=lesson, screen=1, at=NOW)
    assert enrolment.ward == new
    assert heard.calls[-1] == ("changed", old.pk)
    services.record_screen(enrolment=enrolment, lesson=lesson, screen=2, at=NOW)
    user.ward = newest
    user.save()
    services.record_screen(enrolment=enrolment, lesson=lesson, screen=2, at=LATER)
    stored = Enrolment.objects.get()
    assert (stored.ward, stored.last_activity_at) == (new, LATER)


def test_a_draft_lesson_is_not_needed_and_a_withdrawn_course_is_not_completed() -> None:
    course = make_course(lessons=2)
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    first, second = lessons_of(course)
    second.unpublish()
    course.unpublish()
    read(enrolment, first)
    assert enrolment.completed_at is None
    course.save_revision().publish()
    services.record_screen(enrolment=enrolment, lesson=first, screen=2, at=LATER)
    assert enrolment.completed_at is None  # nothing new was finished
    third = add_lesson(course, 3)
    read(enrolment, third)
    assert enrolment.completed_at == NOW


def test_a_requirement_no_longer_asked_for_is_neither_needed_nor_met() -> None:
    course = with_quiz(make_course(lessons=1))
    services.withdraw_requirement(course=course, kind="quiz", key="de")
    enrolment = services.enrol(user=UserFactory(), course=course, at=NOW)
    assert pass_quiz(enrolment) is None
    read(enrolment, lessons_of(course)[0])
    assert enrolment.completed_at == NOW


def test_registering_again_renames_and_asks_again() -> None:
    course = with_quiz(make_course())
    services.withdraw_requirement(course=course, kind="quiz", key="de")
    services.register_requirement(course=course, kind="quiz", key="de", title="Tên mới", minutes=5)
    requirement = course.requirements.get()
    assert (requirement.title, requirement.minutes, requirement.is_active) == ("Tên mới", 5, True)


def test_requiring_a_course_of_an_agency_twice_moves_the_day() -> None:
    agency, course, admin = AgencyFactory(), make_course(), UserFactory()
    services.assign_course(course=course, agency=agency, due_on=NOW.date(), by=admin)
    services.assign_course(course=course, agency=agency, due_on=LATER.date(), by=admin)
    assert course.assignments.get().due_on == LATER.date()
