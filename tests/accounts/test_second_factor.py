"""Staff: the second step of signing in, its secrets, and that nothing goes round it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user
from django.test import Client, override_settings

from lms.accounts.models import User
from lms.accounts.roles import Role
from tests.accounts.pages import assert_refused, summary, text, title
from tests.factories import UserFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db
STAFF, SET_UP = "/dang-nhap/can-bo/", "/tai-khoan/bao-mat/cai-dat/"


@pytest.fixture
def required() -> Iterator[None]:
    with override_settings(STAFF_SECOND_FACTOR_REQUIRED=True):
        yield


@pytest.fixture
def facilitator() -> User:
    return with_role(Role.FACILITATOR, ward=WardFactory())


def enter(client: Client, user: User) -> str:
    secret = {"username": user.username, "password": "mat-khau-rat-dai"}
    return str(client.post(STAFF, secret)["Location"])


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def set_up(client: Client) -> str:
    """Does what the page says; the secret it showed."""
    found = re.search(r"<strong>((?:[A-Z2-7]{1,4} ?){4,})</strong>", text(client.get(SET_UP)))
    assert found
    secret = found.group(1).replace(" ", "")
    answer = client.post(SET_UP, {"code": code_for(secret)})
    assert answer["Location"] == "/tai-khoan/bao-mat/ma-du-phong/"
    return secret


def test_nobody_who_works_here_gets_past_setting_it_up(
    client: Client, facilitator: User, required: None
) -> None:
    enter(client, facilitator)
    for page in ("/", "/lop/", "/tai-khoan/", "/bien-tap/"):
        assert client.get(page)["Location"] == SET_UP
    assert client.get("/hien-thi/").status_code == 200
    assert client.post("/dang-xuat/").status_code == 302


def test_learners_and_a_site_that_does_not_require_it_are_left_alone(
    client: Client, facilitator: User
) -> None:
    enter(client, facilitator)
    assert client.get("/tai-khoan/").status_code == 200
    with override_settings(STAFF_SECOND_FACTOR_REQUIRED=True):
        own = Client()
        own.force_login(UserFactory())
        assert own.get("/tai-khoan/").status_code == 200


def test_set_up_then_sign_in_with_a_code(client: Client, facilitator: User, required: None) -> None:
    enter(client, facilitator)
    secret = set_up(client)
    assert client.get("/tai-khoan/").status_code == 200
    again = Client()
    assert enter(again, facilitator) == "/tai-khoan/bao-mat/ma-xac-nhan/"
    assert not get_user(again).is_authenticated  # type: ignore[arg-type]
    page = again.get("/tai-khoan/bao-mat/ma-xac-nhan/")
    assert title(page).startswith("Bước xác nhận thứ hai")
    assert_refused(again.post("/tai-khoan/bao-mat/ma-xac-nhan/", {"code": ""}), "Nhập mã")
    assert_refused(
        again.post("/tai-khoan/bao-mat/ma-xac-nhan/", {"code": "000000"}), "Mã chưa đúng."
    )
    answer = again.post("/tai-khoan/bao-mat/ma-xac-nhan/", {"code": code_for(secret)})
    assert answer["Location"] == "/lop/"
    assert get_user(again) == facilitator  # type: ignore[arg-type]


def test_a_recovery_code_works_once(client: Client, facilitator: User) -> None:
    enter(client, facilitator)
    set_up(client)
    codes = re.findall(
        r'class="bd-so">([^<]+)<', text(client.get("/tai-khoan/bao-mat/ma-du-phong/"))
    )
    assert len(codes) == 10
    for expected in (302, 200):
        again = Client()
        enter(again, facilitator)
        answer = again.post("/tai-khoan/bao-mat/ma-xac-nhan/", {"code": codes[0]})
        assert answer.status_code == expected


def test_guessing_codes_is_limited(client: Client, facilitator: User) -> None:
    enter(client, facilitator)
    set_up(client)
    again = Client()
    enter(again, facilitator)
    for _ in range(10):
        again.post("/tai-khoan/bao-mat/ma-xac-nhan/", {"code": "000000"})
    answer = again.post("/tai-khoan/bao-mat/ma-xac-nhan/", {"code": "000000"})
    assert "Chờ 15 phút" in summary(answer)


def test_a_wrong_code_does_not_switch_it_on(client: Client, facilitator: User) -> None:
    enter(client, facilitator)
    client.get(SET_UP)
    assert_refused(client.post(SET_UP, {"code": "000000"}), "Mã chưa đúng.")
    assert not Authenticator.objects.exists()


def test_whoever_must_have_it_cannot_switch_it_off(
    client: Client, facilitator: User, required: None
) -> None:
    enter(client, facilitator)
    set_up(client)
    answer = client.post("/tai-khoan/bao-mat/tat/")
    assert "không tắt được" in text(answer)
    assert Authenticator.objects.filter(type="totp").exists()


def test_elsewhere_it_can_be_switched_off(client: Client, facilitator: User) -> None:
    enter(client, facilitator)
    set_up(client)
    client.post("/tai-khoan/bao-mat/tat/")
    assert not Authenticator.objects.exists()


def test_an_old_sign_in_is_asked_for_the_password_first(client: Client, facilitator: User) -> None:
    client.force_login(facilitator)  # no password was given in this session
    answer = client.get(SET_UP)
    assert answer["Location"].startswith("/tai-khoan/bao-mat/mat-khau/?next=")
    page = answer["Location"]
    assert_refused(client.post(page), "Nhập mật khẩu")
    assert_refused(client.post(page, {"password": "sai"}), "Mật khẩu chưa đúng")
    answer = client.post(page, {"password": "mat-khau-rat-dai", "next": SET_UP})
    assert answer["Location"] == SET_UP


@pytest.mark.parametrize("page", ["/bien-tap/login/", "/bien-tap/password_reset/"])
def test_wagtails_own_door_is_closed(client: Client, page: str) -> None:
    for answer in (client.get(page), client.post(page, {"username": "a", "password": "b"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith(STAFF)


def test_secrets_are_kept_encrypted(client: Client, facilitator: User) -> None:
    enter(client, facilitator)
    secret = set_up(client)
    kept = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    assert secret not in kept
    with override_settings(SECRET_KEY="another-key", SECRET_KEY_FALLBACKS=["tests-only"]):
        totp = Authenticator.objects.get(type="totp")
        assert get_adapter().decrypt(totp.data["secret"]) == secret
