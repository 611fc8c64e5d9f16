"""Numbers equal facts, whatever happened and in whatever order it was recounted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import product

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.models import Certificate
from courses.models import CoursePage, Enrolment, Evidence
from lms.accounts.models import Audience, Sex, User
from lms.core.periods import local_date
from lms.progress import recounting, services
from lms.progress.checking import differences
from lms.progress.models import (
    COUNT_FIELDS,
    CountState,
    PersonStanding,
    StaleMark,
    WardBreakdown,
    WardCourseCell,
    WardTotal,
)
from lms.units.models import AdminUnit
from tests.factories import UserFactory, WardFactory, make_course
from tests.progress import world
from tests.progress.world import on_day

pytestmark = pytest.mark.django_db


class History:
    """Three people, two courses, two wards (and none), and what befalls them."""

    def __init__(self) -> None:
        self.wards: list[AdminUnit | None] = [WardFactory(), WardFactory(), None]
        self.courses: list[CoursePage] = [make_course(lessons=0), make_course(lessons=0)]
        self.people: list[User] = [UserFactory(ward=ward) for ward in self.wards]
        self.sessions = [
            world.hold_session(ward, on_day(number), course)
            for ward, number, course in (
                (self.wards[0], 0, self.courses[0]),
                (self.wards[1], -260, None),
            )
            if ward
        ]
        self.now = on_day(0)

    def begin(self) -> None:
        self.now = on_day(0)
        for person in self.people:
            person.refresh_from_db()

    def step(self, what: str, who: int, which: int, days: float) -> None:
        self.now += days * world.DAY
        person, course = self.people[who], self.courses[which]
        enrolment = Enrolment.objects.filter(user=person, course=course).first()
        if what == "enrol":
            world.enrol(person, course, self.now)
        elif what == "learn" and enrolment:
            world.learn(enrolment, self.now)
        elif what == "complete" and enrolment:
            world.complete(enrolment, self.now, evidence=list(Evidence)[which])
        elif what == "revoke":
            for certificate in Certificate.objects.filter(user=person, course=course):
                world.revoke(certificate, self.now)
        elif what == "move":
            world.move(person, self.wards[(who + which + 1) % 3])
        else:
            self.step_around(what, person, which)

    def step_around(self, what: str, person: User, which: int) -> None:
        if what in ("attend", "leave"):
            session = self.sessions[which]
            world.attend(session, person, self.now, present=what == "attend")
        elif what == "recount":
            services.recount_stale(limit=1 + which, at=self.now)
        elif what == "confirm":
            world.confirm([person, self.people[which]], self.now)
        elif what == "tell":
            person.audience = list(Audience)[which + 1]
            person.sex = list(Sex)[which]
            person.birth_year = (None, 1950)[which]
            person.save()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["enrol", "enrol", "learn", "complete", "complete", "revoke", "move", "attend",
             "leave", "recount", "confirm", "tell"]
        ),
        st.integers(0, 2),
        st.integers(0, 1),
        st.sampled_from([0, 0.1, 1, 12, 40]),
    ),
    max_size=25,
)  # fmt: skip


def stored_totals(ward: AdminUnit) -> dict[str, int]:
    row = WardTotal.objects.filter(ward=ward).first() or WardTotal()
    return {name: getattr(row, name) for name in COUNT_FIELDS}


def stored_cell(ward: AdminUnit, course: CoursePage) -> dict[str, int]:
    row = WardCourseCell.objects.filter(ward=ward, course=course).first() or WardCourseCell()
    return {name: getattr(row, name) for name in COUNT_FIELDS}


def stored_breakdown(ward: AdminUnit | None) -> dict[tuple[str, str], dict[str, int]]:
    return {
        (row.dimension, row.value): {name: getattr(row, name) for name in COUNT_FIELDS}
        for row in WardBreakdown.objects.filter(ward=ward)
    }


def everything() -> list[object]:
    def rows(model: type[Model], *keys: str) -> list[object]:
        ignored = {"id", "counted_at"}
        found = [
            {k: v for k, v in row.items() if k not in ignored}
            for row in model._default_manager.order_by(*keys).values()
        ]
        return [
            row
            for row in found
            if any(row.get(name) for name in (*COUNT_FIELDS, "counted", "sessions_held"))
        ]

    return [
        rows(PersonStanding, "user"), rows(WardTotal, "ward"),
        rows(WardCourseCell, "ward", "course"),
        rows(WardBreakdown, "ward", "dimension", "value"),
    ]  # fmt: skip


def test_recounts_equal_facts_in_any_history() -> None:
    history = History()

    @settings(max_examples=40, deadline=None)
    @given(steps=STEPS)
    def check(steps: list[tuple[str, int, int, float]]) -> None:
        with world.rolled_back():
            history.begin()
            for step in steps:
                history.step(*step)
            check_everything(history)

    check()


def check_everything(history: History) -> None:
    services.recount_stale(at=history.now)
    day = local_date(history.now)
    wards = [ward for ward in history.wards if ward]
    for ward in wards:
        assert stored_totals(ward) == world.naive_total(ward, day)
    for place in history.wards:
        assert stored_breakdown(place) == world.naive_breakdown(place, day)
    for ward, course in product(wards, history.courses):
        assert stored_cell(ward, course) == world.naive_cell(ward, course, day)
    assert list(differences()) == []
    counted_one_by_one = everything()
    services.rebuild(wards=AdminUnit.objects.filter(pk=wards[0].pk), at=history.now)
    assert everything() == counted_one_by_one
    services.rebuild(at=history.now)
    assert everything() == counted_one_by_one


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=0)


def test_a_person_on_many_courses_counts_once(course: CoursePage) -> None:
    person, second = UserFactory(), make_course(lessons=0)
    for one in (course, second):
        world.complete(world.enrol(person, one, on_day(0)), on_day(1))
    services.recount_stale(at=on_day(1))
    total = world.total(person.ward)
    assert (total.enrolled, total.completed, total.certified) == (1, 1, 1)


def test_moving_house_moves_the_person_until_they_complete(course: CoursePage) -> None:
    old, new = WardFactory(), WardFactory()
    learner, certified = UserFactory(ward=old), UserFactory(ward=old)
    world.enrol(learner, course, on_day(0))
    world.complete(world.enrol(certified, course, on_day(0)), on_day(1))
    services.recount_stale(at=on_day(1))
    for person in (learner, certified):
        world.move(person, new, on_day(2))
    services.recount_stale(at=on_day(2))
    assert (world.total(old).enrolled, world.total(old).certified) == (1, 1)
    assert (world.total(new).enrolled, world.total(new).certified) == (1, 0)
    assert WardCourseCell.objects.get(ward=old, course=course).enrolled == 1
    assert WardCourseCell.objects.get(ward=new, course=course).enrolled == 1


def test_a_person_counts_where_they_last_learned(course: CoursePage) -> None:
    old, new = WardFactory(), WardFactory()
    person = UserFactory(ward=old)
    first = world.enrol(person, course, on_day(0))
    world.enrol(person, make_course(lessons=0), on_day(1))
    world.move(person, new)
    world.learn(first, on_day(2))
    services.recount_stale(at=on_day(2))
    assert world.total(new).enrolled == 1
    assert not WardTotal.objects.filter(ward=old, enrolled__gt=0).exists()


def test_a_revoked_certificate_no_longer_counts_and_completion_stays(course: CoursePage) -> None:
    person = UserFactory()
    certificate = world.complete(world.enrol(person, course, on_day(0)), on_day(1))
    services.recount_stale(at=on_day(1))
    assert world.total(person.ward).certified == 1
    world.revoke(certificate, on_day(3))
    services.recount_stale(at=on_day(3))
    total = world.total(person.ward)
    assert (total.certified, total.completed) == (0, 1)


def test_a_retake_and_a_doubled_signal_change_nothing(course: CoursePage) -> None:
    person = UserFactory()
    enrolment = world.enrol(person, course, on_day(0))
    world.complete(enrolment, on_day(1))
    services.recount_stale(at=on_day(1))
    before = everything()
    world.complete(enrolment, on_day(1))
    for _ in range(2):
        services.mark_stale(ward_id=person.ward_id, course_id=course.pk, user_id=person.pk)
    assert services.recount_stale(at=on_day(1)) == 2
    assert services.recount_stale(at=on_day(1)) == 0
    assert everything() == before


def test_people_stop_being_active_after_thirty_days_without_a_new_fact(course: CoursePage) -> None:
    person = UserFactory()
    world.enrol(person, course, on_day(0))
    services.recount_stale(at=on_day(0))
    services.recount_stale(at=on_day(29))
    assert world.total(person.ward).active == 1
    services.recount_stale(at=on_day(30))
    assert world.total(person.ward).active == 0
    assert WardCourseCell.objects.get(ward=person.ward).active == 0
    assert CountState.objects.get().day == local_date(on_day(30))
    assert list(differences()) == []


def test_sessions_count_in_their_year_once_somebody_was_there(course: CoursePage) -> None:
    ward, visitor = WardFactory(), UserFactory()
    session = world.hold_session(ward, on_day(0))
    world.hold_session(ward, on_day(1))  # nobody came
    services.recount_stale(at=on_day(1))
    assert world.total(ward).sessions_held == 0
    world.attend(session, visitor, on_day(0))
    services.recount_stale(at=on_day(1))
    total = world.total(ward)
    assert (total.sessions_held, total.session_visits) == (1, 1)
    assert total.last_session_on == local_date(on_day(0))
    assert world.total(visitor.ward).attended == 1
    services.recount_stale(at=dt.datetime(2027, 1, 2, tzinfo=on_day(0).tzinfo))
    total = world.total(ward)
    assert (total.sessions_held, total.last_session_on) == (0, local_date(on_day(0)))
    assert list(differences()) == []


def test_people_without_a_ward_are_counted_apart(course: CoursePage) -> None:
    world.enrol(UserFactory(ward=None), course, on_day(0))
    services.recount_stale(at=on_day(0))
    assert PersonStanding.objects.get().ward is None
    assert not WardTotal.objects.filter(enrolled__gt=0).exists()
    assert list(differences()) == []


def test_a_fact_committed_during_a_recount_keeps_its_mark(
    course: CoursePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, late = UserFactory(), UserFactory()
    late.ward = person.ward
    late.save()
    world.enrol(person, course, on_day(0))
    count_again = recounting.count_again

    def interrupted(*args: object) -> None:
        count_again(*args)  # type: ignore[arg-type]
        if not Enrolment.objects.filter(user=late).exists():
            world.enrol(late, course, on_day(0))

    monkeypatch.setattr(recounting, "count_again", interrupted)
    assert services.recount_stale(at=on_day(0)) == 1
    assert world.total(person.ward).enrolled == 1
    assert StaleMark.objects.count() == 1
    services.recount_stale(at=on_day(0))
    assert world.total(person.ward).enrolled == 2


def test_the_second_screen_of_a_day_leaves_no_mark(course: CoursePage) -> None:
    enrolment = world.enrol(UserFactory(), course, on_day(0))
    services.recount_stale(at=on_day(0))
    world.learn(enrolment, on_day(0.1))
    assert not StaleMark.objects.exists()
    world.learn(enrolment, on_day(1))
    assert StaleMark.objects.count() == 1


def test_facts_are_recounted_after_commit(
    course: CoursePage, django_capture_on_commit_callbacks: object
) -> None:
    person = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        world.enrol(person, course, on_day(0))
        assert not WardTotal.objects.exists()
    assert world.total(person.ward).enrolled == 1
    assert not StaleMark.objects.exists()


def test_a_long_load_marks_nothing_and_ends_with_true_numbers(course: CoursePage) -> None:
    person = UserFactory()
    with services.counting_deferred():
        world.complete(world.enrol(person, course, on_day(0)), on_day(1))
        assert not StaleMark.objects.exists()
    assert world.total(person.ward).certified == 1
    assert list(differences()) == []


def test_recounting_costs_the_same_for_many_people_and_wards(course: CoursePage) -> None:
    def cost(wards: int, count: Callable[[], object]) -> int:
        for _ in range(wards):
            world.certified_people(WardFactory(), course, 3, on_day(0))
        with CaptureQueriesContext(connection) as queries:
            count()
        return len(queries)

    def recount() -> int:
        return services.recount_stale(at=on_day(0))

    def rebuild() -> object:
        return services.rebuild(at=on_day(0))

    recount()
    assert cost(1, recount) == cost(4, recount) <= 25
    assert cost(1, rebuild) == cost(4, rebuild) <= 25
