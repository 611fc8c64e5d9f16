"""People told apart, and people beside times: from ready rows, the same cost for many."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import CoursePage
from lms.accounts.models import User
from lms.progress import services
from lms.progress.breakdowns import breakdown_by_ward, breakdowns, times
from lms.progress.dimensions import AGE_BANDS, age_band
from lms.progress.models import Dimension
from lms.units.models import AdminUnit
from tests.factories import UserFactory, WardFactory, make_course
from tests.progress import world
from tests.progress.world import certified_people, on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=0)


def tell(people: list[User], **told: object) -> None:
    for person in people:
        for name, value in told.items():
            setattr(person, name, value)
        person.save()


def inside(ward: AdminUnit) -> list[User]:
    return list(User.objects.filter(ward=ward).order_by("pk"))


def test_each_age_has_one_band() -> None:
    for age in range(130):
        assert sum(band.first <= age <= band.last for band in AGE_BANDS) == 1
    assert (age_band(1966, 2026), age_band(1967, 2026)) == ("60-", "46-59")
    assert (age_band(2010, 2026), age_band(2011, 2026)) == ("16-30", "0-15")
    assert (age_band(None, 2026), age_band(2030, 2026)) == ("", "0-15")


def test_parts_add_up_to_the_total_and_stand_in_their_order(course: CoursePage) -> None:
    ward = WardFactory()
    certified_people(ward, course, 40, on_day(0))
    people = inside(ward)
    tell(people[:12], sex="nu", birth_year=1950)
    tell(people[12:30], sex="nam", birth_year=1990)
    services.recount_stale(at=on_day(1))
    found = breakdowns(AdminUnit.objects.filter(pk=ward.pk))
    sexes = found[Dimension.SEX].slices
    assert [(one.label, one.figures["certified"].text) for one in sexes] == [
        ("nữ", "12"), ("nam", "18"), ("chưa rõ", "10"),
    ]  # fmt: skip
    ages = {one.value: one.figures["enrolled"].text for one in found[Dimension.AGE].slices}
    assert ages == {"0-15": "0", "16-30": "0", "31-45": "18", "46-59": "0", "60-": "12", "": "10"}
    assert {d.total["certified"].text for d in found.values()} == {"40"}
    by_ward = breakdown_by_ward(AdminUnit.objects.wards(), Dimension.SEX)
    assert [one.figures["certified"].text for one in by_ward[ward.pk].slices] == ["12", "18", "10"]


def test_few_people_are_not_told(course: CoursePage) -> None:
    ward = WardFactory()
    certified_people(ward, course, 40, on_day(0))
    tell(inside(ward)[:2], sex="nu")
    services.recount_stale(at=on_day(1))
    found = breakdowns(AdminUnit.objects.filter(pk=ward.pk))[Dimension.SEX]
    exact = {one.value: one.figures["certified"].exact for one in found.slices}
    assert exact == {"nu": None, "nam": 0, "": None}


def test_learning_points_by_name_and_who_came_to_class(course: CoursePage) -> None:
    ward = WardFactory()
    session = world.hold_session(ward, on_day(0), course)
    certified_people(ward, course, 20, on_day(0))
    for person in inside(ward)[:10]:
        world.attend(session, person, on_day(0))
    services.recount_stale(at=on_day(1))
    found = breakdowns(AdminUnit.objects.filter(pk=ward.pk))
    points = [(one.label, one.figures["enrolled"].text) for one in found[Dimension.POINT].slices]
    assert points == [(session.point.name, "10"), ("không đến điểm học", "10")]
    helped = [one.figures["enrolled"].text for one in found[Dimension.HELP].slices]
    assert helped == ["10", "10"]


def test_people_of_unknown_residence_are_added_where_asked_for(course: CoursePage) -> None:
    for _ in range(6):
        world.enrol(UserFactory(ward=None), course, on_day(0))
    services.recount_stale(at=on_day(1))
    WardFactory()
    wards = AdminUnit.objects.wards()
    without = breakdowns(wards, dimensions=[Dimension.SEX])[Dimension.SEX]
    every = breakdowns(wards, dimensions=[Dimension.SEX], with_unknown=True)[Dimension.SEX]
    assert (without.total["enrolled"].text, every.total["enrolled"].text) == ("0", "6")


def test_somebody_told_apart_anew_is_recounted(course: CoursePage) -> None:
    person = UserFactory()
    world.enrol(person, course, on_day(0))
    services.recount_stale(at=on_day(0))
    tell([person], audience="cong_chuc")
    assert services.recount_stale(at=on_day(0)) == 1
    tell([person], phone="0912345678")
    assert services.recount_stale(at=on_day(0)) == 0


def test_everybody_is_a_year_older_with_the_new_year(course: CoursePage) -> None:
    person = UserFactory(birth_year=1967)
    world.enrol(person, course, on_day(0))
    services.recount_stale(at=on_day(0))
    services.recount_stale(at=dt.datetime(2027, 1, 1, 1, tzinfo=on_day(0).tzinfo))
    rows = person.ward.breakdowns.filter(dimension=Dimension.AGE)
    assert [row.value for row in rows] == ["60-"]


def test_people_and_times_are_different_numbers(course: CoursePage) -> None:
    ward = WardFactory()
    sessions = [world.hold_session(ward, on_day(day), course) for day in (0, 1)]
    certified_people(ward, course, 6, on_day(0))
    for session in sessions:
        for person in inside(ward):
            world.attend(session, person, on_day(1))
    services.recount_stale(at=on_day(1))
    found = times(AdminUnit.objects.filter(pk=ward.pk))
    assert (found.visits.text, found.sessions, found.enrolments.text) == ("12", 2, "6")
    assert world.total(ward).attended == 6


def test_the_cost_does_not_grow_with_wards_or_people(course: CoursePage) -> None:
    def cost(wards: int) -> int:
        for _ in range(wards):
            certified_people(WardFactory(), course, 6, on_day(0))
        services.recount_stale(at=on_day(1))
        with CaptureQueriesContext(connection) as queries:
            breakdowns(AdminUnit.objects.wards(), with_unknown=True)
        return len(queries)

    assert cost(1) == cost(5) <= 6
