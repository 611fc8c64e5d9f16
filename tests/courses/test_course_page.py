"""P3, and starting from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from courses import services
from courses.models import CoursePage, Enrolment
from tests.courses.readers import NOW, lessons_of, pass_quiz, publish, read, signed_in, with_quiz
from tests.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    return with_quiz(
        make_course(
            title="Xin phép xây nhà",
            slug="xay-nha",
            minutes=45,
            checked_on=date(2026, 11, 20),
            prepare=[{"type": "item", "value": "Điện thoại có VNeID"}],
            sources=[
                {"type": "source", "value": {"title": "Luật <Xây dựng>", "url": "https://a.vn"}}
            ],
        )
    )


def page(client: Client, course: CoursePage) -> str:
    response = client.get(f"/khoa-hoc/{course.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_guest_sees_what_it_is_and_starts_in_one_tap(client: Client, course: CoursePage) -> None:
    html = page(client, course)
    for text in (
        "Học xong, tự nộp được hồ sơ.",
        "khoảng 45 phút",
        "2 bài",
        "1 bài kiểm tra",
        "Điện thoại có VNeID",
        "Đối chiếu với trang thật ngày 20/11/2026",
        "Bộ Xây dựng",
        "Luật &lt;Xây dựng&gt;",
        "Không cần tài khoản để học thử",
    ):
        assert text in html
    assert 'href="/hoc/xay-nha/bai-1/1/"' in html
    assert html.count("bd-btn--primary") == 1
    assert client.get("/hoc/xay-nha/bai-1/1/").status_code == 200


def test_the_button_says_what_comes_next(client: Client, course: CoursePage) -> None:
    user = signed_in(client)
    assert "Bắt đầu học" in page(client, course)
    response = client.post("/khoa-hoc/xay-nha/bat-dau/")
    assert response["Location"] == "/hoc/xay-nha/bai-1/1/"
    enrolment = Enrolment.objects.get(user=user)
    first, second = lessons_of(course)
    read(enrolment, first)
    assert "Học tiếp bài 2" in page(client, course)
    read(enrolment, second)
    html = page(client, course)
    assert "Làm bài kiểm tra" in html
    assert 'href="/hoc/xay-nha/kiem-tra/de/"' in html
    pass_quiz(enrolment)
    html = page(client, course)
    assert "Xem lại" in html
    assert "Xong 3/3 việc" in html


def test_starting_again_goes_to_the_place_left(client: Client, course: CoursePage) -> None:
    user = signed_in(client)
    enrolment = services.enrol(user=user, course=course, at=NOW)
    services.record_screen(enrolment=enrolment, lesson=lessons_of(course)[0], screen=1, at=NOW)
    response = client.post("/khoa-hoc/xay-nha/bat-dau/")
    assert response["Location"] == "/hoc/xay-nha/bai-1/2/"
    assert Enrolment.objects.count() == 1


def test_a_guest_may_post_the_start_too(client: Client, course: CoursePage) -> None:
    response = client.post("/khoa-hoc/xay-nha/bat-dau/")
    assert response["Location"] == "/hoc/xay-nha/bai-1/1/"
    assert not Enrolment.objects.exists()
    assert client.get("/khoa-hoc/xay-nha/bat-dau/").status_code == 405


def test_a_course_for_staff_is_shown_whole_and_learnt_signed_in(client: Client) -> None:
    make_course(slug="cong-chuc", audiences=["cong_chuc", "vien_chuc"])
    html = client.get("/khoa-hoc/cong-chuc/").content.decode()
    assert "Bài số 1" in html
    assert "/hoc/cong-chuc/bai-1/" not in html
    assert 'href="/dang-nhap/?next=/khoa-hoc/cong-chuc/"' in html
    for path in ("/hoc/cong-chuc/bai-1/1/", "/hoc/cong-chuc/bai-1/in/"):
        response = client.get(path)
        assert response["Location"].startswith("/dang-nhap/")
    assert client.post("/khoa-hoc/cong-chuc/bat-dau/")["Location"].startswith("/dang-nhap/")
    signed_in(client)
    assert client.get("/hoc/cong-chuc/bai-1/1/").status_code == 200


def test_a_withdrawn_course_is_gone_and_names_what_replaces_it(
    client: Client, course: CoursePage
) -> None:
    successor = make_course(title="Khóa mới", slug="khoa-moi")
    publish(course, replaced_by=successor)
    course.unpublish()
    for path in ("/khoa-hoc/xay-nha/", "/hoc/xay-nha/bai-1/1/", "/hoc/xay-nha/bai-1/in/"):
        response = client.get(path)
        assert response.status_code == 410
        html = response.content.decode()
        assert "Khóa học này đã ngừng vì thủ tục thay đổi" in html
        assert 'href="/khoa-hoc/khoa-moi/"' in html
    assert client.post("/khoa-hoc/xay-nha/bat-dau/").status_code == 410


def test_what_replaces_it_may_be_named_afterwards(client: Client, course: CoursePage) -> None:
    publish(course)
    course.unpublish()
    course.replaced_by = make_course(slug="khoa-moi")
    course.save_revision()
    assert "/khoa-hoc/khoa-moi/" in client.get("/khoa-hoc/xay-nha/").content.decode()


@pytest.mark.parametrize("path", ["/khoa-hoc/khong-co/", "/hoc/khong-co/bai-1/1/"])
def test_what_never_was_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_course_never_published_is_not_found(client: Client, course: CoursePage) -> None:
    course.get_parent().add_child(
        instance=CoursePage(title="Nháp", slug="nhap", code="N", outcome="…", live=False)
    )
    assert client.get("/khoa-hoc/nhap/").status_code == 404


def test_pages_ask_little_of_the_database(
    client: Client, course: CoursePage, django_assert_max_num_queries: Any
) -> None:
    page(client, course)
    with django_assert_max_num_queries(0):
        page(client, course)
    user = signed_in(client)
    read(services.enrol(user=user, course=course, at=NOW), lessons_of(course)[0])
    with django_assert_max_num_queries(6):
        page(client, course)
