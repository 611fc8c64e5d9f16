"""L3: reading as a guest and signed in."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courses import services
from courses.models import CoursePage, Enrolment, LessonProgress
from tests.courses.readers import (
    NOW,
    draft,
    lessons_of,
    pass_quiz,
    publish,
    read,
    screen_of,
    signed_in,
    with_quiz,
)
from tests.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    return with_quiz(make_course(slug="xay-nha", lessons=2, screens=3))


def html_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_in_the_middle(client: Client, course: CoursePage) -> None:
    html = html_of(client, "/hoc/xay-nha/bai-1/2/")
    for text in (
        "Trang 2/3",
        "<h1>Trang 2</h1>",
        "Bài 1: Bài số 1",
        "Nội dung trang 2 của bài 1.",
        "Trang sau",
        'href="/hoc/xay-nha/bai-1/1/"',
        'href="/hoc/xay-nha/bai-1/in/"',
        'href="/tro-giup/"',
        'class="bd-back" href="/hoc/xay-nha/"',
    ):
        assert text in html
    assert html.count("<h1") == 1
    assert html.count("bd-btn--primary") == 1
    assert html.index("Nội dung trang 2") < html.index("Trang sau") < html.index("Trang trước")


def test_turning_pages_to_the_end_of_the_course(client: Client, course: CoursePage) -> None:
    user = signed_in(client)
    path, visited = "/hoc/xay-nha/bai-1/1/", []
    while "/kiem-tra/" not in path:
        visited.append(path)
        path = client.post(path)["Location"]
    assert visited == [f"/hoc/xay-nha/bai-{n}/{screen}/" for n in (1, 2) for screen in (1, 2, 3)]
    enrolment = Enrolment.objects.get(user=user)
    assert enrolment.lessons.filter(done_at__isnull=False).count() == 2
    assert path == "/hoc/xay-nha/kiem-tra/de/"


def test_the_last_page_leads_on(client: Client, course: CoursePage) -> None:
    signed_in(client)
    html = html_of(client, "/hoc/xay-nha/bai-1/3/")
    assert "Chỉ lại cho một người nhà" in html
    assert "Xong, sang bài 2" in html
    assert "Tạo tài khoản" not in html
    client.post("/hoc/xay-nha/bai-2/3/")
    assert "Xong, sang bài kiểm tra" not in html_of(client, "/hoc/xay-nha/bai-2/3/")
    client.post("/hoc/xay-nha/bai-1/3/")
    assert "Xong, sang bài kiểm tra" in html_of(client, "/hoc/xay-nha/bai-2/3/")


def test_when_nothing_is_left_it_leads_to_the_task_list(client: Client, course: CoursePage) -> None:
    enrolment = services.enrol(user=signed_in(client), course=course, at=NOW)
    pass_quiz(enrolment)
    for lesson in lessons_of(course):
        read(enrolment, lesson)
    assert "Xong bài này" in html_of(client, "/hoc/xay-nha/bai-2/3/")
    assert client.post("/hoc/xay-nha/bai-2/3/")["Location"] == "/hoc/xay-nha/"


def test_finishing_a_lesson_says_how_much_is_left(client: Client, course: CoursePage) -> None:
    signed_in(client)
    client.post("/hoc/xay-nha/bai-1/3/")
    assert "Đã lưu. Còn 2 việc là xong khóa này." in html_of(client, "/hoc/xay-nha/bai-2/1/")


def test_resume_opens_the_very_page(client: Client, course: CoursePage) -> None:
    signed_in(client)
    client.post("/hoc/xay-nha/bai-1/1/")
    client.get("/hoc/xay-nha/bai-2/2/")  # looked at, not done
    assert 'href="/hoc/xay-nha/bai-2/2/"' in html_of(client, "/khoa-hoc/xay-nha/")
    client.get("/hoc/xay-nha/bai-1/2/")
    response = client.post("/khoa-hoc/xay-nha/bat-dau/")
    assert response["Location"] == "/hoc/xay-nha/bai-1/2/"


def test_looking_does_not_enrol(client: Client, course: CoursePage) -> None:
    signed_in(client)
    html_of(client, "/hoc/xay-nha/bai-1/1/")
    assert not Enrolment.objects.exists()


def test_guests_read_through_their_session(client: Client, course: CoursePage) -> None:
    assert client.post("/hoc/xay-nha/bai-1/1/")["Location"] == "/hoc/xay-nha/bai-1/2/"
    assert "Học tiếp bài 1" in html_of(client, "/khoa-hoc/xay-nha/")
    assert client.post("/khoa-hoc/xay-nha/bat-dau/")["Location"] == "/hoc/xay-nha/bai-1/2/"
    client.post("/hoc/xay-nha/bai-1/2/")
    assert "Tạo tài khoản" in html_of(client, "/hoc/xay-nha/bai-1/3/")
    client.post("/hoc/xay-nha/bai-1/3/")
    client.post("/hoc/xay-nha/bai-1/1/")  # reading again takes nothing back
    assert client.session["guest_progress"] == {"xay-nha": {"bai-1": 3}}
    assert "Học tiếp bài 2" in html_of(client, "/khoa-hoc/xay-nha/")


def test_a_lesson_changed_since_the_last_visit_says_so_once(
    client: Client, course: CoursePage
) -> None:
    user = signed_in(client)
    enrolment = services.enrol(user=user, course=course, at=NOW)
    lesson = lessons_of(course)[0]
    services.record_screen(enrolment=enrolment, lesson=lesson, screen=1, at=timezone.now())
    publish(lesson, summary="Mới")
    LessonProgress.objects.update(seen_at=timezone.now() - timedelta(days=2))
    day = timezone.localtime().strftime("%d/%m/%Y")
    assert f"Bài này vừa được cập nhật ngày {day}." in html_of(client, "/hoc/xay-nha/bai-1/2/")
    assert "vừa được cập nhật" not in html_of(client, "/hoc/xay-nha/bai-1/2/")


def test_drafts_are_invisible_until_published(client: Client, course: CoursePage) -> None:
    html_of(client, "/hoc/xay-nha/bai-1/1/")
    lesson = lessons_of(course)[0]
    new_screen = screen_of(("paragraph", "<p>Chữ mới</p>"), title="Trang mới")
    revision = draft(lesson, title="Tên mới", screens=[new_screen])
    assert "Nội dung trang 1" in html_of(client, "/hoc/xay-nha/bai-1/1/")
    assert "Bài số 1" in html_of(client, "/khoa-hoc/xay-nha/")
    revision.publish()
    assert "Chữ mới" in html_of(client, "/hoc/xay-nha/bai-1/1/")
    assert "Tên mới" in html_of(client, "/khoa-hoc/xay-nha/")


def test_a_page_that_is_no_longer_there_leads_to_the_last(
    client: Client, course: CoursePage
) -> None:
    assert client.get("/hoc/xay-nha/bai-1/9/")["Location"] == "/hoc/xay-nha/bai-1/3/"
    for path in ("/hoc/xay-nha/bai-1/0/", "/hoc/xay-nha/khong-co/1/", "/hoc/xay-nha/khong-co/in/"):
        assert client.get(path).status_code == 404
    lessons_of(course)[0].unpublish()
    assert client.get("/hoc/xay-nha/bai-1/1/").status_code == 404


def test_the_print_is_one_document_with_nothing_folded(client: Client, course: CoursePage) -> None:
    lesson = lessons_of(course)[0]
    publish(
        lesson,
        screens=[
            screen_of(("paragraph", "<p>Một</p>"), title="Đầu"),
            screen_of(("term", {"term": "OTP", "meaning": "Mã dùng một lần"}), title="Cuối"),
        ],
    )
    html = html_of(client, "/hoc/xay-nha/bai-1/in/")
    for text in ("Một", "1. Đầu", "2. Cuối", "<b>OTP</b>: Mã dùng một lần"):
        assert text in html
    assert "bd-term" not in html


def test_pages_ask_little_of_the_database(
    client: Client, course: CoursePage, django_assert_max_num_queries: Any
) -> None:
    html_of(client, "/hoc/xay-nha/bai-1/1/")
    with django_assert_max_num_queries(0):
        html_of(client, "/hoc/xay-nha/bai-1/1/")
    client.post("/hoc/xay-nha/bai-1/1/")
    with django_assert_max_num_queries(3):
        html_of(client, "/hoc/xay-nha/bai-1/2/")
    signed_in(client)
    client.post("/hoc/xay-nha/bai-1/1/")
    for path in ("/hoc/xay-nha/bai-1/2/", "/hoc/xay-nha/bai-1/3/", "/hoc/xay-nha/bai-1/1/"):
        with django_assert_max_num_queries(6):
            html_of(client, path)


def test_the_page_is_light(client: Client, course: CoursePage) -> None:
    for path in ("/hoc/xay-nha/bai-1/3/", "/khoa-hoc/xay-nha/"):
        assert len(gzip.compress(client.get(path).content)) < 20_000
