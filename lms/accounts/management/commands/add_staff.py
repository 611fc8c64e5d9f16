"""Makes a staff account with a role, or gives one more role to an account that exists."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model

from lms.accounts import services
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core import periods
from lms.core.errors import DomainError
from lms.units.models import AdminUnit, Agency, AreaSet

_SCOPES: dict[str, type[Model]] = {"area": AreaSet, "ward": AdminUnit, "agency": Agency}


class Command(BaseCommand):
    help = (
        "add_staff minh --name 'Trần Văn Minh' --role facilitator --ward 21025. A new account gets "
        "a password that is shown once; the person changes it under /tai-khoan/doi-ma/."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="full name; needed for a new account")
        parser.add_argument("--role", choices=[role.value for role in Role], required=True)
        for scope in _SCOPES:
            parser.add_argument(f"--{scope}", default="", help=f"code of the {scope}")

    @transaction.atomic
    def handle(self, *args: Any, username: str, name: str, role: str, **options: Any) -> None:
        try:
            user = User.objects.filter(username=username).first() or self.create(username, name)
            services.grant_role(
                user=user, role=Role(role), by=None, at=periods.now(), **self.scope(options)
            )
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"{username}: {role}")

    def create(self, username: str, name: str) -> User:
        if not name.strip():
            raise CommandError(f"There is no account {username}. Give --name to make one.")
        password = secrets.token_urlsafe(12)
        user = services.create_staff(username=username, full_name=name, password=password, by=None)
        self.stdout.write(f"{username} / {password}")
        return user

    def scope(self, options: dict[str, Any]) -> Any:
        """The units that the codes name, by scope."""
        found = {}
        for name, model in _SCOPES.items():
            code = options[name]
            if code:
                found[name] = model._default_manager.filter(code=code).first()
                if found[name] is None:
                    raise CommandError(f"There is no {name} with the code {code}.")
        return found
