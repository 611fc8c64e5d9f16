"""Staff accounts: made by a service or from the command line."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lms.accounts import policy, services
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.core.errors import DomainError
from tests.factories import AreaFactory, StaffFactory, WardFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [
        ("12345678", "mat-khau-rat-dai", "username_like_card"),
        ("CANBO", "mat-khau-rat-dai", "username_taken"),
        ("minh", "ngan", "password_weak"),
    ],
)
def test_what_will_not_do(username: str, password: str, code: str) -> None:
    StaffFactory(username="canbo")
    with pytest.raises(DomainError) as refused:
        services.create_staff(username=username, full_name="Minh", password=password, by=None)
    assert refused.value.code == code
    assert User.objects.count() == 1


def test_the_command_makes_an_account_that_works(client: Client) -> None:
    ward, said = WardFactory(), StringIO()
    call_command("add_staff", "minh", "--name", "Trần Văn Minh", "--role", "facilitator",
                 "--ward", ward.code, stdout=said)  # fmt: skip
    username, password = said.getvalue().splitlines()[0].split(" / ")
    answer = client.post("/dang-nhap/can-bo/", {"username": username, "password": password})
    assert answer["Location"] == "/lop/"
    user = User.objects.get()
    assert list(policy.wards_for(user, Permission.RUN_CLASSES)) == [ward]


def test_it_gives_one_more_role_and_no_second_account() -> None:
    area = AreaFactory(wards=[WardFactory()])
    user = StaffFactory(username="minh")
    for _ in range(2):
        call_command("add_staff", "minh", "--role", "district_manager", "--area", area.code,
                     stdout=StringIO())  # fmt: skip
    assert user.grants.count() == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--role", "editor"], "Give --name"),
        (["--name", "Minh", "--role", "facilitator", "--ward", "99999"], "no ward with the code"),
        (["--name", "Minh", "--role", "facilitator"], "Chọn xã, phường"),
    ],
)
def test_bad_input_names_what_is_missing_and_writes_nothing(
    options: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("add_staff", "minh", *options, stdout=StringIO())
    assert not User.objects.exists()
