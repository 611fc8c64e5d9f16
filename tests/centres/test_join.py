"""L12: checking in by the PIN on the board or by QR."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.centres import queries, services
from lms.centres.models import Attendance, ClassSession
from lms.centres.pins import WRONG_PINS
from lms.core import periods
from tests.centres.conftest import signed_in
from tests.factories import PointFactory, UserFactory, open_session

pytestmark = pytest.mark.django_db
ENDED = "Mã này không còn dùng. Hỏi người hướng dẫn mã mới."


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def hoa() -> User:
    user: User = UserFactory()
    return user


def test_the_pin_on_the_board_checks_in(session: ClassSession, hoa: User) -> None:
    phone = signed_in(hoa)
    page = text(phone.post("/vao-lop/", {"pin": f" {session.pin} "}, follow=True))
    assert "Đã báo có mặt. Chờ người hướng dẫn xác nhận." in page
    row = Attendance.objects.get(session=session, user=hoa)
    assert (row.state, row.how) == ("waiting", "pin")


def test_a_check_in_from_home_does_not_count_until_somebody_saw_the_person(
    session: ClassSession, hoa: User, facilitator: User
) -> None:
    phone = signed_in(hoa)
    phone.post("/vao-lop/", {"pin": session.pin})
    assert queries.running_session_of(hoa, periods.now()) is None
    services.confirm_attendance(
        session=session, users=[hoa], by=facilitator, at=periods.now(), how="hand"
    )
    assert queries.running_session_of(hoa, periods.now()) == session
    assert "Đã có mặt." in text(phone.get("/vao-lop/"))


def test_wrong_and_ended_pins_get_the_same_sentence(session: ClassSession, hoa: User) -> None:
    phone = signed_in(hoa)
    page = text(phone.post("/vao-lop/", {"pin": "0000"}))
    assert ENDED in page
    assert 'value="0000"' in page
    long_ago = periods.now() - timedelta(hours=3)
    ClassSession.objects.filter(pk=session.pk).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=1)
    )
    assert ENDED in text(phone.post("/vao-lop/", {"pin": session.pin}))
    assert not Attendance.objects.exists()


def test_no_pin_is_an_error_that_says_what_to_do(hoa: User) -> None:
    page = text(signed_in(hoa).post("/vao-lop/"))
    assert "<title>Lỗi:" in page
    assert page.count("Nhập 4 chữ số trên bảng") == 2


@pytest.mark.parametrize("pin", ["４８２７", "48 27", "abcd", "4" * 50, "'; --"])
def test_whatever_is_typed_the_page_answers(session: ClassSession, hoa: User, pin: str) -> None:
    assert signed_in(hoa).post("/vao-lop/", {"pin": pin}).status_code in (200, 302)


def test_whoever_is_not_signed_in_signs_in_and_finds_the_pin_again(session: ClassSession) -> None:
    phone = Client()
    response = phone.post("/vao-lop/", {"pin": session.pin})
    assert response.headers["Location"] == "/dang-nhap/?next=%2Fvao-lop%2F"
    assert f'value="{session.pin}"' in text(phone.get("/vao-lop/"))


def test_guessing_pins_is_limited(session: ClassSession, hoa: User) -> None:
    phone = signed_in(hoa)
    for _ in range(WRONG_PINS):
        phone.post("/vao-lop/", {"pin": "0000"})
    page = text(phone.post("/vao-lop/", {"pin": session.pin}))
    assert "Nhập sai nhiều lần. Chờ 10 phút" in page
    assert not Attendance.objects.exists()


def test_the_qr_names_the_class_and_one_press_checks_in(session: ClassSession, hoa: User) -> None:
    phone = signed_in(hoa)
    assert session.title in text(phone.get(f"/l/{session.token}/"))
    assert not Attendance.objects.exists()  # reading a page changes nothing
    phone.post(f"/l/{session.token}/")
    assert Attendance.objects.get(user=hoa).how == "qr"


def test_the_qr_sends_guests_to_sign_in_and_back(session: ClassSession) -> None:
    page = text(Client().get(f"/l/{session.token}/"))
    assert f"/dang-nhap/?next=%2Fl%2F{session.token}%2F" in page
    Client().post(f"/l/{session.token}/")
    assert not Attendance.objects.exists()


def test_a_dead_qr_says_so(session: ClassSession, facilitator: User, hoa: User) -> None:
    assert Client().get("/l/khong-co/").status_code == 404
    services.close_session(session=session, by=facilitator, at=periods.now())
    response = signed_in(hoa).post(f"/l/{session.token}/")
    assert response.status_code == 404
    assert ENDED in text(response)


def test_the_facilitator_cannot_check_in_to_the_own_class(
    session: ClassSession, desk: Client
) -> None:
    page = text(desk.post("/vao-lop/", {"pin": session.pin}, follow=True))
    assert "Người hướng dẫn buổi này không tự điểm danh." in page
    assert not Attendance.objects.exists()


def test_should_two_classes_have_one_pin_the_expected_learner_gets_into_the_right_one(
    session: ClassSession, facilitator: User, hoa: User
) -> None:
    other = open_session(facilitator, PointFactory(), pin=session.pin, token="khac")
    Attendance.objects.create(session=other, user=hoa, ward=hoa.ward)
    signed_in(hoa).post("/vao-lop/", {"pin": session.pin})
    assert Attendance.objects.get(user=hoa, state="waiting").session == other
