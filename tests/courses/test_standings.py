"""The task list: what is done, what comes next; for guests, people and many courses at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from courses import queries, services
from courses.models import CoursePage, Enrolment
from courses.outlines import CourseOutline
from courses.queries import find_outline, outline, standing, standings
from tests.courses.readers import NOW, lessons_of, pass_quiz, publish, read, with_quiz
from tests.factories import AgencyFactory, UserFactory, add_lesson, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    return with_quiz(make_course(slug="xay-nha", lessons=3, screens=2))


def statuses(result: queries.CourseStanding) -> list[str]:
    return [row.status for row in result.rows]


def next_url(result: queries.CourseStanding) -> str:
    assert result.next_row is not None
    return result.next_row.url


def test_a_visitor_begins_at_the_beginning(course: CoursePage) -> None:
    result = standing(None, outline(course), {})
    assert statuses(result) == ["todo"] * 4
    assert [(row.kind, row.number) for row in result.rows] == [
        ("lesson", 1),
        ("lesson", 2),
        ("lesson", 3),
        ("quiz", 0),
    ]
    assert (result.done, result.total, result.is_started) == (0, 4, False)
    assert next_url(result) == "/hoc/xay-nha/bai-1/1/"
    assert result.minutes_left == 3 * 6 + 10


def test_several_tests_are_numbered(course: CoursePage) -> None:
    services.register_requirement(course=course, kind="quiz", key="hai", title="Hai", minutes=5)
    rows = standing(None, outline(course), {}).rows
    assert [row.number for row in rows if row.kind == "quiz"] == [1, 2]


def test_a_guest(course: CoursePage) -> None:
    guest = {"xay-nha": {"bai-1": 2, "bai-3": 1}, "khac": {"bai-1": 1}}
    result = standing(None, outline(course), guest)
    assert statuses(result) == ["done", "todo", "doing", "todo"]
    assert next_url(result) == "/hoc/xay-nha/bai-3/2/"
    assert result.enrolment is None


def test_the_lesson_left_last_comes_first(course: CoursePage) -> None:
    user = UserFactory()
    enrolment = services.enrol(user=user, course=course, at=NOW)
    first, second, third = lessons_of(course)
    services.record_screen(enrolment=enrolment, lesson=third, screen=1, at=NOW)
    services.open_screen(enrolment=enrolment, lesson=second, screen=1, at=NOW + timedelta(hours=1))
    assert next_url(standing(user, outline(course), {})) == "/hoc/xay-nha/bai-2/1/"
    for lesson in (first, second, third):
        read(enrolment, lesson)
    result = standing(user, outline(course), {})
    assert next_url(result) == "/hoc/xay-nha/kiem-tra/de/"
    pass_quiz(enrolment)
    result = standing(user, outline(course), {})
    assert (result.next_row, result.done, result.enrolment) == (None, 4, enrolment)


def test_many_courses_in_two_queries(course: CoursePage, django_assert_num_queries: Any) -> None:
    user, other = UserFactory(), make_course()
    read(services.enrol(user=user, course=course, at=NOW), lessons_of(course)[0])
    services.enrol(user=user, course=other, at=NOW)
    services.enrol(user=UserFactory(), course=make_course(), at=NOW)
    found = queries.outlines()
    with django_assert_num_queries(2):
        results = standings(user, found, {})
    assert [results[item.course_id].done for item in found] == [1, 0, 0]
    assert [bool(results[item.course_id].enrolment) for item in found] == [True, True, False]


def test_outlines_are_kept_until_something_is_published(
    course: CoursePage, django_assert_num_queries: Any
) -> None:
    kept = find_outline("xay-nha")
    with django_assert_num_queries(0):
        assert find_outline("xay-nha") == kept
        assert outline(course) == kept
    add_lesson(course, 4)
    assert len(_found("xay-nha").lessons) == 4
    services.register_requirement(course=course, kind="quiz", key="hai", title="Hai", minutes=5)
    assert len(_found("xay-nha").requirements) == 2
    services.withdraw_requirement(course=course, kind="quiz", key="hai")
    assert len(_found("xay-nha").requirements) == 1
    lessons_of(course)[0].unpublish()
    assert len(_found("xay-nha").lessons) == 3
    publish(course, slug="ten-khac")
    assert find_outline("xay-nha") is None
    assert _found("ten-khac").course_id == course.pk
    course.unpublish()
    assert find_outline("ten-khac") is None


def test_a_draft_changes_no_outline(course: CoursePage) -> None:
    before = find_outline("xay-nha")
    lesson = lessons_of(course)[0]
    lesson.title = "Chưa ai thấy"
    lesson.save_revision()
    assert find_outline("xay-nha") == before


def test_an_outline_says_what_a_card_needs(course: CoursePage) -> None:
    found = _found("xay-nha")
    assert (found.sector, found.sector_slug, found.ministry) == (
        "Xây dựng",
        "xay-dung",
        "Bộ Xây dựng",
    )
    assert found.audience_labels == ["người dân"]
    assert not found.sign_in_only
    assert found.lessons[0].screens == 2


def test_lessons_stand_in_the_order_of_the_tree(course: CoursePage) -> None:
    last = lessons_of(course)[2]
    last.move(lessons_of(course)[0], pos="left")
    assert [item.slug for item in _found("xay-nha").lessons] == ["bai-3", "bai-1", "bai-2"]


def test_required_courses_are_those_of_ones_agency(course: CoursePage) -> None:
    agency = AgencyFactory()
    other = make_course()
    services.assign_course(course=course, agency=agency, due_on=NOW.date(), by=None)
    services.assign_course(
        course=other, agency=agency, due_on=NOW.date() - timedelta(days=9), by=None
    )
    assert [c.slug for c, _due in queries.assignments_for(UserFactory(agency=agency))] == [
        other.slug,
        course.slug,
    ]
    assert queries.assignments_for(UserFactory()) == []
    other.unpublish()
    assert len(queries.assignments_for(UserFactory(agency=agency))) == 1


def test_get_course_finds_published_ones_only(course: CoursePage) -> None:
    assert queries.get_course("xay-nha") == course
    course.unpublish()
    with pytest.raises(CoursePage.DoesNotExist):
        queries.get_course("xay-nha")
    assert course not in queries.live_courses()


def test_an_enrolment_of_a_course_that_lost_its_lessons_counts_what_is_there(
    course: CoursePage,
) -> None:
    user = UserFactory()
    enrolment = services.enrol(user=user, course=course, at=NOW)
    for lesson in lessons_of(course):
        read(enrolment, lesson)
    lessons_of(course)[0].unpublish()
    result = standing(user, outline(course), {})
    assert (result.done, result.total) == (2, 3)
    assert Enrolment.objects.get().lessons.count() == 3


def _found(slug: str) -> CourseOutline:
    found = find_outline(slug)
    assert found is not None
    return found
