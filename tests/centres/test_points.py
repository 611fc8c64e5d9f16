"""P7: learning points near home."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.core import periods
from lms.units.models import AdminUnitAlias
from tests.factories import AreaFactory, PointFactory, WardFactory, open_session

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def find(words: str) -> str:
    return text(Client().get("/diem-hoc/", {"q": words}))


@pytest.fixture
def ward() -> Any:
    ward = WardFactory(name="Tịnh Khê")
    AdminUnitAlias.objects.create(
        unit=ward, name="Tịnh Kỳ", kind="ward", folded="tinh ky", former_full_name="Xã Tịnh Kỳ"
    )
    return ward


def test_a_former_name_without_accents_finds_the_points_of_the_ward(ward: Any) -> None:
    PointFactory(ward=ward, name="Nhà văn hóa thôn Đông", phone="0255 3 111 222", has_wifi=True)
    page = find("tinh ky")
    assert "Xã Tịnh Khê" in page
    assert "Tịnh Kỳ" in page
    assert "Nhà văn hóa thôn Đông" in page
    assert "0255 3 111 222" in page
    assert "Wi-Fi" in page


def test_a_ward_without_points_says_so_and_names_those_nearby(ward: Any) -> None:
    neighbour, far = WardFactory(), WardFactory()
    AreaFactory(wards=[ward, neighbour])
    PointFactory(ward=neighbour, name="Điểm bên cạnh")
    PointFactory(ward=far, name="Điểm ở xa")
    page = find("Tịnh Khê")
    assert "Xã này chưa có điểm học." in page
    assert "Điểm bên cạnh" in page
    assert "Điểm ở xa" not in page


def test_no_such_ward(ward: Any) -> None:
    assert "Không thấy xã, phường nào có chữ “zzz”" in find("zzz")
    assert Client().get("/diem-hoc/", {"q": "<script>" * 50}).status_code == 200


def test_without_a_search_the_points_of_the_province_are_listed(ward: Any) -> None:
    PointFactory(ward=ward, name="Điểm đang mở")
    PointFactory(ward=ward, name="Điểm đã thôi", is_open=False)
    page = text(Client().get("/diem-hoc/"))
    assert "Điểm đang mở" in page
    assert "Điểm đã thôi" not in page


def test_a_point_shows_its_next_classes_and_the_way(facilitator: User, ward: Any) -> None:
    point = PointFactory(ward=ward, name="Nhà văn hóa thôn Đông")
    start = periods.now() + timedelta(days=3)
    open_session(
        facilitator,
        point,
        title="Lớp tối thứ Tư",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    past = periods.now() - timedelta(days=3)
    open_session(
        facilitator,
        point,
        title="LỚP ĐÃ QUA",
        token="cu",
        starts_at=past,
        ends_at=past + timedelta(hours=1),
    )
    page = text(Client().get(f"/diem-hoc/{point.code}/"))
    assert "Lớp tối thứ Tư" in page
    assert "LỚP ĐÃ QUA" not in page
    assert 'href="geo:0,0?q=' in page
    assert facilitator.full_name not in page


def test_a_point_that_is_not_in_use_is_not_found(ward: Any) -> None:
    point = PointFactory(ward=ward, is_open=False)
    assert Client().get(f"/diem-hoc/{point.code}/").status_code == 404


def test_the_search_costs_the_same_for_many_points(
    ward: Any, facilitator: User, django_assert_max_num_queries: Any
) -> None:
    start = periods.now() + timedelta(days=1)
    for number in range(10):
        point = PointFactory(ward=ward)
        open_session(
            facilitator,
            point,
            token=f"t{number}",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
    with django_assert_max_num_queries(6):
        find("tinh khe")
