"""Targets beside what is reached: states, what is needed, where it leads."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CoursePage
from lms.accounts.models import User
from lms.core import periods
from lms.core.periods import local_date
from lms.progress import services
from lms.progress.aims import AimRow, plan_aims, ward_aims
from lms.progress.models import PlanTarget, Target
from lms.progress.pace import rule_text
from lms.units.models import AdminUnit
from tests.factories import AreaFactory, WardFactory, make_course
from tests.progress.world import certified_people, on_day

pytestmark = pytest.mark.django_db
TODAY = local_date(on_day(60))  # 31 October 2026


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periods, "now", lambda: on_day(60))


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=0)


def target(ward: AdminUnit, people: int, **terms: object) -> Target:
    return Target.objects.create(ward=ward, year=2026, people=people, **terms)


def count(*, with_past: bool = True) -> None:
    services.recount_stale(at=on_day(60))
    if with_past:
        services.take_snapshot(day=TODAY - dt.timedelta(days=28))


def only(ward: AdminUnit) -> AimRow:
    [row] = ward_aims(AdminUnit.objects.filter(pk=ward.pk))
    return row


def test_what_is_needed_and_where_it_leads(course: CoursePage) -> None:
    ward = WardFactory()
    certified_people(ward, course, 20, on_day(10))
    certified_people(ward, course, 20, on_day(40))
    target(ward, 100)
    count()
    row = only(ward)
    assert (row.reached.text, row.state) == ("40", "Chậm")
    assert row.achieved
    assert row.achieved.text == "40,0%"
    assert row.sentences == [
        "Cần thêm 7 người/tuần để đạt trước hết ngày 31/12/2026.",
        "Theo tốc độ 4 tuần qua, ước đạt 83,6% vào ngày 31/12/2026.",
    ]


def test_without_four_weeks_there_is_no_forecast(course: CoursePage) -> None:
    ward = WardFactory()
    certified_people(ward, course, 20, on_day(10))
    target(ward, 100)
    count(with_past=False)
    assert only(ward).sentences == ["Chưa đủ số liệu để ước: cần số liệu của 4 tuần."]


def test_reached_and_past_the_deadline(course: CoursePage) -> None:
    done, late = WardFactory(), WardFactory()
    for ward in (done, late):
        certified_people(ward, course, 20, on_day(10))
    target(done, 20)
    target(late, 30, deadline=dt.date(2026, 9, 30))
    count()
    assert (only(done).state, only(done).sentences) == ("Đã đạt", [])
    assert (only(late).state, only(late).sentences) == ("Quá hạn, chưa đạt", [])


def test_a_group_is_counted_by_its_audiences(course: CoursePage) -> None:
    ward = WardFactory()
    certified_people(ward, course, 30, on_day(40))
    people = list(User.objects.filter(ward=ward).order_by("pk"))
    for audience, some in (("cong_chuc", people[:6]), ("vien_chuc", people[6:12])):
        for person in some:
            person.audience = audience
            person.save()
    target(ward, 24, group="can_bo")
    count()
    row = only(ward)
    assert row.reached.text == "12"
    assert row.ahead
    assert row.ahead.per_week == 3
    assert row.about == "người được cấp giấy chứng nhận: cán bộ, công chức, viên chức"


def test_a_plan_stands_beside_the_sum_of_its_wards_and_never_in_it(course: CoursePage) -> None:
    wards = [WardFactory() for _ in range(3)]
    area = AreaFactory(code="51-x", wards=wards)
    for ward in wards:
        certified_people(ward, course, 10, on_day(40))
    target(wards[0], 40)
    target(wards[1], 50)
    plan = PlanTarget.objects.create(area=area, year=2026, people=200)
    whole = PlanTarget.objects.create(province=wards[0].parent, year=2026, people=60)
    count()
    of_area, of_province = plan_aims([plan, whole])
    assert (of_area.reached.text, of_area.sum_of_wards, of_area.wards_without) == ("30", 90, 1)
    assert (of_province.reached.text, of_province.aim.people) == ("30", 60)


def test_the_cost_does_not_grow_with_wards(course: CoursePage) -> None:
    def cost(wards: int) -> int:
        for _ in range(wards):
            ward = WardFactory()
            certified_people(ward, course, 6, on_day(40))
            target(ward, 24)
            target(ward, 10, group="can_bo")
        count()
        with CaptureQueriesContext(connection) as queries:
            ward_aims(AdminUnit.objects.wards())
        return len(queries)

    assert cost(1) == cost(3) <= 16


def test_the_rule_is_told() -> None:
    assert "100,0%" in rule_text(TODAY)
    assert "01/01/2026" in rule_text(TODAY)
