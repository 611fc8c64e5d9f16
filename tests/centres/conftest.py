"""A village hall, its facilitator, a class running there now, and browsers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres.models import ClassSession, LearningPoint
from lms.core import periods
from tests.factories import PointFactory, open_session, with_role


@pytest.fixture
def point() -> LearningPoint:
    return PointFactory()


@pytest.fixture
def facilitator(point: LearningPoint) -> User:
    return with_role(Role.FACILITATOR, ward=point.ward)


@pytest.fixture
def stranger() -> User:
    """A facilitator of another ward."""
    return with_role(Role.FACILITATOR, ward=PointFactory().ward)


@pytest.fixture
def session(facilitator: User, point: LearningPoint) -> ClassSession:
    now = periods.now()
    return open_session(
        facilitator,
        point,
        starts_at=now - timedelta(minutes=10),
        ends_at=now + timedelta(minutes=80),
    )


@pytest.fixture
def desk(facilitator: User) -> Client:
    """The facilitator's own browser, signed in."""
    return signed_in(facilitator)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
