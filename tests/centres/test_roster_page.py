"""F4: three groups, one POST for many, undo, people who come along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.centres import services
from lms.centres.models import Attendance, ClassSession
from lms.core import periods
from tests.factories import UserFactory, WardFactory

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def expect(session: ClassSession, *names: str) -> list[User]:
    users: list[User] = [UserFactory(full_name=name, ward=session.ward) for name in names]
    Attendance.objects.bulk_create(
        Attendance(session=session, user=user, ward=user.ward) for user in users
    )
    return users


def state(session: ClassSession, user: User) -> str:
    return str(Attendance.objects.get(session=session, user=user).state)


def test_three_groups_in_the_order_of_given_names(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    expect(session, "Trần Văn Út", "Lê Thị Ánh", "Nguyễn Văn Đào", "Phạm Thị Ân")
    waiting, present = UserFactory(full_name="Đỗ Thị Chờ"), UserFactory(full_name="Bùi Văn Tới")
    services.check_in(session=session, user=waiting, how="qr", at=periods.now())
    services.add_walk_in(session=session, user=present, by=facilitator, at=periods.now())
    page = text(desk.get(f"/lop/{session.pk}/diem-danh/"))
    names = [
        "Đỗ Thị Chờ",
        "Lê Thị Ánh",
        "Phạm Thị Ân",
        "Nguyễn Văn Đào",
        "Trần Văn Út",
        "Bùi Văn Tới",
    ]
    places = [page.index(name) for name in names]
    assert places == sorted(places)
    for heading in ("Chờ xác nhận (1)", "Chưa tới (4)", "Có mặt (1)", "<strong>1/6</strong>"):
        assert heading in page


def test_a_row_is_a_box_labelled_with_name_and_two_digits(
    desk: Client, session: ClassSession
) -> None:
    (hoa,) = expect(session, "Nguyễn Thị Hoa")
    page = text(desk.get(f"/lop/{session.pk}/diem-danh/"))
    assert f'name="people" value="{hoa.pk}"' in page
    assert f"··{hoa.username[-2:]}" in page
    assert hoa.username not in page


def test_one_post_confirms_many(desk: Client, session: ClassSession, facilitator: User) -> None:
    users = expect(session, *[f"Nguyễn Văn A{number}" for number in range(40)])
    url = f"/lop/{session.pk}/diem-danh/"
    response = desk.post(url, {"people": [u.pk for u in users], "action": "confirm"}, follow=True)
    assert "Đã xác nhận 40 người có mặt." in text(response)
    rows = session.attendances.filter(state="present", confirmed_by=facilitator, how="hand")
    assert rows.count() == 40


def test_confirming_twice_is_harmless(desk: Client, session: ClassSession) -> None:
    (hoa,) = expect(session, "Nguyễn Thị Hoa")
    url, data = f"/lop/{session.pk}/diem-danh/", {"people": [hoa.pk], "action": "confirm"}
    desk.post(url, data)
    confirmed = Attendance.objects.get(user=hoa).confirmed_at
    assert desk.post(url, data).status_code == 302
    assert Attendance.objects.get(user=hoa).confirmed_at == confirmed


def test_nobody_ticked_is_an_error_in_the_group_it_happened(
    desk: Client, session: ClassSession
) -> None:
    expect(session, "Nguyễn Thị Hoa")
    page = text(desk.post(f"/lop/{session.pk}/diem-danh/", {"action": "confirm", "group": "chua"}))
    assert "<title>Lỗi:" in page
    assert 'href="#chua"' in page
    assert page.count("Chọn ít nhất một người") == 2
    assert "Nguyễn Thị Hoa" in page


def test_an_empty_post_is_explained(desk: Client, session: ClassSession) -> None:
    page = text(desk.post(f"/lop/{session.pk}/diem-danh/"))
    assert "Có chỗ cần sửa" in page
    assert "Chọn ít nhất một người" in page


@pytest.mark.parametrize("people", ["999999", "abc", ""])
def test_people_who_are_not_on_the_list_cannot_be_confirmed(
    desk: Client, session: ClassSession, people: str
) -> None:
    response = desk.post(f"/lop/{session.pk}/diem-danh/", {"people": people, "action": "confirm"})
    assert response.status_code == 200
    assert "<title>Lỗi:" in text(response)
    assert not session.attendances.exists()


def test_absent_people_stay_on_the_list(desk: Client, session: ClassSession) -> None:
    (hoa,) = expect(session, "Nguyễn Thị Hoa")
    desk.post(f"/lop/{session.pk}/diem-danh/", {"people": [hoa.pk], "action": "absent"})
    assert state(session, hoa) == "absent"
    assert "Chưa tới (1)" in text(desk.get(f"/lop/{session.pk}/diem-danh/"))


def test_undo_is_offered_for_ten_minutes(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    (hoa,) = expect(session, "Nguyễn Thị Hoa")
    url = f"/lop/{session.pk}/diem-danh/"
    assert "Hoàn tác" not in text(desk.get(url))
    desk.post(url, {"people": [hoa.pk], "action": "confirm"})
    assert "Hoàn tác" in text(desk.get(url))
    assert "Đã hoàn tác." in text(desk.post(f"{url}hoan-tac/", follow=True))
    assert state(session, hoa) == "expected"


def test_undo_is_refused_later(desk: Client, session: ClassSession, facilitator: User) -> None:
    (hoa,) = expect(session, "Nguyễn Thị Hoa")
    early = periods.now() - timedelta(minutes=11)
    services.confirm_attendance(session=session, users=[hoa], by=facilitator, at=early, how="hand")
    url = f"/lop/{session.pk}/diem-danh/"
    assert "Hoàn tác được" not in text(desk.get(url))
    page = text(desk.post(f"{url}hoan-tac/", follow=True))
    assert "Chỉ hoàn tác được trong 10 phút." in page
    assert state(session, hoa) == "present"


def test_what_is_entered_after_the_class_is_marked_as_from_paper(
    desk: Client, session: ClassSession
) -> None:
    (hoa,) = expect(session, "Nguyễn Thị Hoa")
    early = periods.now() - timedelta(days=1)
    ClassSession.objects.filter(pk=session.pk).update(
        starts_at=early, ends_at=early + timedelta(hours=1)
    )
    desk.post(f"/lop/{session.pk}/diem-danh/", {"people": [hoa.pk], "action": "confirm"})
    assert Attendance.objects.get(user=hoa).how == "paper"


def test_a_closed_class_shows_its_list_without_buttons(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    (hoa,) = expect(session, "Nguyễn Thị Hoa")
    services.close_session(session=session, by=facilitator, at=periods.now())
    url = f"/lop/{session.pk}/diem-danh/"
    page = text(desk.get(url))
    assert "Nguyễn Thị Hoa" in page
    assert 'name="action"' not in page
    refused = desk.post(url, {"people": [hoa.pk], "action": "confirm"}, follow=True)
    assert "Buổi học đã kết thúc. Mở lại để sửa điểm danh." in text(refused)
    assert state(session, hoa) == "expected"


def test_a_name_is_found_without_accents(desk: Client, session: ClassSession) -> None:
    expect(session, "Nguyễn Thị Đào", "Lê Văn Hùng")
    page = text(desk.get(f"/lop/{session.pk}/diem-danh/", {"q": "dao"}))
    assert "Nguyễn Thị Đào" in page
    assert "Lê Văn Hùng" not in page
    assert "Thấy 1 người." in page


def test_the_page_costs_the_same_for_forty_people(
    desk: Client, session: ClassSession, django_assert_num_queries: Any
) -> None:
    url = f"/lop/{session.pk}/diem-danh/"
    desk.get(url)
    expect(session, "Nguyễn Thị Hoa")
    with django_assert_num_queries(6):
        desk.get(url)
    expect(session, *[f"Nguyễn Văn A{number}" for number in range(39)])
    with django_assert_num_queries(6):
        desk.get(url)


# --- people who come along -----------------------------------------------------------------------


def test_somebody_of_the_ward_is_found_and_added(desk: Client, session: ClassSession) -> None:
    hoa = UserFactory(full_name="Nguyễn Thị Hoà", ward=session.ward)
    url = f"/lop/{session.pk}/diem-danh/them/"
    found = text(desk.get(url, {"q": "thi hoa"}))
    assert "Nguyễn Thị Hoà" in found
    assert hoa.username not in found
    desk.post(url, {"person": hoa.pk})
    assert state(session, hoa) == "present"


def test_a_card_number_finds_its_holder(desk: Client, session: ClassSession) -> None:
    hoa = UserFactory(full_name="Nguyễn Thị Hoa", ward=session.ward)
    number = f"{hoa.username[:4]} {hoa.username[4:]}"
    assert "Nguyễn Thị Hoa" in text(desk.get(f"/lop/{session.pk}/diem-danh/them/", {"q": number}))


def test_people_of_other_wards_are_neither_found_nor_added(
    desk: Client, session: ClassSession
) -> None:
    far = UserFactory(full_name="Nguyễn Thị Xa", ward=WardFactory())
    url = f"/lop/{session.pk}/diem-danh/them/"
    assert "Nguyễn Thị Xa" not in text(desk.get(url, {"q": "nguyen thi xa"}))
    assert desk.post(url, {"person": far.pk}).status_code == 404
    assert desk.post(url, {"person": "x"}).status_code == 404
    assert desk.post(url).status_code == 404
    assert not session.attendances.exists()


def test_an_empty_search_says_what_to_enter(desk: Client, session: ClassSession) -> None:
    page = text(desk.get(f"/lop/{session.pk}/diem-danh/them/", {"q": " "}))
    assert "<title>Lỗi:" in page
    assert "Nhập họ tên hoặc số thẻ" in page
