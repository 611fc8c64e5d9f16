"""F6: one computer, one class, one learner at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from lms.centres import queries, services
from lms.centres.models import Attendance, ClassSession, SharedDevice
from lms.centres.shared import COOKIE
from lms.core import periods
from tests.centres.conftest import signed_in
from tests.factories import PointFactory, UserFactory, open_session

pytestmark = pytest.mark.django_db
PIN = "246813"
NAMES = "/may-chung/chon-ten/"


def text(response: Any) -> str:
    return str(response.content.decode())


def expect(session: ClassSession, name: str) -> User:
    user: User = UserFactory(full_name=name)
    Attendance.objects.create(session=session, user=user, ward=user.ward)
    return user


def tile(user: User) -> str:
    return f"{NAMES}{Attendance.objects.get(user=user).pk}/"


def choose(computer: Client, user: User, pin: str = PIN) -> Any:
    return computer.post(tile(user), {"pin": pin})


def who(computer: Client) -> str | None:
    return computer.session.get("_auth_user_id")


@pytest.fixture
def computer(desk: Client, session: ClassSession) -> Client:
    """A computer that the facilitator has just registered."""
    desk.post("/may-chung/", {"session": session.pk})
    return desk


@pytest.fixture
def second(session: ClassSession, facilitator: User) -> Client:
    client = signed_in(facilitator)
    client.post("/may-chung/", {"session": session.pk})
    return client


@pytest.fixture
def hoa(session: ClassSession) -> User:
    return expect(session, "Nguyễn Thị Hoa")


# --- registering ---------------------------------------------------------------------------------


def test_registering_signs_the_facilitator_out_and_shows_the_names(
    desk: Client, session: ClassSession, hoa: User
) -> None:
    page = desk.post("/may-chung/", {"session": session.pk})
    assert page.headers["Location"] == NAMES
    assert who(desk) is None
    cookie = page.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    left = (session.usable_until - periods.now()).total_seconds()
    assert left - 5 <= int(cookie["max-age"]) <= left
    assert cookie.value == SharedDevice.objects.get().token
    assert "Chọn tên của mình" in text(desk.get(NAMES))


def test_the_console_of_the_class_is_not_reachable_afterwards(
    computer: Client, session: ClassSession
) -> None:
    assert computer.get(f"/lop/{session.pk}/").status_code == 302


def test_only_running_classes_of_ones_own_can_be_chosen(
    desk: Client, session: ClassSession, stranger: User
) -> None:
    page = text(signed_in(stranger).post("/may-chung/", {"session": session.pk}))
    assert "<title>Lỗi:" in page
    page = text(desk.post("/may-chung/"))
    assert "Chọn buổi học" in page
    long_ago = periods.now() - timedelta(days=1)
    ClassSession.objects.filter(pk=session.pk).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=1)
    )
    assert "Hiện không có buổi học nào đang mở" in text(desk.get("/may-chung/"))
    assert not SharedDevice.objects.exists()


def test_people_who_run_no_classes_cannot_register(session: ClassSession) -> None:
    for client in (Client(), signed_in(UserFactory())):
        assert "Máy này chưa bật dùng chung" in text(
            client.post("/may-chung/", {"session": session.pk})
        )
    assert not SharedDevice.objects.exists()


# --- the names -----------------------------------------------------------------------------------


def test_a_tile_shows_the_given_name_and_two_digits_only(computer: Client, hoa: User) -> None:
    page = text(computer.get(NAMES))
    assert "Hoa" in page
    assert f"··{hoa.username[-2:]}" in page
    assert "Nguyễn Thị Hoa" not in page
    assert hoa.username not in page
    assert "Máy số 1" in page


def test_twelve_names_a_page_in_the_order_of_names(computer: Client, session: ClassSession) -> None:
    for number in range(14):
        expect(session, f"Nguyễn Văn A{number:02d}")
    first, last = text(computer.get(NAMES)), text(computer.get(NAMES, {"trang": 2}))
    assert first.count("bd-names__tile") == 12
    assert first.index("A00") < first.index("A11")
    assert last.count("bd-names__tile") == 2
    assert "Không thấy tên mình" in first


def test_names_cost_the_same_for_forty_people(
    computer: Client, session: ClassSession, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        expect(session, f"Nguyễn Văn A{number}")
    with django_assert_max_num_queries(4):
        computer.get(NAMES)


def test_names_are_not_reachable_without_the_cookie(session: ClassSession, hoa: User) -> None:
    for path in (NAMES, tile(hoa)):
        assert Client().get(path).headers["Location"] == "/may-chung/"
    assert Client().post(tile(hoa), {"pin": PIN}).headers["Location"] == "/may-chung/"


def test_a_made_up_cookie_is_thrown_away(hoa: User) -> None:
    client = Client()
    client.cookies[COOKIE] = "x" * 43
    response = client.get(NAMES)
    assert response.headers["Location"] == "/may-chung/"
    assert response.cookies[COOKIE].value == ""


def test_between_two_people_the_browser_is_told_to_drop_unsent_answers(computer: Client) -> None:
    assert "data-wipe" in computer.get("/may-chung/chon-ten/").content.decode()


def test_names_are_never_kept_by_the_browser(computer: Client, hoa: User) -> None:
    for path in (NAMES, tile(hoa)):
        assert "no-store" in computer.get(path).headers["Cache-Control"]


def test_a_name_of_another_class_is_not_found(computer: Client, facilitator: User) -> None:
    other = expect(open_session(facilitator, PointFactory(), token="khac"), "Lê Thị Khác")
    assert computer.get(tile(other)).status_code == 404
    assert choose(computer, other).status_code == 404


# --- one class on one computer -------------------------------------------------------------------


def test_three_learners_in_turn(computer: Client, session: ClassSession, facilitator: User) -> None:
    people = [expect(session, name) for name in ("Nguyễn Thị Hoa", "Lê Văn Minh", "Bùi Thị Lan")]
    for person in people:
        entered = choose(computer, person)
        assert entered.headers["Location"] == "/hoc/"
        assert who(computer) == str(person.pk)
        page = text(computer.get("/vao-lop/"))
        assert f"<strong>{person.full_name}</strong>" in page  # the bar
        assert "Xong, đổi người" in page
        left = computer.post("/may-chung/doi-nguoi/", {"reason": "done"})
        assert left.headers["Location"] == NAMES
        assert left.headers["Clear-Site-Data"] == '"cache","storage"'
        assert who(computer) is None
        assert person.full_name not in text(computer.get(NAMES))
    rows = session.attendances.filter(state="waiting", how="device")
    assert {row.user for row in rows} == set(people)
    services.confirm_attendance(
        session=session, users=people, by=facilitator, at=periods.now(), how="hand"
    )
    assert all(queries.running_session_of(person, periods.now()) == session for person in people)


def test_back_after_handing_over_finds_no_page_of_the_person_before(
    computer: Client, hoa: User
) -> None:
    choose(computer, hoa)
    page = computer.get("/vao-lop/")
    assert "Nguyễn Thị Hoa" in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    computer.post("/may-chung/doi-nguoi/")
    assert "Nguyễn Thị Hoa" not in text(computer.get("/vao-lop/", follow=True))


def test_what_was_still_to_be_said_to_one_person_is_not_said_to_the_next(
    computer: Client, second: Client, session: ClassSession, hoa: User
) -> None:
    choose(computer, hoa)
    choose(second, hoa)  # "computer 1 signed out", not read yet
    second.post("/may-chung/doi-nguoi/")
    assert "Máy số 1" not in text(second.get(NAMES))


def test_a_wrong_pin_stays_on_the_page_and_is_not_written_into_it(
    computer: Client, hoa: User
) -> None:
    page = text(choose(computer, hoa, "135791"))
    assert "Số thẻ hoặc mã số chưa đúng" in page
    assert "135791" not in page
    assert who(computer) is None
    assert Attendance.objects.get(user=hoa).state == "expected"


@pytest.mark.parametrize(("pin", "sentence"), [("", "Nhập mã số"), ("12", "6 chữ số")])
def test_a_pin_that_cannot_be_one_is_explained(
    computer: Client, hoa: User, pin: str, sentence: str
) -> None:
    page = text(choose(computer, hoa, pin))
    assert "<title>Lỗi:" in page
    assert sentence in page


def test_ten_wrong_pins_lock_as_at_the_front_door(computer: Client, hoa: User) -> None:
    for _ in range(10):
        choose(computer, hoa, "135791")
    page = text(choose(computer, hoa))
    assert who(computer) is None
    assert "15 phút" in page


def test_the_pin_field_is_no_password_field(computer: Client, hoa: User) -> None:
    """Else the browser of the class would offer to keep everybody's PIN (F6-b)."""
    page = text(computer.get(tile(hoa)))
    assert 'type="password"' not in page
    assert 'autocomplete="off"' in page


def test_whoever_is_not_listed_signs_in_by_card_and_joins_the_list(
    computer: Client, session: ClassSession
) -> None:
    lan: User = UserFactory(full_name="Bùi Thị Lan")
    computer.post("/dang-nhap/", {"number": lan.username, "pin": PIN})
    assert who(computer) == str(lan.pk)
    row = session.attendances.get(user=lan)
    assert (row.state, row.how) == ("waiting", "device")
    assert SharedDevice.objects.get().current_user == lan


def test_a_facilitator_at_the_computer_is_no_learner(
    computer: Client, session: ClassSession, facilitator: User
) -> None:
    computer.post(
        "/dang-nhap/can-bo/", {"username": facilitator.username, "password": "mat-khau-rat-dai"}
    )
    assert who(computer) == str(facilitator.pk)
    assert not session.attendances.exists()
    assert "Xong, đổi người" in text(computer.get(f"/lop/{session.pk}/"))


def test_while_somebody_learns_the_names_are_closed(computer: Client, hoa: User) -> None:
    choose(computer, hoa)
    assert computer.get(NAMES).headers["Location"] == "/hoc/"


# --- leaving without saying so -------------------------------------------------------------------


def test_ten_minutes_without_a_touch_sign_out(computer: Client, hoa: User) -> None:
    start = periods.now()
    with time_machine.travel(start, tick=False):
        choose(computer, hoa)
    with time_machine.travel(start + timedelta(minutes=9, seconds=50), tick=False):
        assert computer.get("/vao-lop/").status_code == 200
    with time_machine.travel(start + timedelta(minutes=19, seconds=55), tick=False):
        left = computer.get("/vao-lop/")
        assert left.headers["Location"] == NAMES
        assert left.headers["Clear-Site-Data"] == '"cache","storage"'
        assert who(computer) is None
        assert "Đã tự thoát để giữ an toàn" in text(computer.get(NAMES))
    assert SharedDevice.objects.get().current_user is None


def test_an_abandoned_computer_takes_no_answer(computer: Client, hoa: User) -> None:
    page, answer = reverse("accounts:profile_greeting"), {"address_form": "bác"}
    start = periods.now()
    with time_machine.travel(start, tick=False):
        choose(computer, hoa)
    with time_machine.travel(start + timedelta(minutes=11), tick=False):
        assert computer.post(page, answer).headers["Location"] == NAMES
        hoa.refresh_from_db()
        assert hoa.address_form == ""
        choose(computer, hoa)
        computer.post(page, answer)
    hoa.refresh_from_db()
    assert hoa.address_form == "bác"


def test_the_newest_computer_wins_and_both_are_told(
    computer: Client, second: Client, hoa: User
) -> None:
    choose(computer, hoa)
    choose(second, hoa)
    assert "Máy số 1 đã tự thoát" in text(second.get("/vao-lop/"))
    left = computer.get("/vao-lop/", follow=True)
    assert left.redirect_chain[0][0] == NAMES
    assert "vừa vào học ở máy khác" in text(left)
    assert who(computer) is None
    assert who(second) == str(hoa.pk)


def test_someone_elses_sign_in_on_the_first_computer_is_left_alone(
    computer: Client, second: Client, session: ClassSession, hoa: User
) -> None:
    minh = expect(session, "Lê Văn Minh")
    choose(computer, hoa)
    choose(second, minh)
    assert computer.get("/vao-lop/").status_code == 200
    assert second.get("/vao-lop/").status_code == 200


# --- the end -------------------------------------------------------------------------------------


def test_the_end_of_the_class_ends_the_computer(
    computer: Client, session: ClassSession, facilitator: User, hoa: User
) -> None:
    choose(computer, hoa)
    services.close_session(session=session, by=facilitator, at=periods.now())
    over = computer.get("/vao-lop/")
    assert "Buổi học đã kết thúc" in text(over)
    assert "Nguyễn Thị Hoa" not in text(over)
    assert over.cookies[COOKIE].value == ""
    assert over.headers["Clear-Site-Data"] == '"cache","storage"'
    assert who(computer) is None
    assert computer.get(NAMES).headers["Location"] == "/may-chung/"


def test_after_the_hour_the_names_are_gone(
    computer: Client, session: ClassSession, hoa: User
) -> None:
    with time_machine.travel(session.usable_until + timedelta(seconds=1), tick=False):
        page = text(computer.get(NAMES))
    assert "Buổi học đã kết thúc" in page
    assert "Hoa" not in page


def test_a_background_request_does_not_use_up_the_notice(
    computer: Client, session: ClassSession, facilitator: User
) -> None:
    services.close_session(session=session, by=facilitator, at=periods.now())
    picture = computer.get("/sw.js", headers={"Sec-Fetch-Dest": "serviceworker"})
    assert picture.status_code == 403
    assert "Buổi học đã kết thúc" in text(computer.get(NAMES))


def test_a_page_the_service_worker_asks_for_is_told(
    computer: Client, session: ClassSession, facilitator: User
) -> None:
    services.close_session(session=session, by=facilitator, at=periods.now())
    handed_on = {"Sec-Fetch-Dest": "empty", "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert computer.get("/hoc/", headers={"Sec-Fetch-Dest": "empty"}).status_code == 403
    assert "Buổi học đã kết thúc" in text(computer.get("/hoc/", headers=handed_on))


def test_a_computer_switched_off_by_the_facilitator_says_so(
    computer: Client, facilitator: User
) -> None:
    device = SharedDevice.objects.get()
    services.end_device(device=device, by=facilitator, at=periods.now())
    assert "Máy này không còn dùng chung" in text(computer.get(NAMES))


def test_signing_out_the_usual_way_frees_the_computer(computer: Client, hoa: User) -> None:
    choose(computer, hoa)
    left = computer.post("/dang-xuat/")
    assert left.headers["Location"] == NAMES
    assert SharedDevice.objects.get().current_user is None


def test_handing_over_needs_no_shared_computer_to_be_harmless(hoa: User) -> None:
    phone = signed_in(hoa)
    assert phone.post("/may-chung/doi-nguoi/").headers["Location"] == "/"
    assert who(phone) is None
    assert phone.get("/may-chung/doi-nguoi/").status_code == 405


def test_requests_without_the_cookie_cost_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        Client().get("/may-chung/chon-ten/")


def test_requests_with_the_cookie_cost_one_query(
    computer: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        computer.get("/hien-thi/")
