"""The first administrator of an empty site, from the command line."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lms.accounts import policy
from lms.accounts.management.commands import make_administrator
from lms.accounts.models import User
from lms.accounts.roles import Permission
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-rat-dai"


def answer(monkeypatch: pytest.MonkeyPatch, *typed: str, passwords: tuple[str, ...] = ()) -> None:
    """What a person types, in this order; then nobody is there any more."""
    lines, secrets = iter(typed), iter(passwords)

    def read(_question: str) -> str:
        line = next(lines, None)
        if line is None:
            raise EOFError
        return line

    monkeypatch.setattr("builtins.input", read)
    monkeypatch.setattr(make_administrator, "getpass", lambda _question: next(secrets))


def test_who_answers_the_questions_administers_the_site(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    answer(monkeypatch, "", "nghia", "Huỳnh Đức Nghĩa", passwords=(PASSWORD, PASSWORD))
    said = StringIO()
    call_command("make_administrator", stdout=said)
    assert PASSWORD not in said.getvalue()
    user = User.objects.get(username="nghia", full_name="Huỳnh Đức Nghĩa", is_staff=True)
    assert policy.may(user, Permission.ADMINISTER)
    entered = client.post("/dang-nhap/can-bo/", {"username": "nghia", "password": PASSWORD})
    assert entered["Location"] == "/quan-ly/"


def test_a_script_gives_the_password_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch)
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", PASSWORD)
    call_command("make_administrator", "nghia", "--name", "Huỳnh Đức Nghĩa", stdout=StringIO())
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("typed", "passwords", "sentence"),
    [
        ((), (), "Nobody answers"),
        (("nghia", "Nghĩa"), (PASSWORD, "mat-khau-rat-khac"), "differ"),
        (("nghia", "Nghĩa"), ("ngan", "ngan"), "12"),
        (("canbo", "Nghĩa"), (PASSWORD, PASSWORD), "đã có người dùng"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
    typed: tuple[str, ...],
    passwords: tuple[str, ...],
    sentence: str,
) -> None:
    StaffFactory(username="canbo")
    answer(monkeypatch, *typed, passwords=passwords)
    with pytest.raises(CommandError, match=sentence):
        call_command("make_administrator", stdout=StringIO())
    assert User.objects.count() == 1
