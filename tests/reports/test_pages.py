"""The manager's pages as they are opened."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core import periods
from lms.progress import definitions, services
from lms.progress.models import CountState, Population, Target
from tests.factories import AreaFactory, UserFactory, WardFactory, with_role
from tests.progress import world
from tests.reports.conftest import District, certify

OVERVIEW = "/quan-ly/"
WARDS = "/quan-ly/xa-phuong/"
DEFINITIONS = "/quan-ly/dinh-nghia/"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def ward_codes(page: str) -> list[str]:
    """The wards of the table in the order of the page."""
    return re.findall(r'<th scope="row"><a href="/quan-ly/xa-phuong/(\d+)/"', page)


def figures(page: str) -> list[str]:
    return re.findall(r'class="bd-stat__value">([^<]+)<', page)


def foot(page: str) -> str:
    return page.partition("<tfoot>")[2].partition("</tfoot>")[0]


def test_the_overview_says_the_total_of_the_area(manager_client: Client) -> None:
    page = text(manager_client, OVERVIEW)
    assert "Khu vực Sơn Tịnh" in page
    assert figures(page) == ["27", "27", "27", "27"]
    assert "24,5%" in page  # 27 of 110


def test_totals_of_the_overview_equal_those_of_the_table(manager_client: Client) -> None:
    people = figures(text(manager_client, OVERVIEW))
    total = foot(text(manager_client, WARDS))
    for number in people:
        assert f">{number}<" in total or f"{number} (" in total


def test_the_ward_behind_is_named_with_its_page(manager_client: Client) -> None:
    page = text(manager_client, OVERVIEW)
    attention = page.partition('id="can-chu-y"')[2].partition("</section>")[0]
    assert "/quan-ly/xa-phuong/00115/" in attention
    assert "Xã Ba Xa" in attention


def test_figures_show_what_the_week_changed(manager_client: Client, district: District) -> None:
    services.take_snapshot(day=periods.today() - dt.timedelta(days=7))
    assert "+27" in text(manager_client, OVERVIEW)


def test_weeks_are_drawn_with_their_numbers_beside(
    manager_client: Client, district: District
) -> None:
    yesterday = periods.today() - dt.timedelta(days=1)
    services.take_snapshots(days=[yesterday - dt.timedelta(days=7 * n) for n in range(4)])
    page = text(manager_client, OVERVIEW)
    assert page.count("<rect") == 3
    assert re.search(rf"{yesterday:%d/%m}</th><td[^>]*>27<", page)


def test_without_targets_there_is_no_per_cent(manager_client: Client) -> None:
    Target.objects.all().delete()
    page = text(manager_client, OVERVIEW)
    assert "bd-notice" in page
    assert "%" not in page.partition("bd-headline__text")[2].partition("</p>")[0]
    assert "/bien-tap/snippets/progress/target/" not in page


def test_old_figures_carry_a_warning(manager_client: Client) -> None:
    assert "bd-notice--warn" not in text(manager_client, OVERVIEW)
    CountState.objects.update(day=periods.today() - dt.timedelta(days=3))
    assert "bd-notice--warn" in text(manager_client, OVERVIEW)


def test_the_table_begins_with_the_furthest_from_target(manager_client: Client) -> None:
    assert ward_codes(text(manager_client, WARDS)) == ["00115", "21025"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?sap-xep=-chung-nhan", ["21025", "00115"]),
        ("?sap-xep=ten", ["00115", "21025"]),
        ("?sap-xep=-ten", ["21025", "00115"]),
        ("?sap-xep=%3Cscript%3E", ["00115", "21025"]),
        ("?loai=phuong", []),
        ("?loai=xa", ["00115", "21025"]),
        ("?loai=nonsense", ["00115", "21025"]),
        ("?muc=cham", ["00115", "21025"]),
        ("?muc=dat", []),
    ],
)
def test_sorting_and_filtering_by_address(
    manager_client: Client, query: str, codes: list[str]
) -> None:
    assert ward_codes(text(manager_client, WARDS + query)) == codes


def test_a_filter_does_not_change_the_total(manager_client: Client) -> None:
    everything = foot(text(manager_client, WARDS))
    assert foot(text(manager_client, f"{WARDS}?loai=phuong")) == everything


def test_the_sorted_head_says_so_and_turns_round(manager_client: Client) -> None:
    page = text(manager_client, f"{WARDS}?sap-xep=-chung-nhan&loai=xa")
    assert page.count("aria-sort=") == 1
    head = re.search(r'<th[^>]*aria-sort="descending"><a href="([^"]+)"', page)
    assert head is not None
    assert head.group(1) == "?sap-xep=chung-nhan&amp;loai=xa"


def test_every_head_leads_to_its_definition(manager_client: Client) -> None:
    page = text(manager_client, WARDS)
    anchors = set(re.findall(rf'{DEFINITIONS}#([\w-]+)"', page))
    assert len(anchors) >= 11
    explained = set(re.findall(r'id="([\w-]+)"', text(manager_client, DEFINITIONS)))
    assert anchors <= explained
    assert {measure.anchor for measure in definitions.MEASURES} <= explained


def test_a_ward_with_its_courses_sessions_and_points(
    manager_client: Client, district: District
) -> None:
    session = world.hold_session(district.large, periods.now(), district.course)
    for _ in range(5):
        world.attend(session, UserFactory(ward=district.large), periods.now())
    services.recount_stale()
    page = text(manager_client, f"{WARDS}21025/")
    assert "Xã Tịnh Khê" in page
    assert figures(page)[:4] == ["20", "20", "20", "20"]
    assert "Xin phép xây nhà" in page
    assert session.title in page
    assert session.point.name in page
    assert "Công an tỉnh" in page


def test_no_page_shows_names_of_residents(manager_client: Client, district: District) -> None:
    User.objects.filter(ward__isnull=False).update(full_name="Họ Tên Riêng")
    for address in (OVERVIEW, WARDS, f"{WARDS}21025/", DEFINITIONS, "/quan-ly/xuat/"):
        assert "Họ Tên Riêng" not in text(manager_client, address)


def test_several_areas_are_chosen_between(manager_client: Client, district: District) -> None:
    second = AreaFactory(code="ly-son", name="Lý Sơn", wards=[district.outside])
    both = with_role(Role.DISTRICT_MANAGER, area=second)
    district.manager.grants.update(user=both)
    manager_client.force_login(both)
    assert figures(text(manager_client, OVERVIEW))[0] == "36"
    assert 'name="khu-vuc"' in text(manager_client, OVERVIEW)
    page = text(manager_client, f"{OVERVIEW}?khu-vuc=ly-son")
    assert figures(page)[0] == "9"
    assert f"{WARDS}?khu-vuc=ly-son" in page
    assert ward_codes(text(manager_client, f"{WARDS}?khu-vuc=ly-son")) == ["21548"]


def test_one_area_offers_no_choice(manager_client: Client) -> None:
    assert 'name="khu-vuc"' not in text(manager_client, OVERVIEW)


def test_a_ward_manager_sees_the_ward_as_a_ward(client: Client, district: District) -> None:
    client.force_login(with_role(Role.WARD_MANAGER, ward=district.small))
    page = text(client, OVERVIEW)
    assert "<h1>Xã Ba Xa</h1>" in page
    assert figures(page)[0] == "7"
    tiny = WardFactory()
    certify(tiny, district.course, 3, adults=100, target=10)
    services.recount_stale()
    client.force_login(with_role(Role.WARD_MANAGER, ward=tiny))
    assert figures(text(client, OVERVIEW)) == ["&lt;5"] * 4


def test_administrators_see_the_province_and_who_has_no_residence(
    client: Client, district: District
) -> None:
    for _ in range(5):
        world.enrol(UserFactory(ward=None), district.course, periods.now())
    services.recount_stale()
    client.force_login(with_role(Role.ADMINISTRATOR))
    page = text(client, WARDS)
    assert "Tỉnh Quảng Ngãi" in page
    assert set(ward_codes(page)) == {"00115", "21025", "21548"}
    assert page.count('<th scope="row">') == 5  # three wards, residence not known, total
    assert ">41<" in foot(page)
    assert figures(text(client, OVERVIEW))[0] == "41"
    assert "/bien-tap/snippets/progress/target/" not in text(client, OVERVIEW)


def test_an_administrator_without_targets_is_told_where_to_set_them(
    client: Client, db: None
) -> None:
    WardFactory()
    client.force_login(with_role(Role.ADMINISTRATOR))
    assert "/bien-tap/snippets/progress/target/" in text(client, OVERVIEW)


def test_an_area_without_wards_says_so(client: Client, db: None) -> None:
    client.force_login(with_role(Role.DISTRICT_MANAGER, area=AreaFactory()))
    for address in (OVERVIEW, WARDS):
        assert "bd-empty" in text(client, address)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        text(client, address)
    return len(seen)


@pytest.mark.parametrize(("address", "most"), [(OVERVIEW, 14), (WARDS, 12), (f"{WARDS}21025/", 23)])
def test_the_cost_does_not_grow_with_wards_and_people(
    manager_client: Client, district: District, address: str, most: int
) -> None:
    first = queries_of(manager_client, address)
    assert first <= most
    for _ in range(3):
        ward = WardFactory()
        district.area.memberships.create(ward=ward, valid_from=dt.date(2025, 7, 1))
        certify(ward, district.course, 6, adults=100, target=20)
    services.recount_stale()
    assert queries_of(manager_client, address) == first


@pytest.mark.parametrize(("address", "most"), [(OVERVIEW, 14), (WARDS, 12)])
def test_the_cost_for_administrators(
    client: Client, district: District, address: str, most: int
) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    assert queries_of(client, address) <= most


def test_a_table_of_170_wards_stays_light(client: Client, db: None) -> None:
    for number in range(170):
        ward = WardFactory(name=f"Nguyễn Nghiêm {number}")
        Population.objects.create(
            ward=ward, year=periods.today().year, number=12_345, source="x",
            as_of=periods.today(),
        )  # fmt: skip
        Target.objects.create(ward=ward, year=periods.today().year, people=9_876)
    client.force_login(with_role(Role.ADMINISTRATOR))
    response: Any = client.get(WARDS)
    assert len(ward_codes(response.content.decode())) == 170
    assert len(response.content) <= 200_000
