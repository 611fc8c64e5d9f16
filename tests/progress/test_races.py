"""Facts and recounts at the same time, each on a connection of its own."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import transaction

from lms.progress import services
from lms.progress.checking import differences
from lms.progress.models import StaleMark, WardSnapshot, WardTotal
from tests.factories import UserFactory, WardFactory, make_course
from tests.progress import world
from tests.progress.world import on_day
from tests.threads import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def test_facts_and_recounts_side_by_side_lose_nothing() -> None:
    ward, course = WardFactory(), make_course(lessons=0)
    people = [UserFactory(ward=ward) for _ in range(THREADS)]
    turns = count()

    def learn_and_recount() -> None:
        person = people[next(turns)]
        with transaction.atomic():
            world.enrol(person, course, on_day(0))
        services.recount_stale(at=on_day(0))

    all_at_once(THREADS, learn_and_recount)
    assert not StaleMark.objects.exists()
    assert world.total(ward).enrolled == THREADS
    assert list(differences()) == []


def test_a_rebuild_beside_recounts_ends_in_the_same_numbers() -> None:
    ward, course = WardFactory(), make_course(lessons=0)
    world.certified_people(ward, course, 20, on_day(0))
    turns = count()

    def recount_or_rebuild() -> None:
        if next(turns) % 2:
            services.rebuild(at=on_day(0))
        else:
            services.recount_stale(limit=3, at=on_day(0))

    all_at_once(4, recount_or_rebuild)
    assert WardTotal.objects.get().certified == 20
    assert list(differences()) == []


def test_a_day_is_kept_once_whoever_is_quicker() -> None:
    ward, course = WardFactory(), make_course(lessons=0)
    world.certified_people(ward, course, 3, on_day(0))
    day = on_day(1).date()
    written = all_at_once(3, lambda: services.take_snapshot(day=day))
    assert sorted(written)[-1] == 2
    assert WardSnapshot.objects.filter(day=day).count() == 2
