"""Counts of steps and skills for reports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.models import SimulationPage, SimulationRun
from courses.simulation.mastery import hardest_steps, skills_by_ward
from courses.simulation.script import load
from lms.core import periods
from lms.core.periods import Period
from lms.units.models import AdminUnit
from tests.courses.simulation.flows import FILES, begin, do, open_step, place, play, wrong
from tests.factories import UserFactory, WardFactory, make_course

pytestmark = pytest.mark.django_db
SLUG = "tra-cuu-ho-so"
HARD = "nhap-ma"


@pytest.fixture
def page() -> SimulationPage:
    return place(SLUG)


@pytest.fixture
def today() -> Period:
    return Period(periods.today(), periods.today() + timedelta(days=1))


def one_run(ward: AdminUnit, page: SimulationPage, mode: str, *, misses: int = 0) -> SimulationRun:
    """Of somebody of the ward, `misses` at the hard step."""
    client = Client()
    client.force_login(UserFactory(ward=ward))
    run = begin(client, page, mode)
    while open_step(run).uid != HARD:
        do(client, run, {"answer": [o.id for o in open_step(run).right_options]})
    for _miss in range(misses):
        do(client, run, wrong(open_step(run)))
    return play(client, run)


def test_skills_ward_by_ward(
    page: SimulationPage, today: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here, there, elsewhere = WardFactory(), WardFactory(), WardFactory()
    one_run(here, page, "kiem_tra", misses=1)
    one_run(here, page, "thu", misses=3)
    one_run(there, page, "kiem_tra")
    one_run(elsewhere, page, "kiem_tra")
    with django_assert_num_queries(1):
        found = skills_by_ward([here.pk, there.pk], today)
    skill = next(step.skill for step in load(FILES[SLUG].script).steps if step.uid == HARD)
    rows = {row.ward: row for row in found if row.skill == skill}
    assert set(rows) == {here.pk, there.pk}
    # Other steps of the flow may train the same skill: those went well.
    others = sum(step.skill == skill for step in load(FILES[SLUG].script).counted) - 1
    mine = rows[here.pk]
    assert (mine.people, mine.runs) == (2, 2 + 2 * others)
    assert (mine.at_once, mine.own) == (2 * others, 1 + 2 * others)
    assert rows[there.pk].at_once == rows[there.pk].runs
    course = page.get_parent().specific
    assert skills_by_ward([here.pk, there.pk], today, course=course) == found
    assert skills_by_ward([here.pk], today, course=make_course(slug="khac")) == []


def test_the_hardest_step_comes_first(
    page: SimulationPage, today: Period, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ward = WardFactory()
    one_run(ward, page, "kiem_tra", misses=2)
    version = one_run(ward, page, "thu").version_id
    with django_assert_num_queries(2):
        first, *others = hardest_steps([ward.pk], today, simulation=page.pk, version=version)
    assert (first.step, first.runs, first.people, first.at_once) == (HARD, 2, 2, 1)
    assert first.trouble == 0.5
    assert first.goal
    assert all(step.trouble == 0 for step in others)
    assert len(others) == 5


def test_what_is_nobodys_own_or_of_another_day_is_not_counted(
    page: SimulationPage, today: Period
) -> None:
    ward = WardFactory()
    guest = Client()
    play(guest, begin(guest, page, "thu"))
    run = one_run(ward, page, "kiem_tra")
    SimulationRun.objects.filter(pk=run.pk).update(whole_class=True)
    assert skills_by_ward([ward.pk], today) == []
    SimulationRun.objects.filter(pk=run.pk).update(whole_class=False)
    assert skills_by_ward([ward.pk], today)
    yesterday = Period(today.start - timedelta(days=1), today.start)
    assert skills_by_ward([ward.pk], yesterday) == []
