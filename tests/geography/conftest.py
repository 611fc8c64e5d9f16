"""Four wards of Quảng Ngãi from 2025 on, and an administrator who is signed in."""

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.accounts.roles import Role
from tests.factories import with_role
from tests.units.conftest import Apply, apply, opening

__all__ = ["Apply", "apply", "opening"]


@pytest.fixture
def administrator(opening: None) -> User:
    return with_role(Role.ADMINISTRATOR)


@pytest.fixture
def admin_client(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client
