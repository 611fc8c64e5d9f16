"""Figures of past days, and the snapshots kept of them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from courses.models import CoursePage, LessonPage, LessonProgress
from lms.core.periods import local_date, midnight
from lms.progress import counting, history, services
from lms.progress.models import COUNT_FIELDS, Population, Target, WardSnapshot
from lms.progress.tasks import take_daily_snapshot
from tests.factories import UserFactory, WardFactory, make_course
from tests.progress import world
from tests.progress.test_counting import STEPS, History
from tests.progress.world import on_day

pytestmark = pytest.mark.django_db
DAY_0 = local_date(on_day(0))


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=1)


def day(number: int) -> dt.date:
    return DAY_0 + dt.timedelta(days=number)


def test_each_day_shows_what_had_happened_by_its_end(course: CoursePage) -> None:
    person = UserFactory()
    certificate = world.complete(world.enrol(person, course, on_day(0)), on_day(3))
    world.revoke(certificate, on_day(5))
    counts = history.counts_on([day(n) for n in (-1, 0, 2, 3, 4, 5, 32, 33)])
    seen = {
        on: [by_ward.get(person.ward_id, {}).get(name, 0) for name in COUNT_FIELDS[:4]]
        for on, by_ward in counts.items()
    }
    assert seen == {
        day(-1): [0, 0, 0, 0],
        day(0): [1, 1, 0, 0],
        day(2): [1, 1, 0, 0],
        day(3): [1, 1, 1, 1],
        day(4): [1, 1, 1, 1],
        day(5): [1, 1, 1, 0],
        day(32): [1, 1, 1, 0],
        day(33): [1, 0, 1, 0],
    }


def test_the_moments_of_reading_keep_somebody_active_in_the_past(course: CoursePage) -> None:
    enrolment = world.enrol(UserFactory(), course, on_day(0))
    world.learn(enrolment, on_day(100))
    LessonProgress.objects.create(
        enrolment=enrolment,
        lesson=LessonPage.objects.get(),
        started_at=on_day(40),
        seen_at=on_day(100),
        done_at=on_day(45),
    )
    days = [day(n) for n in (35, 44, 74, 75, 99, 100)]
    counts = history.counts_on(days)
    ward = enrolment.ward_id
    assert [counts[on][ward]["active"] for on in days] == [0, 1, 1, 0, 0, 1]


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def check_today(history_of: History, steps: list[tuple[str, int, int, float]]) -> None:
    with world.rolled_back():
        history_of.begin()
        for step in steps:
            history_of.step(*step)
        services.rebuild(at=history_of.now)
        today = local_date(history_of.now)
        now = counting.totals_of(None, today)
        then = history.counts_on([today])[today]
        for ward, counts in now.items():
            for name in (*COUNT_FIELDS, "sessions_held", "session_visits"):
                assert then[ward].get(name, 0) == counts.get(name, 0), (ward, name)
        unknown = counting.unknown_residence(today)
        assert {name: then[None].get(name, 0) for name in COUNT_FIELDS} == unknown


def test_the_end_of_today_is_what_is_counted_now() -> None:
    check_today(History())


def test_a_day_on_which_nobody_learned_is_kept_too() -> None:
    assert services.take_snapshot(day=day(0)) == 1
    assert services.take_snapshot(day=day(0)) == 0


def test_a_session_counts_from_the_day_somebody_was_confirmed_there() -> None:
    ward = WardFactory()
    session = world.hold_session(ward, on_day(0))
    world.attend(session, UserFactory(), on_day(2))
    world.attend(session, UserFactory(), on_day(0))
    counts = history.counts_on([day(-1), day(0), day(2)])
    visits = [counts[day(n)].get(ward.pk, {}).get("session_visits", 0) for n in (-1, 0, 2)]
    assert visits == [0, 1, 2]


def test_snapshots_keep_what_the_figures_were_judged_by(course: CoursePage) -> None:
    person, empty = UserFactory(), WardFactory()
    world.enrol(person, course, on_day(0))
    world.enrol(UserFactory(ward=None), course, on_day(0))
    for year, adults in ((2024, 90), (2025, 100), (2027, 999)):
        Population.objects.create(
            ward=person.ward, year=year, number=adults, source="Công an", as_of=DAY_0
        )
    Target.objects.create(ward=empty, year=2026, people=40)
    assert services.take_snapshot(day=day(0)) == 3
    kept = WardSnapshot.objects.get(ward=person.ward)
    assert (kept.enrolled, kept.adults, kept.target) == (1, 100, None)
    assert WardSnapshot.objects.get(ward=empty).target == 40
    assert WardSnapshot.objects.get(ward=None).enrolled == 1


def test_a_snapshot_is_never_taken_again(course: CoursePage) -> None:
    person = UserFactory()
    world.enrol(person, course, on_day(0))
    assert services.take_snapshot(day=day(0)) == 2
    world.complete(world.enrol(UserFactory(ward=person.ward), course, on_day(0)), on_day(0))
    assert services.take_snapshots(days=[day(0), day(1)]) == 2
    assert WardSnapshot.objects.get(day=day(0), ward=person.ward).enrolled == 1
    assert WardSnapshot.objects.get(day=day(1), ward=person.ward).enrolled == 2


def test_the_daily_task_keeps_every_day_that_is_over(
    course: CoursePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.enrol(UserFactory(), course, on_day(0))
    monkeypatch.setattr("lms.core.periods.now", lambda: midnight(day(2)))
    assert take_daily_snapshot() == 2
    assert take_daily_snapshot() == 0
    monkeypatch.setattr("lms.core.periods.now", lambda: midnight(day(5)))
    assert take_daily_snapshot() == 6
    days = WardSnapshot.objects.filter(ward=None).order_by("day").values_list("day", flat=True)
    assert list(days) == [day(n) for n in (1, 2, 3, 4)]
