"""L11: one's own record, card, consents and data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from lms.accounts.models import Consent, ConsentPurpose, User
from lms.accounts.signals import data_requested
from lms.core.models import AuditEvent
from tests.accounts.pages import assert_refused, text
from tests.factories import StaffFactory, UserFactory, WardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client: Client) -> User:
    user: User = UserFactory(full_name="Nguyễn Thị Hoa", phone="0912345678")
    client.force_login(user)
    return user


def page_of(name: str, **kwargs: Any) -> str:
    return reverse(f"accounts:{name}", kwargs=kwargs)


class TestProfile:
    def test_shows_everything_and_leads_to_every_change(
        self, client: Client, learner: User
    ) -> None:
        page = text(client.get("/tai-khoan/"))
        for shown in ("Nguyễn Thị Hoa", learner.username[4:], "0912345678", str(learner.ward)):
            assert shown in page
        for name in ("profile_greeting", "profile_sex", "profile_ward", "profile_phone",
                     "change_pin", "my_data", "card_print"):  # fmt: skip
            assert f'href="{page_of(name)}"' in page

    def test_greeting(self, client: Client, learner: User) -> None:
        answer = client.post(page_of("profile_greeting"), {"address_form": "cô"}, follow=True)
        assert "Từ nay gọi là: cô Hoa." in text(answer)
        assert AuditEvent.objects.filter(action="profile.greeting", actor=learner).exists()
        forged = client.post(page_of("profile_greeting"), {"address_form": "em"})
        assert_refused(forged)

    def test_sex_is_told_by_choice_and_may_be_taken_back(
        self, client: Client, learner: User
    ) -> None:
        for told in ("nu", ""):
            client.post(page_of("profile_sex"), {"sex": told})
            learner.refresh_from_db()
            assert learner.sex == told
        assert_refused(client.post(page_of("profile_sex"), {"sex": "x"}))

    def test_phone(self, client: Client, learner: User) -> None:
        assert_refused(client.post(page_of("profile_phone"), {"phone": "12"}), "10 chữ số")
        client.post(page_of("profile_phone"), {"phone": ""})
        learner.refresh_from_db()
        assert learner.phone == ""

    def test_the_own_phone_does_not_count_against_oneself(
        self, client: Client, learner: User
    ) -> None:
        UserFactory.create_batch(4, phone=learner.phone)
        answer = client.post(page_of("profile_phone"), {"phone": learner.phone})
        assert answer.status_code == 302

    def test_moving_to_another_ward(self, client: Client, learner: User) -> None:
        former, new = learner.ward, WardFactory(name="Tịnh Khê")
        assert_refused(client.post(page_of("profile_ward")), "Nhập tên xã, phường")
        answer = client.post(page_of("profile_ward"), {"query": "tinh khe"})
        assert answer["Location"] == page_of("profile_ward") + "?q=tinh+khe"
        client.post(answer["Location"], {"query": "tinh khe", "ward": new.code})
        learner.refresh_from_db()
        assert learner.ward == new
        assert former is not None
        event = AuditEvent.objects.get(action="profile.ward")
        assert event.details == {"former": former.code, "now": new.code}

    def test_no_pin_no_token_no_number_of_others(self, client: Client, learner: User) -> None:
        client.logout()
        for name in ("profile", "card_print", "my_data", "change_pin"):
            answer = client.get(page_of(name))
            assert answer["Location"].startswith("/dang-nhap/?next=")


class TestSecret:
    def test_changing_the_pin_keeps_this_session_and_ends_the_others(
        self, client: Client, learner: User
    ) -> None:
        other = Client()
        other.force_login(learner)
        secret = {"current": "246813", "pin": "381604", "pin_again": "381604"}
        answer = client.post(page_of("change_pin"), secret, follow=True)
        assert "Đã lưu mã số mới." in text(answer)
        assert get_user(client) == learner  # type: ignore[arg-type]
        assert not get_user(other).is_authenticated  # type: ignore[arg-type]
        learner.refresh_from_db()
        assert learner.check_password("381604")

    @pytest.mark.parametrize(
        ("current", "pin", "sentence"),
        [
            ("905172", "381604", "Mã số đang dùng chưa đúng"),
            ("246813", "123456", "Chọn mã khác"),
            ("", "", "Nhập mã số đang dùng"),
        ],
    )
    def test_bad_input(
        self, client: Client, learner: User, current: str, pin: str, sentence: str
    ) -> None:
        secret = {"current": current, "pin": pin, "pin_again": pin}
        assert_refused(client.post(page_of("change_pin"), secret), sentence)

    def test_guessing_the_present_pin_is_limited(self, client: Client, learner: User) -> None:
        secret = {"current": "905172", "pin": "381604", "pin_again": "381604"}
        for _ in range(10):
            client.post(page_of("change_pin"), secret)
        answer = client.post(page_of("change_pin"), secret | {"current": "246813"})
        assert_refused(answer, "Chờ 15 phút")

    def test_staff_change_a_password_of_twelve_characters(self, client: Client) -> None:
        user = StaffFactory()
        client.force_login(user)
        short = {"current": "mat-khau-rat-dai", "password": "ngan"}
        assert_refused(client.post(page_of("change_pin"), short))
        wrong = {"current": "sai", "password": "mot-mat-khau-khac-han"}
        assert_refused(client.post(page_of("change_pin"), wrong), "Mật khẩu chưa đúng")
        client.post(page_of("change_pin"), wrong | {"current": "mat-khau-rat-dai"})
        user.refresh_from_db()
        assert user.check_password("mot-mat-khau-khac-han")


class TestConsents:
    def test_withdrawn_in_two_taps_and_given_again(self, client: Client, learner: User) -> None:
        client.post("/dong-y/", {"learning_record": "on", "class_messages": "on"})
        address = page_of("withdraw", purpose="class_messages")
        assert f'href="{address}"' in text(client.get("/tai-khoan/"))  # first tap
        answer = client.post(address, follow=True)  # second
        assert "Đã rút lại đồng ý" in text(answer)
        assert "Đã rút lại ngày" in text(answer)
        page = text(client.get("/dong-y/"))
        assert "learning_record" not in page  # agreed to already, so not asked again
        assert "checked" not in page
        client.post("/dong-y/")  # ticking nothing changes nothing
        client.post("/dong-y/", {"class_messages": "on"})
        assert "Đã rút lại ngày" not in text(client.get("/tai-khoan/"))
        ledger = Consent.objects.filter(purpose=ConsentPurpose.CLASS_MESSAGES).order_by("pk")
        assert [entry.given for entry in ledger] == [True, False, True]

    def test_a_purpose_that_is_not_asked_cannot_be_withdrawn(
        self, client: Client, learner: User
    ) -> None:
        assert client.post(page_of("withdraw", purpose="ward_report")).status_code == 404


class TestCard:
    def test_on_the_screen(self, client: Client, learner: User) -> None:
        page = text(client.get("/tai-khoan/the/"))
        assert "<svg" in page
        assert f"{learner.username[:4]} {learner.username[4:]}" in page
        assert learner.cards.get().token not in page.replace("<svg", "")  # only inside the QR

    def test_as_a_picture(self, client: Client, learner: User) -> None:
        answer = client.get(page_of("card_picture"))
        assert answer["Content-Type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")

    def test_a_new_one_for_a_lost_one(self, client: Client, learner: User) -> None:
        old = learner.cards.get().token
        assert client.get(page_of("card_reissue")).status_code == 200
        assert client.get(reverse("accounts:card", args=[old])).status_code == 302
        answer = client.post(page_of("card_reissue"), follow=True)
        assert "Đây là thẻ mới." in text(answer)
        assert client.get(reverse("accounts:card", args=[old])).status_code == 404


class TestMyData:
    def test_one_file_with_everything_and_no_secret(self, client: Client, learner: User) -> None:
        client.post("/dong-y/", {"learning_record": "on"})
        answer = client.get(page_of("my_data"))
        assert answer["Content-Disposition"] == 'attachment; filename="du-lieu-cua-toi.json"'
        assert "Nguyễn Thị Hoa" in answer.content.decode()
        data = json.loads(answer.content)
        assert data["person"]["phone"] == "0912345678"
        assert data["person"]["ward_code"] == learner.ward.code  # type: ignore[union-attr]
        assert data["consents"][0]["purpose"] == "learning_record"
        assert learner.password not in answer.content.decode()
        assert learner.cards.get().token not in answer.content.decode()

    def test_upper_apps_add_their_part(self, client: Client, learner: User) -> None:
        def add(sender: type, user: User, **kwargs: Any) -> tuple[str, list[int]]:
            return "lessons", [user.pk]

        data_requested.connect(add)
        try:
            assert json.loads(client.get(page_of("my_data")).content)["lessons"] == [learner.pk]
        finally:
            data_requested.disconnect(add)
