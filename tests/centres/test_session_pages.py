"""F1 my classes, F2 opening one, F3 console and projector, F8 closing, the sheet to sign."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres import services
from lms.centres.models import ClassSession, LearningPoint
from lms.centres.opening import class_title
from lms.core import periods
from lms.core.periods import ZONE
from tests.centres.conftest import signed_in
from tests.factories import (
    PointFactory,
    UserFactory,
    make_course,
    open_session,
    with_role,
)

pytestmark = pytest.mark.django_db
AFTERNOON = datetime(2026, 1, 28, 15, 0, tzinfo=ZONE)


def text(response: Any) -> str:
    return str(response.content.decode())


# --- F1 ------------------------------------------------------------------------------------------


def test_the_first_page_offers_to_open_the_first_class(desk: Client) -> None:
    page = text(desk.get("/lop/"))
    assert "Chưa có buổi học. Mở buổi đầu tiên." in page
    assert "/lop/moi/" in page


def test_today_comes_first_then_the_week_then_what_is_past(
    desk: Client, facilitator: User, point: LearningPoint
) -> None:
    now = periods.midnight(periods.today()) + timedelta(hours=9)
    for days, title in ((0, "BUỔI NAY"), (2, "BUỔI TUẦN"), (20, "BUỔI SAU"), (-3, "BUỔI CŨ")):
        start = now + timedelta(days=days)
        open_session(
            facilitator,
            point,
            title=title,
            token=title,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
    page = text(desk.get("/lop/"))
    places = [page.index(title) for title in ("BUỔI NAY", "BUỔI TUẦN", "BUỔI SAU", "BUỔI CŨ")]
    assert places == sorted(places)


def test_only_classes_of_own_wards_are_listed(desk: Client, stranger: User) -> None:
    open_session(stranger, PointFactory(), title="LỚP XÃ KHÁC")
    assert "LỚP XÃ KHÁC" not in text(desk.get("/lop/"))


def test_a_helper_of_the_same_ward_sees_the_class(session: ClassSession) -> None:
    colleague = with_role(Role.FACILITATOR, ward=session.ward)
    assert session.title in text(signed_in(colleague).get("/lop/"))
    assert signed_in(colleague).get(f"/lop/{session.pk}/").status_code == 200


def test_who_runs_no_classes_reads_whom_to_ask(session: ClassSession) -> None:
    response = signed_in(UserFactory()).get("/lop/")
    assert response.status_code == 403
    assert "Chỉ thành viên Tổ công nghệ số cộng đồng được mở lớp" in text(response)


def test_the_list_costs_the_same_for_many_classes(
    desk: Client, facilitator: User, point: LearningPoint, django_assert_max_num_queries: Any
) -> None:
    now = periods.now()
    for number in range(12):
        session = open_session(
            facilitator,
            point,
            token=f"t{number}",
            starts_at=now - timedelta(days=number, minutes=5),
            ends_at=now - timedelta(days=number) + timedelta(hours=1),
        )
        services.confirm_attendance(
            session=session, users=[UserFactory()], by=facilitator, at=session.starts_at, how="hand"
        )
    with django_assert_max_num_queries(7):
        assert desk.get("/lop/").status_code == 200


@pytest.mark.parametrize(
    "page", ["", "diem-danh/", "diem-danh/them/", "man-chieu/", "in/", "ket-thuc/"]
)
def test_a_class_of_another_ward_is_not_found(
    session: ClassSession, stranger: User, page: str
) -> None:
    assert signed_in(stranger).get(f"/lop/{session.pk}/{page}").status_code == 404


@pytest.mark.parametrize(
    "page",
    ["diem-danh/", "diem-danh/hoan-tac/", "diem-danh/them/", "ket-thuc/", "mo-lai/", "may/1/tat/"],
)
def test_nothing_can_be_done_to_a_class_of_another_ward(
    session: ClassSession, stranger: User, page: str
) -> None:
    assert signed_in(stranger).post(f"/lop/{session.pk}/{page}").status_code == 404


# --- F2 ------------------------------------------------------------------------------------------


def answer(client: Client, step: str, **data: Any) -> Any:
    return client.post(f"/lop/moi/{step}/", data)


def evening(**changes: Any) -> dict[str, Any]:
    return {"day": "2026-01-28", "start": "19:00", "minutes": "90", "weeks": "1"} | changes


@time_machine.travel(AFTERNOON, tick=False)
def test_opening_a_class_question_by_question(facilitator: User, point: LearningPoint) -> None:
    course = make_course()
    lesson = course.get_children().first()
    desk = signed_in(facilitator)
    assert desk.get("/lop/moi/").headers["Location"] == "/lop/moi/diem-hoc/"
    assert "Bước 1/3" in text(desk.get("/lop/moi/diem-hoc/"))
    assert answer(desk, "diem-hoc", point=point.code).headers["Location"] == "/lop/moi/ngay-gio/"
    assert answer(desk, "ngay-gio", **evening()).headers["Location"] == "/lop/moi/khoa-hoc/"
    end = answer(desk, "khoa-hoc", lesson=f"{course.pk}:{lesson.pk}")
    assert end.headers["Location"] == "/lop/moi/kiem-tra/"
    check = text(desk.get("/lop/moi/kiem-tra/"))
    assert "thứ Tư, 28/01/2026, 19:00–20:30" in check
    assert lesson.title in check
    opened = desk.post("/lop/moi/kiem-tra/")
    session = ClassSession.objects.get()
    assert opened.headers["Location"] == f"/lop/{session.pk}/"
    assert session.title == "Lớp tối thứ Tư"
    assert (session.point, session.course, session.lesson_id) == (point, course, lesson.pk)
    assert session.starts_at == datetime(2026, 1, 28, 19, 0, tzinfo=ZONE)
    assert session.pin in text(desk.get(f"/lop/{session.pk}/"))


@time_machine.travel(AFTERNOON, tick=False)
def test_pressing_the_last_button_twice_opens_one_class(
    facilitator: User, point: LearningPoint
) -> None:
    desk = signed_in(facilitator)
    answer(desk, "diem-hoc", point=point.code)
    answer(desk, "ngay-gio", **evening())
    answer(desk, "khoa-hoc", lesson="")
    desk.post("/lop/moi/kiem-tra/")
    assert desk.post("/lop/moi/kiem-tra/").headers["Location"] == "/lop/"
    assert ClassSession.objects.count() == 1


@time_machine.travel(AFTERNOON, tick=False)
def test_a_clash_is_named_where_it_can_be_mended_and_nothing_is_lost(
    facilitator: User, point: LearningPoint
) -> None:
    open_session(
        facilitator,
        point,
        starts_at=datetime(2026, 1, 28, 19, 0, tzinfo=ZONE),
        ends_at=datetime(2026, 1, 28, 20, 30, tzinfo=ZONE),
    )
    desk = signed_in(facilitator)
    answer(desk, "diem-hoc", point=point.code)
    page = text(answer(desk, "ngay-gio", **evening(start="20:00", minutes="120")))
    assert "<title>Lỗi:" in page
    assert page.count("Điểm này đã có lớp 19:00–20:30") == 2  # summary and field
    assert 'value="20:00"' in page
    assert '<option value="120" selected>' in page


@time_machine.travel(AFTERNOON, tick=False)
def test_a_clash_that_came_up_meanwhile_is_shown_on_the_last_page(
    facilitator: User, point: LearningPoint
) -> None:
    desk = signed_in(facilitator)
    answer(desk, "diem-hoc", point=point.code)
    answer(desk, "ngay-gio", **evening())
    answer(desk, "khoa-hoc", lesson="")
    open_session(
        facilitator,
        point,
        starts_at=datetime(2026, 1, 28, 19, 0, tzinfo=ZONE),
        ends_at=datetime(2026, 1, 28, 20, 30, tzinfo=ZONE),
    )
    page = text(desk.post("/lop/moi/kiem-tra/"))
    assert "Điểm này đã có lớp 19:00–20:30" in page
    assert ClassSession.objects.count() == 1


@time_machine.travel(AFTERNOON, tick=False)
def test_the_list_of_the_last_class_can_be_copied(facilitator: User, point: LearningPoint) -> None:
    week_ago = datetime(2026, 1, 21, 19, 0, tzinfo=ZONE)
    last = open_session(
        facilitator, point, starts_at=week_ago, ends_at=week_ago + timedelta(hours=1)
    )
    services.confirm_attendance(
        session=last, users=[UserFactory(), UserFactory()], by=facilitator, at=week_ago, how="hand"
    )
    desk = signed_in(facilitator)
    answer(desk, "diem-hoc", point=point.code)
    answer(desk, "ngay-gio", **evening(weeks="3"))
    after = answer(desk, "khoa-hoc", lesson="")
    assert after.headers["Location"] == "/lop/moi/danh-sach/"
    assert "Có, 2 người của" in text(desk.get("/lop/moi/danh-sach/"))
    answer(desk, "danh-sach", copy="yes")
    desk.post("/lop/moi/kiem-tra/")
    new = ClassSession.objects.exclude(pk=last.pk)
    assert new.count() == 3
    assert {session.attendances.count() for session in new} == {2}


@time_machine.travel(AFTERNOON, tick=False)
def test_a_change_asked_for_on_the_last_page_returns_there(
    facilitator: User, point: LearningPoint
) -> None:
    desk = signed_in(facilitator)
    answer(desk, "diem-hoc", point=point.code)
    answer(desk, "ngay-gio", **evening())
    answer(desk, "khoa-hoc", lesson="")
    assert "/lop/moi/ngay-gio/?tu=kiem-tra" in text(desk.get("/lop/moi/kiem-tra/"))
    changed = desk.post("/lop/moi/ngay-gio/?tu=kiem-tra", evening(start="18:00"))
    assert changed.headers["Location"] == "/lop/moi/kiem-tra/"
    assert "18:00–19:30" in text(desk.get("/lop/moi/kiem-tra/"))


@time_machine.travel(AFTERNOON, tick=False)
def test_a_day_that_has_passed_is_flagged(facilitator: User, point: LearningPoint) -> None:
    desk = signed_in(facilitator)
    answer(desk, "diem-hoc", point=point.code)
    answer(desk, "ngay-gio", **evening(day="25/01/2026"))
    answer(desk, "khoa-hoc", lesson="")
    assert "Ngày này đã qua" in text(desk.get("/lop/moi/kiem-tra/"))
    desk.post("/lop/moi/kiem-tra/")
    assert ClassSession.objects.get().entered_afterwards
    assert "Nhập từ giấy" in text(desk.get("/lop/"))


def test_later_questions_wait_for_the_earlier_ones(desk: Client, point: LearningPoint) -> None:
    for step in ("ngay-gio", "khoa-hoc", "danh-sach", "kiem-tra"):
        assert desk.get(f"/lop/moi/{step}/").headers["Location"] == "/lop/moi/diem-hoc/"
    assert desk.get("/lop/moi/khong-co/").status_code == 404


def test_a_point_of_another_ward_cannot_be_chosen(desk: Client, point: LearningPoint) -> None:
    elsewhere = PointFactory(name="Nhà văn hóa xã khác")
    assert elsewhere.name not in text(desk.get("/lop/moi/diem-hoc/"))
    assert "<title>Lỗi:" in text(answer(desk, "diem-hoc", point=elsewhere.code))


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("diem-hoc", "Chọn điểm học"),
        ("ngay-gio", "Nhập ngày học"),
        ("ngay-gio", "Nhập giờ bắt đầu"),
    ],
)
def test_an_empty_answer_says_what_to_do(
    desk: Client, point: LearningPoint, step: str, sentence: str
) -> None:
    if step == "ngay-gio":
        answer(desk, "diem-hoc", point=point.code)
    page = text(answer(desk, step))
    assert "<title>Lỗi:" in page
    assert "Có chỗ cần sửa" in page
    assert page.count(sentence) >= 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "31/02/2026"}, "Ngày viết theo mẫu 31/01/2026"),
        ({"day": "2031-01-01"}, "cách hôm nay không quá một năm"),
        ({"start": "25:00"}, "Giờ viết theo mẫu 19:00"),
    ],
)
@time_machine.travel(AFTERNOON, tick=False)
def test_a_wrong_day_or_hour_is_kept_and_explained(
    facilitator: User, point: LearningPoint, changes: dict[str, str], sentence: str
) -> None:
    desk = signed_in(facilitator)
    answer(desk, "diem-hoc", point=point.code)
    page = text(answer(desk, "ngay-gio", **evening(**changes)))
    assert sentence in page
    assert next(iter(changes.values())) in page


@pytest.mark.parametrize(
    ("hour", "title"),
    [
        (8, "Lớp sáng thứ Tư"),
        (12, "Lớp trưa thứ Tư"),
        (15, "Lớp chiều thứ Tư"),
        (19, "Lớp tối thứ Tư"),
    ],
)
def test_a_class_is_named_after_its_day_and_hour(hour: int, title: str) -> None:
    assert class_title(datetime(2026, 1, 28, hour, 30, tzinfo=ZONE)) == title


# --- F3, F8 --------------------------------------------------------------------------------------


def test_the_console_shows_pin_and_numbers(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    now = periods.now()
    services.check_in(session=session, user=UserFactory(), how="pin", at=now)
    services.add_walk_in(session=session, user=UserFactory(), by=facilitator, at=now)
    page = text(desk.get(f"/lop/{session.pk}/"))
    assert session.pin in page
    assert "<strong>1/2</strong>" in page
    assert "chờ <strong>1</strong>" in page


def test_the_wall_shows_pin_qr_and_count_but_no_name(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    hoa = UserFactory(full_name="Nguyễn Thị Hoa")
    services.add_walk_in(session=session, user=hoa, by=facilitator, at=periods.now())
    page = text(desk.get(f"/lop/{session.pk}/man-chieu/"))
    assert session.pin in page
    assert "<svg" in page
    assert "/vao-lop/" in page
    assert "Có mặt <strong>1</strong>" in page
    assert "Hoa" not in page
    assert facilitator.full_name not in page
    assert facilitator.get_short_name() not in page


def test_a_computer_can_be_switched_off_from_the_console(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    device = services.register_device(session=session, by=facilitator, at=periods.now())
    assert "Máy số 1" in text(desk.get(f"/lop/{session.pk}/"))
    desk.post(f"/lop/{session.pk}/may/{device.number}/tat/")
    device.refresh_from_db()
    assert device.ended_at is not None
    assert desk.post(f"/lop/{session.pk}/may/9/tat/").status_code == 404


def test_closing_shows_the_numbers_and_keeps_the_notes(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    now = periods.now()
    services.add_walk_in(session=session, user=UserFactory(), by=facilitator, at=now)
    services.check_in(session=session, user=UserFactory(), how="pin", at=now)
    assert "Còn 1 người chờ xác nhận" in text(desk.get(f"/lop/{session.pk}/ket-thuc/"))
    desk.post(f"/lop/{session.pk}/ket-thuc/", {"notes": "Mất điện\n10 phút"})
    session.refresh_from_db()
    assert session.closed_at is not None
    page = text(desk.get(f"/lop/{session.pk}/"))
    assert "Buổi học đã kết thúc" in page
    assert "Mất điện" in page
    assert "Mở lại buổi học" in page
    assert session.pin not in page


def test_notes_that_are_too_long_are_kept(desk: Client, session: ClassSession) -> None:
    page = text(desk.post(f"/lop/{session.pk}/ket-thuc/", {"notes": "dài " * 300}))
    assert "Viết nhiều nhất 1.000 chữ" in page
    assert "dài dài" in page
    session.refresh_from_db()
    assert session.closed_at is None


def test_a_closed_class_can_be_reopened_for_a_day(desk: Client, session: ClassSession) -> None:
    desk.post(f"/lop/{session.pk}/ket-thuc/")
    desk.post(f"/lop/{session.pk}/mo-lai/")
    session.refresh_from_db()
    assert session.closed_at is None
    ClassSession.objects.filter(pk=session.pk).update(closed_at=periods.now() - timedelta(hours=25))
    assert "Mở lại buổi học" not in text(desk.get(f"/lop/{session.pk}/"))
    page = desk.post(f"/lop/{session.pk}/mo-lai/", follow=True)
    assert "Chỉ mở lại được trong 24 giờ" in text(page)


def test_a_class_that_has_not_begun_is_called_off(
    desk: Client, facilitator: User, point: LearningPoint
) -> None:
    start = periods.now() + timedelta(days=2)
    coming = open_session(facilitator, point, starts_at=start, ends_at=start + timedelta(hours=1))
    assert "Hủy buổi học" in text(desk.get(f"/lop/{coming.pk}/ket-thuc/"))
    desk.post(f"/lop/{coming.pk}/ket-thuc/")
    assert "Đã hủy" in text(desk.get("/lop/"))


@pytest.mark.parametrize(("people", "pages"), [(0, 1), (22, 1), (23, 2), (40, 2)])
def test_the_sheet_has_25_rows_a_page_and_a_place_to_sign(
    desk: Client, session: ClassSession, facilitator: User, people: int, pages: int
) -> None:
    users = [UserFactory(full_name=f"Nguyễn Văn A{number}") for number in range(people)]
    services.confirm_attendance(
        session=session, users=users, by=facilitator, at=periods.now(), how="hand"
    )
    page = text(desk.get(f"/lop/{session.pk}/in/"))
    assert page.count("Ký tên") == pages
    assert page.count("<tr><td>") == 25 * pages
    if users:
        assert f"··{users[0].username[-2:]}" in page
