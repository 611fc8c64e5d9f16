"""F5: a facilitator helps somebody to sign up, and never gets at the PIN."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import Consent, LearnerCard, User
from lms.centres import services
from lms.centres.models import Attendance, ClassSession
from lms.core import periods
from lms.core.models import AuditEvent
from tests.centres.conftest import signed_in
from tests.factories import UserFactory, WardFactory

pytestmark = pytest.mark.django_db
PIN = "482759"


def text(response: Any) -> str:
    return str(response.content.decode())


def url(session: ClassSession, step: str) -> str:
    return f"/lop/{session.pk}/dang-ky-giup/{step}/"


def answer(desk: Client, session: ClassSession, step: str, **data: Any) -> Any:
    return desk.post(url(session, step), data)


def ask(desk: Client, session: ClassSession, **changes: Any) -> None:
    """All five questions."""
    answer(desk, session, "ho-ten", full_name=changes.get("full_name", "Đinh Văn Đ’Kray"))
    answer(desk, session, "nam-sinh", birth_year="1958")
    answer(desk, session, "noi-o", ward=changes.get("ward", session.ward.code))
    answer(desk, session, "dien-thoai", phone="")
    answer(desk, session, "dong-y", learning_record="on", method="spoken")


def new_learner() -> User:
    return User.objects.get(full_name="Đinh Văn Đ’Kray")


def test_from_the_first_question_to_the_printed_card(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    ask(desk, session)
    page = text(desk.get(url(session, "ma-so")))
    assert "Đưa máy cho học viên" in page
    assert "Đ’Kray" in page
    assert answer(desk, session, "ma-so", pin=PIN, pin_again=PIN).headers["Location"] == url(
        session, "xong"
    )
    learner = new_learner()
    assert (learner.birth_year, learner.ward) == (1958, session.ward)
    assert learner.check_password(PIN)
    row = Attendance.objects.get(session=session, user=learner)
    assert (row.state, row.confirmed_by) == ("present", facilitator)
    back = desk.post(url(session, "lay-lai"), follow=True)
    card = LearnerCard.objects.get(user=learner)
    assert f"{card.number[:4]} {card.number[4:]}" in text(back)
    assert "<svg" in text(back)


def test_who_helped_and_how_the_learner_agreed_is_recorded(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    ask(desk, session)
    answer(desk, session, "ma-so", pin=PIN, pin_again=PIN)
    consent = Consent.objects.get(user=new_learner())
    assert (consent.helper, consent.method, consent.given) == (facilitator, "spoken", True)
    assert AuditEvent.objects.filter(action="learner.created", actor=facilitator).exists()


def test_the_pin_is_in_no_session_page_or_log_of_the_facilitator(
    desk: Client, session: ClassSession, caplog: pytest.LogCaptureFixture
) -> None:
    ask(desk, session)
    wrong = answer(desk, session, "ma-so", pin=PIN, pin_again="111222")
    assert "Hai lần nhập mã chưa giống nhau" in text(wrong)
    assert PIN not in text(wrong)
    answer(desk, session, "ma-so", pin=PIN, pin_again=PIN)
    assert PIN not in str(dict(desk.session))
    assert new_learner().password not in str(dict(desk.session))
    assert PIN not in text(desk.get(url(session, "xong")))
    assert PIN not in text(desk.post(url(session, "lay-lai"), follow=True))
    assert PIN not in caplog.text
    assert PIN not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_while_the_learner_holds_the_device_the_class_pages_are_shut(
    desk: Client, session: ClassSession
) -> None:
    ask(desk, session)
    desk.get(url(session, "ma-so"))
    for path in (f"/lop/{session.pk}/diem-danh/", f"/lop/{session.pk}/", "/lop/"):
        assert desk.get(path).headers["Location"] == url(session, "ma-so")
    page = text(desk.get(url(session, "ma-so")))
    assert "bd-nav" not in page
    desk.post(url(session, "lay-lai"))
    assert desk.get(f"/lop/{session.pk}/").status_code == 200


def test_the_ward_of_the_class_stands_there_already(desk: Client, session: ClassSession) -> None:
    answer(desk, session, "ho-ten", full_name="Đinh Văn Đ’Kray")
    answer(desk, session, "nam-sinh", birth_year="1958")
    page = text(desk.get(url(session, "noi-o")))
    assert session.ward.full_name in page
    assert f'value="{session.ward.code}"' in page
    assert "checked" in page


def test_another_ward_is_found_by_its_name_and_the_card_still_prints(
    desk: Client, session: ClassSession
) -> None:
    far = WardFactory(name="Lý Xa")
    answer(desk, session, "ho-ten", full_name="Đinh Văn Đ’Kray")
    answer(desk, session, "nam-sinh", birth_year="1958")
    sought = answer(desk, session, "noi-o", query="ly xa")
    assert "q=ly+xa" in sought.headers["Location"]
    assert "Lý Xa" in text(desk.get(sought.headers["Location"]))
    desk.post(sought.headers["Location"], {"query": "ly xa", "ward": far.code})
    answer(desk, session, "dien-thoai", phone="")
    answer(desk, session, "dong-y", learning_record="on", method="spoken")
    answer(desk, session, "ma-so", pin=PIN, pin_again=PIN)
    assert new_learner().ward == far
    assert new_learner().username[4:] in text(desk.post(url(session, "lay-lai"), follow=True))


def test_somebody_who_has_a_card_already_gets_no_second_one(
    desk: Client, session: ClassSession
) -> None:
    known = UserFactory(full_name="Đinh Văn Đ’Kray", birth_year=1958, ward=session.ward)
    answer(desk, session, "ho-ten", full_name="dinh van d'kray")
    answer(desk, session, "nam-sinh", birth_year="1958")
    after = answer(desk, session, "noi-o", ward=session.ward.code)
    assert after.headers["Location"] == url(session, "trung-ten")
    page = text(desk.get(url(session, "trung-ten")))
    assert f"Đinh Văn Đ’Kray ··{known.username[-2:]}" in page
    assert "<title>Lỗi:" in text(answer(desk, session, "trung-ten"))
    answer(desk, session, "trung-ten", person=known.pk)
    assert Attendance.objects.get(session=session).user == known
    assert User.objects.filter(birth_year=1958).count() == 1


def test_a_namesake_signs_up_all_the_same(desk: Client, session: ClassSession) -> None:
    UserFactory(full_name="Đinh Văn Đ’Kray", birth_year=1958, ward=session.ward)
    answer(desk, session, "ho-ten", full_name="Đinh Văn Đ’Kray")
    answer(desk, session, "nam-sinh", birth_year="1958")
    answer(desk, session, "noi-o", ward=session.ward.code)
    after = answer(desk, session, "trung-ten", person="moi")
    assert after.headers["Location"] == url(session, "dien-thoai")


def test_pressing_the_last_button_twice_makes_one_account(
    desk: Client, session: ClassSession
) -> None:
    ask(desk, session)
    for _ in range(2):
        answer(desk, session, "ma-so", pin=PIN, pin_again=PIN)
    assert User.objects.filter(full_name="Đinh Văn Đ’Kray").count() == 1


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("ho-ten", "Nhập họ và tên"),
        ("nam-sinh", "Nhập năm sinh"),
        ("dong-y", "Chọn học viên đã đồng ý bằng cách nào"),
        ("ma-so", "Nhập mã số"),
    ],
)
def test_an_empty_answer_says_what_to_do(
    desk: Client, session: ClassSession, step: str, sentence: str
) -> None:
    ask(desk, session)
    page = text(answer(desk, session, step))
    assert "<title>Lỗi:" in page
    assert sentence in page


def test_nothing_is_agreed_beforehand(desk: Client, session: ClassSession) -> None:
    ask(desk, session)
    assert "checked" not in text(desk.get(url(session, "dong-y")))


def test_an_easy_pin_is_refused(desk: Client, session: ClassSession) -> None:
    ask(desk, session)
    page = text(answer(desk, session, "ma-so", pin="123456", pin_again="123456"))
    assert "rất dễ bị đoán" in page
    assert not User.objects.filter(full_name="Đinh Văn Đ’Kray").exists()


def test_questions_wait_for_the_earlier_ones(desk: Client, session: ClassSession) -> None:
    assert desk.get(url(session, "dong-y")).headers["Location"] == url(session, "ho-ten")
    assert desk.get(url(session, "ma-so")).headers["Location"] == url(session, "ho-ten")
    assert desk.get(url(session, "khong-co")).status_code == 404


def test_a_closed_class_signs_nobody_up(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    services.close_session(session=session, by=facilitator, at=periods.now())
    assert desk.get(url(session, "ho-ten")).headers["Location"] == f"/lop/{session.pk}/"


def test_only_helpers_of_the_class_sign_up_and_print(session: ClassSession, stranger: User) -> None:
    client = signed_in(stranger)
    for path in (url(session, "ho-ten"), url(session, "ma-so"), f"/lop/{session.pk}/the/"):
        assert client.get(path).status_code == 404


# --- cards ---------------------------------------------------------------------------------------


def test_cards_of_the_class_but_of_own_wards_only(
    desk: Client, session: ClassSession, facilitator: User
) -> None:
    near, far = (
        UserFactory(full_name="Lê Thị Gần", ward=session.ward),
        UserFactory(full_name="Lê Văn Xa"),
    )
    services.confirm_attendance(
        session=session, users=[near, far], by=facilitator, at=periods.now(), how="hand"
    )
    page = text(desk.get(f"/lop/{session.pk}/the/"))
    assert "Lê Thị Gần" in page
    assert "Lê Văn Xa" not in page
    assert desk.get(f"/lop/{session.pk}/the/", {"nguoi": "x"}).status_code == 200


def test_no_card_to_print_says_so(desk: Client, session: ClassSession) -> None:
    assert "Chưa có thẻ nào để in" in text(desk.get(f"/lop/{session.pk}/the/"))


def test_forty_cards_cost_no_more_queries_than_one(
    desk: Client, session: ClassSession, facilitator: User, django_assert_max_num_queries: Any
) -> None:
    people = [UserFactory(ward=session.ward) for _ in range(40)]
    services.confirm_attendance(
        session=session, users=people, by=facilitator, at=periods.now(), how="hand"
    )
    with django_assert_max_num_queries(7):
        assert text(desk.get(f"/lop/{session.pk}/the/")).count("bd-hoc-vien__number") == 40
