"""Courses with what is hardest in them, and all wards that need attention."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.core import periods
from lms.progress import services
from lms.reports.attention_page import WARDS_A_PAGE
from quizzes.models import QuestionFigures
from tests.factories import WardFactory, make_quiz
from tests.reports.conftest import District, certify
from tests.reports.test_pages import text

COURSES, ATTENTION = "/quan-ly/khoa-hoc/", "/quan-ly/can-chu-y/"


def course_of(district: District) -> str:
    return f"{COURSES}{district.course.code}/"


def test_courses_lead_to_their_pages(manager_client: Client, district: District) -> None:
    page = text(manager_client, COURSES)
    assert f'href="{district.course.code}/"' in page
    assert "100,0%" in page  # all 27 completed


def test_a_course_ward_by_ward(manager_client: Client, district: District) -> None:
    page = text(manager_client, course_of(district))
    assert "Xã Tịnh Khê" in page
    assert "Lý Sơn" not in page  # outside the area
    assert "27 người ghi danh" in page
    assert "Chưa câu nào đủ 20" in page


def test_a_course_nobody_is_on_is_not_found(manager_client: Client) -> None:
    assert manager_client.get(f"{COURSES}khong-co/").status_code == 404


def test_the_hardest_questions_with_their_lessons(
    manager_client: Client, district: District
) -> None:
    quiz = make_quiz(questions=3)
    quiz.course = district.course
    quiz.save()
    asked = list(quiz.questions.order_by("pk"))
    for question, n, facility in zip(asked, (40, 40, 19), (0.8, 0.4, 0.1), strict=True):
        QuestionFigures.objects.create(
            quiz=quiz, question=question, version=question.versions.latest("pk"), n=n,
            facility=facility, figures={}, counted_at=periods.now(),
        )  # fmt: skip
    page = text(manager_client, course_of(district))
    assert re.findall(r"(\d+,\d%) làm đúng ngay lần đầu", page) == ["40,0%", "80,0%"]
    assert f"/hoc/{district.course.slug}/{asked[1].lesson.slug}/1/" in page


def test_every_ward_that_needs_attention_with_one_action(
    manager_client: Client, district: District
) -> None:
    for _number in range(WARDS_A_PAGE):
        ward = WardFactory()
        district.area.memberships.create(ward=ward, valid_from=ward.opened_on)
    first = text(manager_client, ATTENTION)
    assert first.count("Việc nên làm") == WARDS_A_PAGE
    assert "Mở buổi học đầu tiên" in first
    assert "bd-pager" in first
    second = text(manager_client, f"{ATTENTION}?trang=2")
    assert second.count("Việc nên làm") >= 1
    assert text(manager_client, f"{ATTENTION}?trang=xyz").count("Việc nên làm") == WARDS_A_PAGE


@pytest.mark.parametrize("address", [lambda _d: COURSES, course_of, lambda _d: ATTENTION])
def test_they_cost_the_same_with_more_wards(
    manager_client: Client, district: District, address: Callable[[District], str]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(manager_client, address(district))
        return len(seen)

    queries()
    before = queries()
    for number in range(5):
        ward = WardFactory()
        district.area.memberships.create(ward=ward, valid_from=ward.opened_on)
        certify(ward, district.course, 6 + number, adults=90, target=50)
    services.recount_stale()
    assert queries() == before <= 22
