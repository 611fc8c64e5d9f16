"""What a merger or split moves on its day, and what it leaves."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from lms.accounts import policy
from lms.accounts.models import ResidenceMove, RoleGrant, User
from lms.accounts.roles import Permission, Role
from lms.accounts.services import move_to_ward
from lms.core.models import AuditEvent
from lms.core.periods import ZONE
from lms.units.models import AdminUnit
from lms.units.settling import settle
from tests.factories import PointFactory, UserFactory, open_session, with_role

from .conftest import PEOPLE_HEAD, Apply

pytestmark = pytest.mark.usefixtures("opening")
NOON = dt.time(12, tzinfo=ZONE)
MERGER = (
    "2026-12-01,21999,create,Khê Tịnh,xa,51,,NQ 1,\n"
    "2026-12-01,21211,merge,,,,21999,NQ 1,\n"
    "2026-12-01,21220,merge,,,,21999,NQ 1,\n"
)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(dt.datetime.combine(dt.date(2026, 11, 20), NOON)) as travelling:
        yield travelling


def on(clock: Any, day: dt.date) -> None:
    clock.move_to(dt.datetime.combine(day, NOON))
    settle(day=day)


def unit(code: str) -> AdminUnit:
    return AdminUnit.objects.get(code=code)


def home(user: User) -> str:
    user.refresh_from_db()
    assert user.ward is not None
    return user.ward.code


def test_people_roles_points_and_classes_move_on_the_day(apply: Apply, clock: Any) -> None:
    person = UserFactory(ward=unit("21211"))
    facilitator = with_role(Role.FACILITATOR, ward=unit("21220"))
    point = PointFactory(ward=unit("21211"))
    held = open_session(facilitator, point)
    later = dt.datetime.combine(dt.date(2026, 12, 5), NOON)
    coming = open_session(
        facilitator, point, starts_at=later, ends_at=later + dt.timedelta(hours=1), token="sau"
    )
    apply(MERGER, PEOPLE_HEAD)
    assert home(person) == "21211"  # not before its day

    on(clock, dt.date(2026, 12, 1))
    assert home(person) == "21999"
    for moved in (point, coming, held):
        moved.refresh_from_db()
    assert (point.ward.code, coming.ward.code, held.ward.code) == ("21999", "21999", "21211")
    policy.forget(facilitator)
    helped = policy.wards_for(facilitator, Permission.RUN_CLASSES)
    assert [ward.code for ward in helped] == ["21999"]
    assert RoleGrant.objects.filter(user=facilitator, ward=unit("21220")).exists()  # as history
    assert AuditEvent.objects.filter(action="unit.people_moved").count() == 2


def test_nothing_moves_twice(apply: Apply, clock: Any) -> None:
    person = UserFactory(ward=unit("21211"))
    apply(MERGER, PEOPLE_HEAD)
    on(clock, dt.date(2026, 12, 1))
    move_to_ward(user=person, ward=unit("21025"), by=person)
    on(clock, dt.date(2026, 12, 2))
    apply(MERGER, PEOPLE_HEAD)
    assert home(person) == "21025"
    assert ResidenceMove.objects.count() == 1


def test_changes_of_one_day_feed_each_other(apply: Apply, clock: Any) -> None:
    person = UserFactory(ward=unit("21211"))
    apply("2026-11-20,21211,merge,,,,21220,NQ 1\n2026-11-20,21220,merge,,,,21025,NQ 1\n")
    assert home(person) == "21025"


def test_a_split_asks_whom_it_cannot_place(apply: Apply) -> None:
    person = UserFactory(ward=unit("21211"))
    apply(
        "2026-11-20,21998,create,Tịnh Kỳ,xa,51,,NQ 1,\n"
        "2026-11-20,21211,split,,,,21211;21998,NQ 1,ask\n",
        PEOPLE_HEAD,
    )
    assert home(person) == "21211"
    assert ResidenceMove.objects.get(reached=None).user == person
    Client().force_login(person)  # signs in where no page stands behind it to show the question
    move_to_ward(user=person, ward=unit("21998"), by=person)
    assert not ResidenceMove.objects.filter(reached=None).exists()


def test_a_split_where_the_rest_stays_asks_nobody(apply: Apply) -> None:
    person = UserFactory(ward=unit("21211"))
    apply(
        "2026-11-20,21998,create,Tịnh Kỳ,xa,51,,NQ 1,\n"
        "2026-11-20,21211,split,,,,21211;21998,NQ 1,21211\n",
        PEOPLE_HEAD,
    )
    assert home(person) == "21211"
    assert not ResidenceMove.objects.exists()


def test_a_merger_is_taken_back_by_a_split_along_the_old_units(apply: Apply, clock: Any) -> None:
    """The correcting change of docs/vi/quan-tri.md: the old unit is there again under its code."""
    sea, hills = UserFactory(ward=unit("21211")), UserFactory(ward=unit("21220"))
    apply("2026-11-20,21211,merge,,,,21220,NQ 1\n")
    newcomer = UserFactory(ward=unit("21220"))
    assert home(sea) == "21220"
    clock.move_to(dt.datetime.combine(dt.date(2026, 11, 25), NOON))
    apply(
        "2026-11-25,21211,create,Tịnh Khê,xa,51,,NQ 2,\n"
        "2026-11-25,21220,split,,,,21220;21211,NQ 2,21211=21211;21220\n",
        PEOPLE_HEAD,
    )
    assert (home(sea), home(hills), home(newcomer)) == ("21211", "21220", "21220")
    assert unit("21211").closed_on is None
    assert [v.valid_to for v in unit("21211").versions.all()] == [dt.date(2026, 11, 20), None]
