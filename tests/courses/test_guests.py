"""What was read before signing in joins the account."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import login
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from courses import services
from courses.guests import take_guest_progress
from courses.models import CoursePage, Enrolment, LessonProgress
from lms.accounts.models import User
from tests.courses.readers import NOW, lessons_of
from tests.factories import UserFactory, make_course

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def course() -> CoursePage:
    return make_course(slug="xay-nha", lessons=3, screens=3)


def merge(user: User, progress: dict[str, dict[str, int]]) -> int:
    return services.merge_guest_progress(user=user, progress=progress, at=NOW)


def request_of_guest(progress: dict[str, dict[str, int]]) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session["guest_progress"] = progress
    vars(request)["_messages"] = FallbackStorage(request)
    return request


def said(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def test_lessons_read_are_kept_and_done_ones_are_done(course: CoursePage) -> None:
    user = UserFactory()
    assert merge(user, {"xay-nha": {"bai-1": 3, "bai-2": 1}}) == 2
    rows = LessonProgress.objects.order_by("lesson__path").values_list("screen", "done_at")
    assert list(rows) == [(3, NOW), (1, None)]
    assert Enrolment.objects.get().ward == user.ward


def test_merging_twice_and_what_the_account_had_before(course: CoursePage) -> None:
    user = UserFactory()
    enrolment = services.enrol(user=user, course=course, at=NOW)
    services.record_screen(enrolment=enrolment, lesson=lessons_of(course)[0], screen=2, at=NOW)
    progress = {"xay-nha": {"bai-1": 1, "bai-2": 2}}
    assert merge(user, progress) == 1  # of lesson 1 the account knew more
    assert merge(user, progress) == 0
    assert enrolment.lessons.get(lesson=lessons_of(course)[0]).last_screen == 3


def test_what_is_no_longer_published_is_left_out(course: CoursePage) -> None:
    progress = {"khong-co": {"bai-1": 1}, "xay-nha": {"khong-co": 2, "bai-1": 0}}
    assert merge(UserFactory(), progress) == 0
    assert not Enrolment.objects.exists()


def test_reading_everything_as_a_guest_completes_the_course_at_sign_up(course: CoursePage) -> None:
    merge(UserFactory(), {"xay-nha": {"bai-1": 3, "bai-2": 3, "bai-3": 3}})
    assert Enrolment.objects.get().completed_at == NOW


def test_signing_in_keeps_it_and_says_so(course: CoursePage) -> None:
    request = request_of_guest({"xay-nha": {"bai-1": 3, "bai-2": 1}})
    login(request, UserFactory(), backend=BACKEND)
    assert said(request) == ["Đã giữ lại 2 bài vừa học."]
    assert "guest_progress" not in request.session
    assert LessonProgress.objects.count() == 2


def test_signing_in_without_having_read_says_nothing(course: CoursePage) -> None:
    request = request_of_guest({})
    login(request, UserFactory(), backend=BACKEND)
    assert said(request) == []


def test_on_a_shared_computer_it_belongs_to_nobody() -> None:
    request: Any = request_of_guest({"xay-nha": {"bai-1": 3}})
    request.shared_device = object()
    assert take_guest_progress(request) == {}
    assert "guest_progress" not in request.session
