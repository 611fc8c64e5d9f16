"""Why kept figures changed: the parts add up to the difference, whatever happened."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.models import Certificate
from courses.models import CoursePage, Enrolment
from lms.accounts.models import User
from lms.core.errors import DomainError
from lms.core.periods import local_date
from lms.progress import services
from lms.progress.models import WardSnapshot
from lms.progress.movements import FIELDS, adjustments, explain
from lms.progress.snapshot_models import Reason, SnapshotPerson
from lms.progress.snapshots import day_of, snapshot_code
from lms.units.models import AdminUnit
from tests.factories import UserFactory, WardFactory, make_course
from tests.progress import world
from tests.progress.world import on_day

pytestmark = pytest.mark.django_db


def day(number: int) -> dt.date:
    return local_date(on_day(number))


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=0)


def parts(ward: AdminUnit, name: str, first: int, last: int) -> dict[Reason, tuple[int, int]]:
    there = AdminUnit.objects.filter(pk=ward.pk)
    found = explain(there, name, day(first), day(last), with_unknown=False)
    assert found.adds_up
    return {part.reason: (part.gained, part.lost) for part in found.parts}


def test_each_reason_is_told_apart(course: CoursePage) -> None:
    here, there = WardFactory(), WardFactory()
    people = [UserFactory(ward=here) for _ in range(6)]
    certificates = [
        world.complete(world.enrol(p, course, on_day(0)), on_day(0)) for p in people[:4]
    ]
    services.take_snapshot(day=day(1))
    world.complete(world.enrol(people[4], course, on_day(2)), on_day(2))  # in time
    world.complete(world.enrol(people[5], course, on_day(0)), on_day(0.5))  # entered late
    world.revoke(certificates[0], on_day(2))
    Certificate.objects.filter(pk=certificates[1].pk).update(ward=there)  # corrected
    Certificate.objects.filter(user=people[2]).delete()
    Enrolment.objects.filter(user=people[2]).delete()
    Certificate.objects.filter(user=people[3]).delete()
    Enrolment.objects.filter(user=people[3]).delete()
    people[3].delete()
    services.take_snapshot(day=day(3))
    assert parts(here, "certified", 1, 3) == {
        Reason.NEW: (1, 0),
        Reason.LATE: (1, 0),
        Reason.MOVED: (0, 1),
        Reason.ENDED: (0, 1),
        Reason.WITHDRAWN: (0, 1),
        Reason.ERASED: (0, 1),
    }
    assert parts(there, "certified", 1, 3) == {Reason.MOVED: (1, 0)}
    later = adjustments(AdminUnit.objects.filter(pk=here.pk), day(1), day(3))
    assert Reason.NEW not in {change.reason for change in later}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enrol", "complete", "revoke", "late", "drop", "move", "keep", "keep2"]),
        st.integers(0, 4),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=18,
)


def _do(action: str, person: User, to: AdminUnit | None, course: CoursePage, now: int) -> None:
    """One thing that happens to a person; nothing where it cannot."""
    enrolment = Enrolment.objects.filter(user=person).first()
    certificate = Certificate.objects.filter(user=person).first()
    if action == "enrol":
        world.enrol(person, course, on_day(now))
    elif action == "late":
        world.enrol(person, course, on_day(max(now - 4, 0)))
    elif action == "move":
        world.move(person, to, on_day(now))
    elif action == "revoke" and certificate:
        world.revoke(certificate, on_day(now))
    elif enrolment and action == "complete":
        world.complete(enrolment, on_day(now))
    elif enrolment and action == "drop":
        Certificate.objects.filter(enrolment=enrolment).delete()
        enrolment.delete()


def _lived(course: CoursePage, steps: list[tuple[str, int, int]]) -> list[int]:
    """The days that were kept, in the order they were kept."""
    wards = [WardFactory(), WardFactory(), None]
    people = [UserFactory(ward=wards[0]) for _ in range(5)]
    kept: list[int] = []
    for now, (action, who, where) in enumerate(steps, start=1):
        if action.startswith("keep"):
            days = [now - 1, now] if action == "keep2" and now - 1 not in kept else [now]
            services.take_snapshots(days=[day(n) for n in days])
            kept += [n for n in days if n not in kept]
        else:
            _do(action, people[who], wards[where], course, now)
    return kept


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def check_parts(course: CoursePage, steps: list[tuple[str, int, int]]) -> None:
    every = AdminUnit.objects.wards
    with world.rolled_back():
        for first, last in pairwise(_lived(course, steps)):
            for name in FIELDS:
                found = explain(every(), name, day(first), day(last), with_unknown=True)
                assert found.adds_up, (name, first, last)
                sums = WardSnapshot.objects.filter(day=day(last)).aggregate(n=Sum(name))
                assert found.after == (sums["n"] or 0)


def test_parts_add_up_to_the_difference_whatever_happens(course: CoursePage) -> None:
    check_parts(course)


def test_a_day_kept_out_of_order_is_not_explained(course: CoursePage) -> None:
    ward = WardFactory()
    services.take_snapshot(day=day(5))
    world.enrol(UserFactory(ward=ward), course, on_day(1))
    services.take_snapshot(day=day(2))
    found = explain(AdminUnit.objects.wards(), "enrolled", day(2), day(5), with_unknown=True)
    assert not found.adds_up
    assert not SnapshotPerson.objects.exists()


def test_kept_figures_have_a_name(course: CoursePage) -> None:
    world.enrol(UserFactory(), course, on_day(0))
    services.take_snapshot(day=day(0))
    code = snapshot_code(day(0))
    assert code.startswith("BDS-20260901-")
    assert day_of(f" {code.lower()} ") == day(0)
    assert snapshot_code(day(1)) == ""
    WardSnapshot.objects.update(enrolled=7)
    for wrong in (code, "BDS-20260901", "BDS-20261399-00000000", ""):
        with pytest.raises(DomainError):
            day_of(wrong)
