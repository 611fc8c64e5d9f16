"""Learning points in the editing room: administrators only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lms.accounts.roles import Role
from lms.centres.models import LearningPoint
from tests.centres.conftest import signed_in
from tests.factories import PointFactory, ProvinceFactory, UserFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db
LIST = "/bien-tap/snippets/centres/learningpoint/"


@pytest.fixture
def office() -> Client:
    return signed_in(with_role(Role.ADMINISTRATOR))


def form(ward: Any, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Nhà văn hóa thôn Đông",
        "code": "",
        "ward": ward.pk,
        "address": "Thôn Đông",
        "hours": "",
        "phone": "",
        "is_open": "on",
    } | changes


def test_an_administrator_adds_a_point_without_thinking_of_a_code(office: Client) -> None:
    ward = WardFactory()
    office.post(f"{LIST}add/", form(ward))
    office.post(f"{LIST}add/", form(ward))
    codes = LearningPoint.objects.order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["nha-van-hoa-thon-dong", "nha-van-hoa-thon-dong-2"]
    assert "Nhà văn hóa thôn Đông" in office.get(LIST).content.decode()


def test_a_point_is_taken_out_of_use(office: Client) -> None:
    point = PointFactory()
    office.post(f"{LIST}edit/{point.pk}/", form(point.ward, code=point.code, is_open=""))
    point.refresh_from_db()
    assert not point.is_open


def test_a_form_without_a_name_is_kept(office: Client) -> None:
    page = office.post(f"{LIST}add/", form(WardFactory(), name="", address="Cạnh chợ"))
    assert page.status_code == 200
    assert "Cạnh chợ" in page.content.decode()
    assert not LearningPoint.objects.exists()


def test_wards_of_the_operators_province_are_offered(office: Client) -> None:
    near = WardFactory(name="Gần")
    far = WardFactory(name="Rất Xa", parent=ProvinceFactory(code="79", name="Hồ Chí Minh"))
    page = office.get(f"{LIST}add/").content.decode()
    assert near.full_name in page
    assert far.full_name not in page
    with_far = PointFactory(ward=far)
    assert far.full_name in office.get(f"{LIST}edit/{with_far.pk}/").content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_editors_do_not_keep_the_list(role: Role) -> None:
    client = signed_in(with_role(role))
    point = PointFactory()
    for path in (LIST, f"{LIST}add/", f"{LIST}edit/{point.pk}/", f"{LIST}delete/{point.pk}/"):
        assert client.get(path).status_code == 302


def test_learners_do_not_get_in() -> None:
    assert signed_in(UserFactory()).get(LIST).status_code in (302, 403)
