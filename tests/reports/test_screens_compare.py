"""Pilot wards beside the rest: the numbers, what is refused, what is hidden, and what it costs."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.core import periods
from lms.progress.comparing import compare
from lms.progress.models import WardSnapshot
from lms.units.models import AdminUnit
from tests.factories import WardFactory
from tests.reports.conftest import District
from tests.reports.test_pages import text

PAGE = "/quan-ly/so-sanh/"
WEEKS = dt.timedelta(days=28)


@pytest.fixture
def start(district: District) -> dt.date:
    """A pilot in the large ward four weeks ago: 10 new before and 40 after; elsewhere 20 and 20."""
    cache.clear()
    last = periods.today() - dt.timedelta(days=1)
    numbers = {last - 2 * WEEKS: (50, 60), last - WEEKS: (60, 80), last: (100, 100)}
    for day, (large, small) in numbers.items():
        keep(day, {district.large: large, district.small: small})
    return last - WEEKS + dt.timedelta(days=1)


def keep(day: dt.date, numbers: dict[AdminUnit, int]) -> None:
    row = {"day": day, "taken_at": periods.now()}
    WardSnapshot.objects.update_or_create(day=day, ward=None, defaults=row)
    for ward, number in numbers.items():
        counts = dict.fromkeys(("enrolled", "completed", "certified"), number)
        WardSnapshot.objects.create(**row, ward=ward, adults=1000, target=100, **counts)


def asked(start: dt.date, *codes: str) -> str:
    return f"{PAGE}?bat-dau={start:%Y-%m-%d}" + "".join(f"&xa={code}" for code in codes)


def cells(page: str) -> dict[str, list[str]]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    found = {}
    for row in body.split("</tr>"):
        texts = [
            re.sub(r"<span.*?</span>", "", cell)
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        if texts:
            found[texts[0]] = texts[1:]
    return found


def test_both_groups_before_and_after(manager_client: Client, start: dt.date) -> None:
    page = text(manager_client, asked(start, "21025"))
    found = cells(page)
    assert found["Tỷ lệ phổ cập hiện nay"] == ["10,0%", "10,0%"]
    assert [v for k, v in found.items() if k.endswith(": trước")] == [["10,0", "20,0"]]
    assert [v for k, v in found.items() if k.endswith(": sau")] == [["40,0", "20,0"]]
    assert "bd-chart" in page
    assert "không chứng minh được" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?bat-dau=", "Chọn ngày bắt đầu thí điểm"),
        ("?bat-dau=2026-02-30", "bd-errsum"),
        ("?bat-dau=2026-03-01", "Chọn một khu vực"),
        ("?bat-dau=2000-03-01&xa=21025", "Chưa so sánh được"),
        ("?bat-dau=2100-03-01&xa=21025", "Chưa so sánh được"),
    ],
)
def test_what_is_missing_is_said(
    manager_client: Client, start: dt.date, query: str, said: str
) -> None:
    page = text(manager_client, f"{PAGE}{query}")
    assert said in page
    assert "<tbody>" not in page


def test_a_ward_of_others_is_refused(manager_client: Client, start: dt.date) -> None:
    page = text(manager_client, asked(start, "21548"))
    assert "<tbody>" not in page
    assert "Lý Sơn" not in page


def test_all_of_them_leave_no_rest(manager_client: Client, start: dt.date) -> None:
    assert "Chưa so sánh được" in text(manager_client, asked(start, "21025", "00115"))


def test_few_people_are_not_told(district: District) -> None:
    cache.clear()
    last = periods.today() - dt.timedelta(days=1)
    for day, large in ((last - 2 * WEEKS, 50), (last - WEEKS, 53), (last, 90)):
        keep(day, {district.large: large, district.small: large})
    wards = AdminUnit.objects.filter(pk__in=[ward.pk for ward in district.inside])
    found = compare(wards, {district.large.pk}, last - WEEKS + dt.timedelta(days=1))
    assert found is not None
    assert found.pilot.before is None
    assert found.pilot.after is not None


def test_a_ward_without_population_is_in_neither(district: District, start: dt.date) -> None:
    wards = AdminUnit.objects.filter(parent=district.large.parent_id)
    found = compare(wards, {district.large.pk}, start)
    assert found is not None
    assert (found.pilot.wards, found.rest.wards, found.left_out) == (1, 1, 1)


def test_a_comparison_costs_the_same_with_more_wards(
    manager_client: Client, district: District, start: dt.date
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(manager_client, asked(start, "21025"))
        return len(seen)

    queries()
    before = queries()
    for _number in range(5):
        ward = WardFactory()
        district.area.memberships.create(ward=ward, valid_from=ward.opened_on)
    assert queries() == before <= 20
