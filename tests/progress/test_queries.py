"""Rows for reports: true, safe to show, and cheap."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CoursePage
from lms.core import periods
from lms.core.periods import local_date, midnight, year_of
from lms.progress import queries, services
from lms.progress.models import Population, StaleMark, Target
from lms.progress.pace import Pace
from lms.progress.tables import Table
from lms.units.models import AdminUnit
from tests.factories import UserFactory, WardFactory, make_course
from tests.progress import world
from tests.progress.world import certified_people, on_day

pytestmark = pytest.mark.django_db
TODAY = local_date(on_day(60))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periods, "now", lambda: on_day(60))


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=0)


def ward_with(
    course: CoursePage, people: int, *, adults: int = 0, target: int = 0, day: float = 59
) -> AdminUnit:
    ward: AdminUnit = WardFactory()
    certified_people(ward, course, people, on_day(day))
    if adults:
        Population.objects.create(
            ward=ward, year=2026, number=adults, source="Công an tỉnh", as_of=dt.date(2026, 1, 1)
        )
    if target:
        Target.objects.create(ward=ward, year=2026, people=target)
    return ward


def table(**options: Any) -> Table:
    services.recount_stale(at=on_day(60))
    return queries.ward_table(AdminUnit.objects.wards(), **options)


def test_a_row_and_the_total(course: CoursePage) -> None:
    ward_with(course, 10, adults=100, target=20)
    ward_with(course, 30, adults=300, target=30)
    found = table()
    assert [row.rate.text for row in found.rows if row.rate] == ["10,0%", "10,0%"]
    assert [row.achieved.text for row in found.rows if row.achieved] == ["50,0%", "100,0%"]
    assert [row.pace for row in found.rows] == [Pace.BEHIND, Pace.ON]
    total = found.total
    assert (total.certified.text, total.base.adults, total.base.target) == ("40", 400, 50)
    assert total.rate
    assert total.rate.text == "10,0%"
    assert total.achieved
    assert total.achieved.text == "80,0%"


def test_rates_of_an_area_come_from_sums_of_wards_with_a_base(course: CoursePage) -> None:
    ward_with(course, 10, adults=100)
    ward_with(course, 90, adults=300)
    ward_with(course, 50)
    total = table().total
    assert total.certified.text == "150"
    assert total.rate
    assert total.rate.text == "25,0%"


def test_a_ward_without_a_base_has_no_rate_and_one_without_people_has_zeros() -> None:
    WardFactory()
    row = table().rows[0]
    assert row.rate is None
    assert row.achieved is None
    assert row.pace is None
    assert row.certified.text == "0"


def test_the_newest_population_not_after_the_year(course: CoursePage) -> None:
    ward = ward_with(course, 10)
    for year, adults in ((2025, 50), (2024, 40), (2027, 70)):
        Population.objects.create(
            ward=ward, year=year, number=adults, source=f"nguồn {year}", as_of=TODAY
        )
    assert table().rows[0].base.adults == 50
    assert table().rows[0].base.source == "nguồn 2025"


def test_the_small_ward_cannot_be_subtracted(course: CoursePage) -> None:
    ward_with(course, 3, adults=200, target=100)
    ward_with(course, 12, adults=200, target=100)
    ward_with(course, 40, adults=200, target=100)
    found = table()
    assert [row.certified.text for row in found.rows] == ["<5", "11–14", "40"]
    assert found.total.certified.text == "55"
    assert [row.rate.text for row in found.rows if row.rate] == ["≤5%", "5,5–7,0%", "20,0%"]
    assert [row.achieved.exact for row in found.rows if row.achieved] == [None, None, 40.0]


def test_the_total_of_an_only_ward_is_no_way_round(course: CoursePage) -> None:
    ward_with(course, 3)
    assert table().total.certified.text == "<5"


def test_the_rate_of_the_total_tells_nothing_of_a_ward_left_out(course: CoursePage) -> None:
    ward_with(course, 3)
    ward_with(course, 2)
    ward_with(course, 40, adults=100)
    total = table().total
    assert total.certified.text == "45"
    assert total.rate
    assert (total.rate.text, total.rate.exact) == ("37,0–43,0%", None)


def test_people_of_unknown_residence_close_the_total(course: CoursePage) -> None:
    ward_with(course, 10, adults=100, target=40)
    for _ in range(6):
        world.enrol(UserFactory(ward=None), course, on_day(1))
    found = table(with_unknown=True)
    assert found.rows[-1].ward is None
    assert found.rows[-1].enrolled.text == "6"
    assert found.total.enrolled.text == "16"
    assert found.ward_count == 1
    assert found.total.rate
    assert found.total.rate.text == "10,0%"
    assert table().total.enrolled.text == "10"


def test_trend_compares_four_weeks_with_the_four_before(course: CoursePage) -> None:
    ward = ward_with(course, 5, day=1)
    certified_people(ward, course, 6, on_day(10))
    certified_people(ward, course, 8, on_day(40))
    services.take_snapshots(days=[TODAY - dt.timedelta(days=ago) for ago in (7, 28, 56)])
    assert table().rows[0].trend == 2
    assert table().rows[0].line.past[7]["certified"] == 19
    assert table().rows[0].line.past[28]["certified"] == 11


def test_a_change_by_few_people_is_a_small_number_too(course: CoursePage) -> None:
    ward = ward_with(course, 20, day=1)
    certified_people(ward, course, 2, on_day(40))
    services.take_snapshots(days=[TODAY - dt.timedelta(days=ago) for ago in (7, 28, 56)])
    row = table().rows[0]
    assert row.certified.text == "22"
    assert row.trend is None
    assert (row.line.change("certified", 7), row.line.change("certified", 28)) == (0, None)
    assert table().total.trend == 2


def test_without_snapshots_the_trend_is_not_known(course: CoursePage) -> None:
    ward_with(course, 5)
    assert table().rows[0].trend is None


def test_a_past_day_is_read_as_it_was_kept(course: CoursePage) -> None:
    ward = ward_with(course, 10, adults=100, target=40, day=10)
    day = local_date(on_day(20))
    services.take_snapshot(day=day)
    before = table(day=day)
    certified_people(ward, course, 10, on_day(15))  # entered late
    Population.objects.update(number=50)
    assert table(day=day) == before
    assert before.rows[0].certified.text == "10"
    assert before.rows[0].rate
    assert before.rows[0].rate.text == "10,0%"
    assert table().rows[0].certified.text == "20"


def test_weeks_show_what_each_added(course: CoursePage) -> None:
    ward = ward_with(course, 5, day=40)
    certified_people(ward, course, 2, on_day(50))
    certified_people(ward, course, 1, on_day(58))
    services.take_snapshots(days=[TODAY - dt.timedelta(days=ago) for ago in range(1, 30)])
    weeks = queries.weekly_certified(AdminUnit.objects.wards())
    assert [week.new for week in weeks] == [0, 5, 2, 1]
    assert weeks[-1].day == TODAY - dt.timedelta(days=1)
    assert weeks[-1].certified == 8


def test_data_time_is_now_unless_a_fact_waits_or_the_day_is_over(course: CoursePage) -> None:
    assert queries.data_time() is None
    services.recount_stale(at=on_day(60))
    assert queries.data_time() == on_day(60)
    services.mark_stale(user_id=1)
    StaleMark.objects.update(marked_at=on_day(59.9))
    assert queries.data_time() == on_day(59.9)
    StaleMark.objects.all().delete()
    services.rebuild(at=on_day(58))
    assert queries.data_time() == midnight(local_date(on_day(59))) - dt.timedelta(minutes=1)


def test_courses_of_a_ward_are_hidden_against_the_area(course: CoursePage) -> None:
    first, second = ward_with(course, 3), ward_with(course, 20)
    table()
    [row] = queries.course_rows(AdminUnit.objects.wards())
    assert row.figures["certified"].text == "23"
    assert row.by_ward[first.pk]["certified"].text == "<5"
    assert row.by_ward[second.pk]["certified"].text == "19–22"


def test_sessions_and_points(course: CoursePage) -> None:
    ward = WardFactory()
    held = world.hold_session(ward, on_day(10), course)
    planned = world.hold_session(ward, on_day(70))
    world.hold_session(ward, on_day(-300))
    for _ in range(6):
        world.attend(held, UserFactory(), on_day(10))
    year = year_of(TODAY)
    rows = queries.session_rows(AdminUnit.objects.wards(), year)
    assert [(row.session, row.present.text) for row in rows] == [(planned, "0"), (held, "6")]
    assert [row.is_held for row in rows] == [False, True]
    points = queries.point_rows(AdminUnit.objects.wards(), year)
    by_point = {row.point: (row.sessions, row.visits.text) for row in points}
    assert by_point[held.point] == (1, "6")
    assert by_point[planned.point] == (0, "0")


def test_the_cost_does_not_grow(course: CoursePage) -> None:
    def cost() -> int:
        table()
        with CaptureQueriesContext(connection) as seen:
            queries.ward_table(AdminUnit.objects.wards(), with_unknown=True)
            queries.course_rows(AdminUnit.objects.wards())
            queries.data_time()
            queries.weekly_certified(AdminUnit.objects.wards())
        return len(seen)

    ward_with(course, 2, adults=100)
    first = cost()
    for _ in range(5):
        ward_with(course, 4, adults=100)
    assert cost() == first <= 13
