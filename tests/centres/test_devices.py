"""Shared computers as rows: numbers, seats, ends. Their pages are in test_shared_computer.py."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from lms.accounts.models import User
from lms.centres import services
from lms.centres.models import ClassSession, SharedDevice
from lms.core.errors import DomainError
from tests.factories import PointFactory, UserFactory, open_session

pytestmark = pytest.mark.django_db


def register(session: ClassSession, facilitator: User) -> SharedDevice:
    return services.register_device(session=session, by=facilitator, at=session.starts_at)


def test_computers_are_numbered_within_their_session(
    session: ClassSession, facilitator: User
) -> None:
    numbers = [register(session, facilitator).number for _ in range(3)]
    elsewhere = register(open_session(facilitator, PointFactory(), token="khac"), facilitator)
    assert (numbers, elsewhere.number) == ([1, 2, 3], 1)


def test_only_a_running_session_gets_computers(session: ClassSession, facilitator: User) -> None:
    with pytest.raises(DomainError) as refusal:
        services.register_device(
            session=session, by=facilitator, at=session.ends_at + timedelta(minutes=31)
        )
    assert refusal.value.code == "not_running"


def test_the_newest_computer_wins(session: ClassSession, facilitator: User) -> None:
    first, second = register(session, facilitator), register(session, facilitator)
    hoa = UserFactory()
    assert services.take_seat(device=first, user=hoa) == []
    assert services.take_seat(device=second, user=hoa) == [first]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.current_user, second.current_user) == (None, hoa)


def test_the_database_lets_nobody_sit_at_two_computers(
    session: ClassSession, facilitator: User
) -> None:
    hoa = UserFactory()
    first, second = register(session, facilitator), register(session, facilitator)
    services.take_seat(device=first, user=hoa)
    second.current_user = hoa
    with pytest.raises(IntegrityError):
        second.save()


def test_leaving_does_not_unseat_who_came_after(session: ClassSession, facilitator: User) -> None:
    device = register(session, facilitator)
    hoa, minh = UserFactory(), UserFactory()
    services.take_seat(device=device, user=hoa)
    services.take_seat(device=device, user=minh)
    services.leave_seat(device=device, user=hoa)
    device.refresh_from_db()
    assert device.current_user == minh


def test_an_ended_computer_seats_nobody(session: ClassSession, facilitator: User) -> None:
    device = register(session, facilitator)
    services.end_device(device=device, by=facilitator, at=session.starts_at)
    services.take_seat(device=device, user=UserFactory())
    device.refresh_from_db()
    assert device.current_user is None
