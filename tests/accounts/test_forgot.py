"""A4: a forgotten PIN is chosen anew by the learner, never by the helper."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import PinReset, User
from lms.accounts.roles import Role
from tests.accounts.pages import assert_refused, text
from tests.factories import UserFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db
NEW = "381604"


@pytest.fixture
def learner() -> User:
    user: User = UserFactory(full_name="Nguyễn Thị Hoa", address_form="cô")
    return user


@pytest.fixture
def helper(learner: User) -> User:
    return with_role(Role.FACILITATOR, ward=learner.ward)


def reset_page(learner: User) -> str:
    return reverse("accounts:reset_pin", args=[learner.pk])


def hand_over(client: Client, helper: User, learner: User) -> str:
    """The address on the screen that the helper hands over."""
    client.force_login(helper)
    page = text(client.post(reset_page(learner), follow=True))
    start = page.index("/ma-moi/")
    return page[start : page.index('"', start)]


class TestWays:
    def test_asks_for_no_number_so_it_tells_nothing(self, client: Client) -> None:
        page = text(client.get("/quen-ma/"))
        assert page.count('type="radio"') == 2
        assert 'type="text"' not in page
        assert "tin nhắn" not in page  # there is no gateway for text messages

    def test_empty(self, client: Client) -> None:
        assert_refused(client.post("/quen-ma/"), "Chọn một cách")

    @pytest.mark.parametrize("way", ["nguoi-huong-dan", "goi-dien"])
    def test_each_way_is_a_page(self, client: Client, way: str) -> None:
        answer = client.post("/quen-ma/", {"way": way}, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain[-1][0] == f"/quen-ma/{way}/"

    def test_other_ways_do_not_exist(self, client: Client) -> None:
        assert client.get("/quen-ma/zalo/").status_code == 404


class TestReset:
    def test_the_learner_chooses_on_the_device_handed_over(
        self, client: Client, helper: User, learner: User
    ) -> None:
        address = hand_over(client, helper, learner)
        page = text(client.get(address))
        assert f"Xin chào, cô Hoa ··{learner.username[-2:]}" in page
        assert "Nguyễn" not in page
        assert helper.full_name not in page  # nothing of the helper's session is within reach
        answer = client.post(address, {"pin": NEW, "pin_again": NEW}, follow=True)
        assert "Trả máy cho người hướng dẫn" in text(answer)
        assert get_user(client) == helper  # type: ignore[arg-type]
        learner.refresh_from_db()
        assert learner.check_password(NEW)

    def test_or_on_the_own_phone(self, client: Client, helper: User, learner: User) -> None:
        address = hand_over(client, helper, learner)
        phone = Client()
        answer = phone.post(address, {"pin": NEW, "pin_again": NEW}, follow=True)
        assert answer.redirect_chain[-1][0] == "/dang-nhap/"
        assert "Đã lưu mã số mới. Đăng nhập bằng mã vừa chọn." in text(answer)

    def test_the_learner_is_told_at_the_next_sign_in_once(
        self, client: Client, helper: User, learner: User
    ) -> None:
        address = hand_over(client, helper, learner)
        client.post(address, {"pin": NEW, "pin_again": NEW})
        for told in (True, False):
            own = Client()
            own.post("/dang-nhap/", {"number": learner.username, "pin": NEW})
            page = text(own.get("/tai-khoan/"))
            assert (f"người giúp: {helper.full_name}" in page) is told

    def test_it_unlocks_the_card_and_ends_old_sessions(
        self, client: Client, helper: User, learner: User
    ) -> None:
        thief = Client()
        thief.force_login(learner)
        for _ in range(10):
            client.post("/dang-nhap/", {"number": learner.username, "pin": "905172"})
        client.post(hand_over(client, helper, learner), {"pin": NEW, "pin_again": NEW})
        assert not get_user(thief).is_authenticated  # type: ignore[arg-type]
        own = Client()
        answer = own.post("/dang-nhap/", {"number": learner.username, "pin": NEW})
        assert answer.status_code == 302

    def test_it_works_once_and_for_fifteen_minutes(
        self, client: Client, helper: User, learner: User
    ) -> None:
        address = hand_over(client, helper, learner)
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            late = client.get(address)
        assert late.status_code == 404
        assert "Trang này không còn dùng được" in text(late)
        client.post(address, {"pin": NEW, "pin_again": NEW})
        assert client.get(address).status_code == 404

    def test_bad_input(self, client: Client, helper: User, learner: User) -> None:
        address = hand_over(client, helper, learner)
        assert_refused(client.post(address), "Nhập mã số")
        assert_refused(
            client.post(address, {"pin": "123456", "pin_again": "123456"}), "Chọn mã khác"
        )
        assert_refused(client.post(address, {"pin": NEW, "pin_again": "905172"}), "Hai lần nhập mã")

    def test_opening_the_page_resets_nothing(
        self, client: Client, helper: User, learner: User
    ) -> None:
        client.force_login(helper)
        page = text(client.get(reset_page(learner)))
        assert "Nguyễn Thị Hoa" in page
        assert not PinReset.objects.exists()


class TestScope:
    def test_learners_of_other_wards_do_not_exist(self, client: Client, learner: User) -> None:
        client.force_login(with_role(Role.FACILITATOR, ward=WardFactory()))
        for answer in (client.get(reset_page(learner)), client.post(reset_page(learner))):
            assert answer.status_code == 404

    def test_colleagues_do_not_exist(self, client: Client, helper: User) -> None:
        colleague = with_role(Role.WARD_MANAGER, ward=helper.grants.get().ward)
        User.objects.filter(pk=colleague.pk).update(ward=helper.grants.get().ward)
        client.force_login(helper)
        assert client.post(reset_page(colleague)).status_code == 404

    def test_managers_may_not(self, client: Client, learner: User) -> None:
        client.force_login(with_role(Role.WARD_MANAGER, ward=learner.ward))
        answer = client.post(reset_page(learner))
        assert answer.status_code == 403
        assert "người hướng dẫn" in text(answer)
        assert not PinReset.objects.exists()

    def test_a_made_up_token_opens_nothing(self, client: Client) -> None:
        assert client.get("/ma-moi/aaaa/").status_code == 404
        assert client.post("/ma-moi/aaaa/", {"pin": NEW, "pin_again": NEW}).status_code == 404

    def test_people_without_a_card_do_not_exist(self, client: Client, helper: User) -> None:
        ward = helper.grants.get().ward
        official = with_role(Role.CIVIL_SERVANT)
        User.objects.filter(pk=official.pk).update(ward=ward)
        client.force_login(helper)
        assert client.post(reset_page(official)).status_code == 404
