"""Periods by rule and of their own, and what was reached in one."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from courses.models import CoursePage
from lms.core import periods
from lms.core.periods import Period, local_date
from lms.progress import services
from lms.progress.models import CustomPeriod, PeriodRule
from lms.progress.reporting_periods import (
    find,
    kept,
    make_standard_rules,
    numbers_of,
    of_rule,
    offered,
)
from lms.units.models import AdminUnit
from tests.factories import WardFactory, make_course
from tests.progress.world import certified_people, on_day

pytestmark = pytest.mark.django_db
TODAY = local_date(on_day(60))  # 31 October 2026


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periods, "now", lambda: on_day(60))
    make_standard_rules()


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=0)


def spans(code: str) -> list[Period]:
    return [named.period for named in of_rule(PeriodRule.objects.get(code=code), [2026])]


def test_the_standard_rules_are_those_of_the_state() -> None:
    assert spans("thang")[9] == periods.month_of(dt.date(2026, 10, 5))
    assert spans("quy")[2] == periods.quarter_of(dt.date(2026, 8, 1))
    assert spans("nam") == [periods.year_of(TODAY)]
    assert spans("thang-bc") == [periods.state_month(2026, month) for month in range(1, 13)]
    assert spans("quy-bc") == [periods.state_quarter(2026, n) for n in range(1, 5)]
    assert spans("nam-bc") == [periods.state_year(2026)]
    assert spans("9-thang") == [Period.of_days(dt.date(2026, 1, 1), dt.date(2026, 9, 30))]


@given(months=st.sampled_from([1, 3, 6, 12]), first_day=st.integers(1, 28))
def test_periods_of_a_rule_follow_each_other_without_a_gap(months: int, first_day: int) -> None:
    rule = PeriodRule(code="x", name="x", months=months, first_day=first_day)
    found = [named.period for named in of_rule(rule, [2026, 2027])]
    assert all(one.end == next_one.start for one, next_one in pairwise(found))
    assert len(found) == 24 / months


def test_what_is_offered_is_over_and_can_be_switched_off() -> None:
    CustomPeriod.objects.create(
        name="Ngày hội học tập số", first_day=dt.date(2026, 10, 1), last_day=dt.date(2026, 10, 10)
    )
    found = offered()
    assert all(named.period.last_day < TODAY for named in found)
    assert found[0].label == "Tháng 9/2026 (01/09/2026 – 30/09/2026)"
    assert found[-1].label == "Ngày hội học tập số (01/10/2026 – 10/10/2026)"
    named = find("thang-bc-2026-10")
    assert named
    assert named.name == "Tháng báo cáo 10/2026"
    PeriodRule.objects.filter(code="thang-bc").update(is_offered=False)
    assert find("thang-bc-2026-10") is None
    assert find("thang-2030-01") is None


def test_standard_rules_come_back_only_where_there_are_none() -> None:
    PeriodRule.objects.exclude(code="quy").delete()
    make_standard_rules()
    assert PeriodRule.objects.get().code == "quy"


def test_a_period_of_its_own_ends_after_it_begins() -> None:
    row = CustomPeriod(name="x", first_day=dt.date(2026, 5, 2), last_day=dt.date(2026, 5, 1))
    with pytest.raises(ValidationError):
        row.full_clean()


def test_in_the_period_and_by_its_end(course: CoursePage) -> None:
    ward, wards = WardFactory(), AdminUnit.objects.wards()
    certified_people(ward, course, 6, on_day(-5))
    certified_people(ward, course, 9, on_day(5))
    september = periods.month_of(dt.date(2026, 9, 1))
    assert numbers_of(wards, september) is None
    services.take_snapshot(day=dt.date(2026, 9, 30))
    assert [named.slug for named in kept()] == ["thang-2026-09", "quy-2026-03", "9-thang-2026"]
    only_end = numbers_of(wards, september)
    assert only_end
    assert only_end.within is None
    services.take_snapshot(day=dt.date(2026, 8, 31))
    found = numbers_of(wards, september)
    assert found
    assert found.within is not None
    assert (found.by_end[ward.pk]["certified"], found.within[ward.pk]["certified"]) == (15, 9)
