"""Makes the first administrator of an empty site."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from lms.accounts import services
from lms.accounts.roles import Role
from lms.core import periods
from lms.core.errors import DomainError

VARIABLE = "ADMINISTRATOR_PASSWORD"


class Command(BaseCommand):
    help = (
        "Makes a staff account that administers the whole site. Asks for what is not given; takes "
        f"the password from {VARIABLE} where it is set, never from the command line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", default="", help="user name to sign in with")
        parser.add_argument("--name", default="", help="full name")

    def handle(self, *args: Any, username: str, name: str, **options: Any) -> None:
        try:
            username = username or ask("User name: ")
            name = name or ask("Full name: ")
            password = os.environ.get(VARIABLE) or ask_password()
        except EOFError as error:
            raise CommandError(
                f"Nobody answers. Give the user name, --name and {VARIABLE}."
            ) from error
        try:
            make_administrator(username, name, password)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{username} administers this site. Sign in at /dang-nhap/can-bo/")


@transaction.atomic
def make_administrator(username: str, name: str, password: str) -> None:
    """The account and its role, or neither."""
    user = services.create_staff(username=username, full_name=name, password=password, by=None)
    services.grant_role(user=user, role=Role.ADMINISTRATOR, by=None, at=periods.now())


def ask(question: str) -> str:
    """What was typed, never blank."""
    answer = ""
    while not answer:
        answer = input(question).strip()
    return answer


def ask_password() -> str:
    password = getpass("Password (at least 12 characters): ")
    if getpass("The same password again: ") != password:
        raise CommandError("The two passwords differ. Nothing was made.")
    return password
