"""The trend: its periods, its sentence, and a drawing that says what the table says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lms.core import periods
from lms.core.periods import Period, add_months, month_of
from lms.core.trend_chart import Point, trend_chart
from lms.progress import services, trend
from lms.progress.figures import NO_LIMIT, Figure
from lms.progress.models import PeriodRule, WardSnapshot
from lms.progress.reporting_periods import NamedPeriod
from lms.progress.trend import Change, Step
from lms.reports.trend_page import finding, row_of
from lms.units.models import AdminUnit
from tests.factories import WardFactory
from tests.reports.conftest import District, certify
from tests.reports.test_pages import text

TREND = "/quan-ly/xu-huong/"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def keep(district: District, months: dict[int, tuple[int, int]]) -> None:
    """Figures kept at the ends of past months ({months ago: (large, small)}) and yesterday's."""
    start = periods.today().replace(day=1)
    days = {add_months(start, 1 - ago) - DAY: numbers for ago, numbers in months.items() if ago}
    if 0 in months:
        days[periods.today() - DAY] = months[0]
    for day, (large, small) in days.items():
        row = {"day": day, "taken_at": periods.now()}
        WardSnapshot.objects.update_or_create(day=day, ward=None, defaults=row)
        for ward, number in ((district.large, large), (district.small, small)):
            WardSnapshot.objects.create(
                **row, ward=ward, target=100, enrolled=number, completed=number, certified=number
            )


def rows(page: str) -> list[list[str]]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            re.sub(r"<span.*?</span>", "", cell)
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)
        ]
        for row in body.split("</tr>")
        if "<td" in row
    ]


def drawing(page: str) -> str:
    return re.search(r"<svg role=\"img\" aria-labelledby=\"bd-ten.*?</svg>", page, re.S)[0]  # type: ignore[index]


def test_the_drawing_says_what_the_table_says(manager_client: Client, district: District) -> None:
    keep(district, {3: (10, 10), 2: (30, 25), 1: (60, 50)})
    page = text(manager_client, TREND)
    found = rows(page)
    assert [row[2] for row in found][:3] == ["110", "55", "20"]
    assert [row[1] for row in found][:3] == ["55", "35", "–"]
    svg = drawing(page)
    assert len(svg.encode()) <= 8 * 1024
    assert "<title" in svg
    assert "<desc" in svg
    assert re.findall(r'trend-chart__bar"[^>]*>([^<]+)<', svg) == [row[1] for row in found[::-1]]


def test_a_running_period_goes_to_the_newest_day(
    manager_client: Client, district: District
) -> None:
    keep(district, {2: (10, 10), 1: (30, 25), 0: (60, 50)})
    newest = trend.steps(
        AdminUnit.objects.filter(pk__in=[w.pk for w in district.inside]),
        PeriodRule.objects.get(code="thang"),
    )[-1]
    yesterday = periods.today() - DAY
    assert newest.until == yesterday
    assert newest.is_running is (yesterday != month_of(yesterday).last_day)
    assert newest.total == Figure(110, 110)


def test_twelve_months_fit_the_drawing() -> None:
    points = [Point("12/26", 123456, "123.456", 1234567.0, 1234567.0)] * 12
    chart = trend_chart(points)
    assert len(chart.bars) == len(chart.labels) == len(chart.dots) == 12
    assert len(chart.total) == 1


@given(
    st.lists(
        st.tuples(st.none() | st.integers(-50, 10**6), st.none() | st.floats(0, 10**6)), max_size=12
    )
)
def test_nothing_is_drawn_outside(values: list[tuple[int | None, float | None]]) -> None:
    chart = trend_chart([Point("", new, "", total, None) for new, total in values])
    assert all(0 <= bar.y <= chart.height and bar.height >= 0 for bar in chart.bars)
    assert all(0 <= y <= chart.height for _, y in chart.dots)
    assert all(chart.left <= x <= chart.right for x, _ in chart.labels)
    gaps = sum(a is not None and b is not None for (_, a), (_, b) in pairwise(values))
    assert sum(line.count(" ") for line in chart.total) == gaps


def test_one_period_is_a_table_only(manager_client: Client, district: District) -> None:
    keep(district, {1: (30, 25)})
    page = text(manager_client, TREND)
    assert "bd-ten" not in page
    assert rows(page)[0][2] == "55"


def test_nothing_kept_says_so(manager_client: Client) -> None:
    WardSnapshot.objects.all().delete()
    assert "bd-empty" in text(manager_client, TREND)


def test_an_unknown_cut_is_passed_over(manager_client: Client, district: District) -> None:
    keep(district, {2: (10, 10), 1: (30, 25)})
    assert rows(text(manager_client, f"{TREND}?ky=%3Cx%3E")) == rows(text(manager_client, TREND))
    assert len(rows(text(manager_client, f"{TREND}?ky=quy"))) <= 2


def step(
    total: Figure, new: Change | None, *, small: bool = False, due: float | None = None
) -> Step:
    named = NamedPeriod("thang", "Tháng 3/2026", Period(dt.date(2026, 3, 1), dt.date(2026, 4, 1)))
    return Step(named, dt.date(2026, 3, 31), total, new, small, due)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (step(Figure(50, 50), Change(20, 20), due=60), "còn thiếu 10"),
        (step(Figure(70, 70), Change(20, 20), due=60), "đủ mức cần đạt 60"),
        (step(Figure(5, NO_LIMIT), Change(0, NO_LIMIT), due=60), "mức cần đạt là 60"),
        (step(Figure(50, 50), Change(20, 20)), "nhiều hơn kỳ trước"),
        (step(Figure(50, 50), Change(3, 4)), "ít hơn kỳ trước"),
        (step(Figure(50, 50), Change(10, 10)), "bằng kỳ trước"),
        (step(Figure(50, 50), None), "Đến 31/03/2026"),
    ],
)
def test_the_finding_is_true(last: Step, said: str) -> None:
    found = [step(Figure(30, 30), Change(10, 10)), last]
    made = [row_of(one) for one in found]
    assert said in finding(found, made)


def test_few_people_of_one_ward_are_not_told(district: District, client: Client) -> None:
    keep(district, {2: (10, 10), 1: (12, 50)})
    found = trend.steps(
        AdminUnit.objects.filter(pk=district.large.pk), PeriodRule.objects.get(code="thang")
    )
    assert [one.is_small for one in found][-1] is True
    assert found[-1].new is None


def test_the_trend_costs_the_same_with_more_wards(
    manager_client: Client, district: District
) -> None:
    keep(district, {3: (10, 10), 2: (30, 25), 1: (60, 50)})

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(manager_client, TREND)
        return len(seen)

    queries()
    before = queries()
    for number in range(5):
        ward = WardFactory()
        district.area.memberships.create(ward=ward, valid_from=ward.opened_on)
        certify(ward, district.course, 6 + number, adults=90, target=50)
    services.recount_stale()
    assert queries() == before <= 16
