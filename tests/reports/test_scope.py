"""Managers see their wards and nothing else, whatever they write into the address."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.accounts.models import RoleGrant
from lms.accounts.roles import Role
from lms.accounts.services import delegate
from lms.core import periods
from lms.units.models import AdminUnit, Succession
from tests.factories import AreaFactory, StaffFactory, UserFactory, WardFactory, with_role
from tests.reports.conftest import District

PAGES = ("/quan-ly/", "/quan-ly/xa-phuong/", "/quan-ly/xuat/")
EXPORT = {"ky": "nay", "tep": "csv", "muc-dich": "hop"}


def body(client: Client, method: str, address: str, data: dict[str, str] | None = None) -> str:
    response = client.post(address, data) if method == "post" else client.get(address, data)
    assert response.status_code == 200
    parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode()


def test_another_ward_is_not_found(manager_client: Client, district: District) -> None:
    assert manager_client.get("/quan-ly/xa-phuong/21025/").status_code == 200
    assert manager_client.get(f"/quan-ly/xa-phuong/{district.outside.code}/").status_code == 404
    assert manager_client.get("/quan-ly/xa-phuong/99999/").status_code == 404
    assert manager_client.get("/quan-ly/xa-phuong/51/").status_code == 404  # the province


@pytest.mark.parametrize("page", PAGES)
def test_another_area_is_not_found(manager_client: Client, district: District, page: str) -> None:
    AreaFactory(code="khac", wards=[district.outside])
    for code in ("khac", "khong-co"):
        assert manager_client.get(page, {"khu-vuc": code}).status_code == 404
    assert manager_client.get(page, {"khu-vuc": "son-tinh"}).status_code == 200


def test_another_area_is_not_exported(manager_client: Client, district: District) -> None:
    AreaFactory(code="khac", wards=[district.outside])
    answer = manager_client.post("/quan-ly/xuat/", EXPORT | {"khu-vuc": "khac"})
    assert answer.status_code == 404


def test_nothing_of_other_wards_stands_on_any_page(
    manager_client: Client, district: District
) -> None:
    bodies = [body(manager_client, "get", page) for page in PAGES]
    bodies += [
        body(manager_client, "get", f"/quan-ly/xa-phuong/{w.code}/") for w in district.inside
    ]
    bodies.append(body(manager_client, "post", "/quan-ly/xuat/", EXPORT))
    for found in bodies:
        assert district.outside.code not in found
        assert district.outside.name not in found


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["khu-vuc", "loai", "muc", "sap-xep", "ky", "tep", "trang", "ward", "code"]
        ),
        st.one_of(st.sampled_from(["21548", "51", "son-tinh", "dac_khu", "-ten"]), st.text()),
    )
)
def check_fuzzed(client: Client, outside: str, query: dict[str, str]) -> None:
    for page in PAGES:
        response = client.get(page, query)
        assert response.status_code in (200, 404, 400)  # 400: U+0000, which nobody types
        if response.status_code == 200:
            assert f"/{outside}/" not in response.content.decode()


VALUES = {
    "khu-vuc": ["", "son-tinh", "khac", "51"],
    "dia-gioi": ["", "luc-do", "hien-nay"],
    "loai": ["", "xa", "dac_khu"],
    "muc": ["", "dat", "cham"],
    "sap-xep": ["", "ten", "-ten", "-chung-nhan"],
    "ky": ["nay", "2026", ""],
    "tep": ["csv", "xlsx", ""],
    "muc-dich": ["hop", ""],
}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(PAGES),
    st.sampled_from(["get", "post"]),
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()}),
)
def check_leak(
    client: Client, outside: list[AdminUnit], page: str, method: str, asked: Any
) -> None:
    """Pages × filters × files: no name and no code of a ward of others in any of them."""
    answer = client.post(page, asked) if method == "post" else client.get(page, asked)
    assert answer.status_code in (200, 404, 405)
    parts = answer.streaming_content if answer.streaming else [answer.content]  # type: ignore[attr-defined]
    found = b"".join(parts)
    if found.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(found)) as book:
            found = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    for ward in outside:
        assert ward.code.encode() not in found
        assert ward.name.encode() not in found


@pytest.mark.parametrize("who", ["manager", "ward manager", "report viewer", "stand-in"])
def test_no_page_filter_or_file_shows_a_ward_of_others(
    client: Client, district: District, who: str
) -> None:
    """With a ward that is gone on either side of the border: the past leaks no more than today."""
    gone = WardFactory(code="20999", name="Nơi Cũ Khác", closed_on=periods.today())
    Succession.objects.create(
        predecessor=gone, successor=district.outside, date=gone.closed_on, change="merge",
        rest="here", is_settled=True,
    )  # fmt: skip
    AreaFactory(code="khac", wards=[district.outside])
    reader = district.manager
    if who == "ward manager":
        reader = with_role(Role.WARD_MANAGER, ward=district.large)
    elif who == "report viewer":
        reader = with_role(Role.REPORT_VIEWER, area=district.area)
    elif who == "stand-in":
        reader = StaffFactory()
        delegate(
            grant=district.manager.grants.get(),
            receiver=reader,
            first=periods.today(),
            last=periods.today(),
            reason="Nghỉ phép",
            by=district.manager,
            at=periods.now(),
        )
    client.force_login(reader)
    check_leak(client, [district.outside, gone])
    for code in (gone.code, district.outside.code):
        assert client.get(f"/quan-ly/xa-phuong/{code}/").status_code == 404


def test_the_old_code_leads_to_the_heir(manager_client: Client, district: District) -> None:
    gone = WardFactory(code="20998", name="Nơi Cũ", closed_on=periods.today())
    Succession.objects.create(
        predecessor=gone, successor=district.large, date=gone.closed_on, change="merge",
        rest="here", is_settled=True,
    )  # fmt: skip
    sent = manager_client.get("/quan-ly/xa-phuong/20998/")
    assert sent.headers["Location"] == "/quan-ly/xa-phuong/21025/"
    then = body(manager_client, "get", "/quan-ly/xa-phuong/", {"dia-gioi": "luc-do"})
    assert "Xã Nơi Cũ (cũ)" in then
    now = body(manager_client, "get", "/quan-ly/xa-phuong/")
    assert "Nơi Cũ" not in now
    assert "địa giới lúc đó" in now
    filed = body(manager_client, "post", "/quan-ly/xuat/", EXPORT | {"dia-gioi": "luc-do"})
    assert "20998" in filed


def test_no_query_string_opens_another_ward(manager_client: Client, district: District) -> None:
    check_fuzzed(manager_client, district.outside.code)


def test_a_ward_that_left_the_area_is_not_found(manager_client: Client, district: District) -> None:
    membership = district.area.memberships.get(ward=district.small)
    membership.valid_to = periods.today()
    membership.save()
    assert manager_client.get("/quan-ly/xa-phuong/00115/").status_code == 404
    assert "00115" not in body(manager_client, "get", "/quan-ly/xa-phuong/")


def test_a_grant_that_ended_opens_nothing(manager_client: Client, district: District) -> None:
    RoleGrant.objects.filter(user=district.manager).update(
        valid_to=periods.today() - dt.timedelta(days=1)
    )
    for page in (*PAGES, "/quan-ly/dinh-nghia/", "/quan-ly/xa-phuong/21025/"):
        assert manager_client.get(page).status_code == 403


def test_ward_managers_have_their_ward_only(client: Client, district: District) -> None:
    client.force_login(with_role(Role.WARD_MANAGER, ward=district.large))
    assert client.get("/quan-ly/xa-phuong/21025/").status_code == 200
    assert client.get("/quan-ly/xa-phuong/00115/").status_code == 404
    assert "00115" not in body(client, "post", "/quan-ly/xuat/", EXPORT)


def test_others_are_refused_and_strangers_sign_in(client: Client, district: District) -> None:
    pages = (*PAGES, "/quan-ly/dinh-nghia/", "/quan-ly/xa-phuong/21025/")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/dang-nhap/can-bo/")
    for user in (
        UserFactory(),
        with_role(Role.FACILITATOR, ward=WardFactory()),
        with_role(Role.EDITOR),
    ):
        client.force_login(user)
        assert {client.get(page).status_code for page in pages} == {403}
