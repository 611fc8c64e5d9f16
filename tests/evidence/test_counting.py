"""Scores from the facts of the database."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from lms.core import periods
from lms.evidence import services
from lms.evidence.definitions import ALARM
from lms.evidence.models import UnitScore
from lms.evidence.tasks import look_after_evidence
from lms.units.models import AdminUnit
from quizzes.models import Quiz
from tests.evidence.world import passed, passed_class
from tests.factories import UserFactory, WardFactory, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> AdminUnit:
    ward: AdminUnit = WardFactory()
    return ward


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(questions=6)


def the_score(**lookup: object) -> UnitScore:
    return UnitScore.objects.get(**lookup)


def test_a_class_that_nobody_could_have_read_is_told_from_an_honest_one(
    ward: AdminUnit, quiz: Quiz
) -> None:
    fast = passed_class(ward, quiz, people=4, seconds=2)
    slow = passed_class(ward, quiz, people=4, seconds=300)
    services.recount(at=periods.now())
    found = the_score(session=fast)
    assert found.score >= ALARM
    assert (found.ward, found.facilitator, found.people) == (ward, fast.facilitator, 4)
    assert [sign["key"] for sign in found.signs] == ["fast"]
    assert the_score(session=slow).score == 0


def test_paper_is_a_sign_below_the_alarm(ward: AdminUnit, quiz: Quiz) -> None:
    passed_class(ward, quiz, people=5, seconds=300, paper=True)
    services.recount(at=periods.now())
    found = the_score()
    assert [sign["key"] for sign in found.signs] == ["paper"]
    assert 0 < found.score < ALARM


def test_accounts_passed_in_a_row_on_one_browser_without_a_class(
    ward: AdminUnit, quiz: Quiz
) -> None:
    noon = dt.datetime.combine(periods.today() - dt.timedelta(days=3), dt.time(12), periods.ZONE)
    for n in range(9):
        at = noon + n * dt.timedelta(minutes=2)
        passed(UserFactory(ward=ward), quiz, at, seconds=100, device="d")
    services.recount(at=periods.now())
    found = the_score(session=None, facilitator=None)
    assert found.month == noon.date().replace(day=1)
    assert [sign["key"] for sign in found.signs] == ["crowded"]
    assert found.score >= ALARM


def test_counting_again_changes_nothing_and_forgets_what_is_gone(
    ward: AdminUnit, quiz: Quiz
) -> None:
    session, now = passed_class(ward, quiz, people=4, seconds=2), periods.now()
    services.recount(at=now)
    before = UnitScore.objects.values("score", "people", "signs", "session").get()
    services.recount(at=now)
    assert UnitScore.objects.values("score", "people", "signs", "session").get() == before
    services.recount(at=now + services.WINDOW + dt.timedelta(days=1))
    assert not UnitScore.objects.filter(session=session).exists()


def test_between_the_days_only_wards_with_new_facts_are_counted(
    ward: AdminUnit, quiz: Quiz
) -> None:
    passed_class(ward, quiz, people=4, seconds=300)
    assert look_after_evidence() == 1
    assert look_after_evidence() == 0
    other: AdminUnit = WardFactory()
    fast = passed_class(other, quiz, people=4, seconds=2)
    assert look_after_evidence() == 1
    assert the_score(session=fast).score >= ALARM
    assert services.look_after_daily(at=periods.now()) == 0
    tomorrow = periods.now() + dt.timedelta(days=1)
    assert services.look_after_daily(at=tomorrow) == 2


def test_the_queries_of_a_ward_do_not_grow_with_its_people(
    ward: AdminUnit, quiz: Quiz, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    passed_class(ward, quiz, people=12, seconds=300)
    with django_assert_max_num_queries(20):
        services.recount(at=periods.now())
