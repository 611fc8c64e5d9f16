"""The decorators, the staff link, and what goes into the log."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from lms.accounts import access
from lms.accounts.access import person, requires, signed_in
from lms.accounts.context import staff_nav
from lms.accounts.roles import Permission, Role
from lms.core.models import AuditEvent
from tests.factories import AreaFactory, StaffFactory, UserFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db


@signed_in
def own_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(person(request).username)


@requires(Permission.VIEW_REPORTS)
def report(request: HttpRequest) -> HttpResponse:
    return HttpResponse("numbers")


@requires(Permission.LEARN)
def lesson(request: HttpRequest) -> HttpResponse:
    return HttpResponse("lesson")


def ask(user: Any, path: str = "/x/?a=1", method: str = "get", **more: Any) -> HttpRequest:
    request: Any = getattr(RequestFactory(), method)(path, **more)
    request.user = user
    request.session = Client().session
    return request  # type: ignore[no-any-return]


def test_anonymous_signs_in_at_the_door_that_fits_and_comes_back() -> None:
    nobody = AnonymousUser()
    assert own_page(ask(nobody))["Location"] == "/dang-nhap/?next=/x/%3Fa%3D1"
    assert lesson(ask(nobody))["Location"].startswith("/dang-nhap/?next=")
    assert report(ask(nobody))["Location"] == "/dang-nhap/can-bo/?next=/x/%3Fa%3D1"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/khoa-hoc/xay-nha/?a=1", "/khoa-hoc/xay-nha/"),
        ("https://evil.example/khoa-hoc/", "/x/"),
        ("", "/x/"),
    ],
)
def test_a_form_comes_back_to_the_page_it_was_on(referer: str, back: str) -> None:
    request = ask(AnonymousUser(), method="post", headers={"Referer": referer})
    assert own_page(request)["Location"] == f"/dang-nhap/?next={back}"


def test_with_the_permission_the_page_opens() -> None:
    assert report(ask(with_role(Role.WARD_MANAGER, ward=WardFactory()))).status_code == 200
    assert lesson(ask(UserFactory())).status_code == 200


def test_without_it_the_page_says_who_may_and_whom_to_ask() -> None:
    with pytest.raises(PermissionDenied) as refused:
        report(ask(UserFactory()))
    sentence = str(refused.value)
    assert "quản lý" in sentence
    assert "Sở Xây dựng tỉnh Quảng Ngãi" in sentence


def test_person_is_never_anonymous() -> None:
    with pytest.raises(PermissionDenied):
        person(ask(AnonymousUser()))


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (Role.FACILITATOR, ["/lop/"]),
        (Role.DISTRICT_MANAGER, ["/quan-ly/"]),
        (Role.WARD_MANAGER, ["/quan-ly/"]),
        (Role.EDITOR, ["/bien-tap/"]),
        (Role.REVIEWER, ["/bien-tap/"]),
        (Role.ADMINISTRATOR, ["/quan-ly/", "/bien-tap/"]),
    ],
)
def test_staff_have_a_link_to_each_room_they_work_in(role: Role, addresses: list[str]) -> None:
    user = with_role(role, ward=WardFactory(), area=AreaFactory())
    links: Any = staff_nav(ask(user))["staff_nav"]
    assert [url for _label, url in links] == addresses


def test_learners_have_none() -> None:
    for user in (AnonymousUser(), UserFactory(), StaffFactory(), with_role(Role.CIVIL_SERVANT)):
        assert staff_nav(ask(user)) == {"staff_nav": []}


def test_refusal_names_every_role_that_may() -> None:
    assert "người hướng dẫn" in access.refusal(Permission.RUN_CLASSES)


def test_no_name_number_or_pin_in_logs_and_audit(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Right and wrong sign-ins, a sign-up and changes, with every log line kept."""
    user = UserFactory(full_name="Nguyễn Thị Bí Mật", phone="0912345678")
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)  # SQL is not a log of ours
        client.post("/dang-nhap/", {"number": user.username, "pin": "905172"})
        client.post("/dang-nhap/", {"number": user.username, "pin": "246813"})
        client.post("/tai-khoan/dien-thoai/", {"phone": "0987654321"})
        client.post(
            "/tai-khoan/doi-ma/", {"current": "246813", "pin": "381604", "pin_again": "381604"}
        )
        client.get("/tai-khoan/du-lieu/")
        client.post("/dang-xuat/")
        client.post("/tao-tai-khoan/ho-ten/", {"full_name": "Trần Văn Kín"})
        client.get("/tai-khoan/khong-co/")
    written = caplog.text + " ".join(
        f"{event.action} {event.target} {event.details}" for event in AuditEvent.objects.all()
    )
    for secret in ("Bí Mật", "Kín", user.username, "905172", "246813", "381604", "0912345678",
                   "0987654321"):  # fmt: skip
        assert secret not in written
