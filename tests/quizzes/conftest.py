from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from lms.accounts.models import User
from lms.core.periods import ZONE
from tests.factories import UserFactory

EVENING = datetime(2026, 11, 25, 19, 42, tzinfo=ZONE)


@pytest.fixture
def user(db: None) -> User:
    """A resident, signed in where `client` is used."""
    person: User = UserFactory()
    return person


@pytest.fixture
def evening() -> Iterator[datetime]:
    """It is 19:42 on a Wednesday; ask for it before `signed_in`."""
    with time_machine.travel(EVENING):
        yield EVENING


@pytest.fixture
def signed_in(evening: datetime, client: Client, user: User) -> Client:
    client.force_login(user)
    return client
