"""Load invented people and four months of their history."""

import gc
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from lms.core.errors import DomainError
from lms.home.demo import story
from lms.home.demo.accounts import ready_accounts

PEOPLE, SEED = 5000, 1945


class Command(BaseCommand):
    help = (
        "Loads invented people (marked as such) over all wards of Quảng Ngãi, with four months of "
        "learning, classes and certificates, and one ready account for each role. A second run "
        "changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=PEOPLE, help="about how many learners")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, other people")
        parser.add_argument("--force", action="store_true", help="also on a production site")

    def handle(self, *args: Any, people: int, seed: int, force: bool, **options: Any) -> None:
        if str(settings.SETTINGS_MODULE).endswith(".production") and not force:
            raise CommandError(
                "This is a production site. Invented people with known PINs do not belong here; "
                "--force loads them all the same."
            )
        if story.is_loaded():
            self.stdout.write("Invented people are there already: nothing changed.")
        else:
            self.load(people, seed)
        if options["verbosity"]:
            self.show_accounts()

    def load(self, people: int, seed: int) -> None:
        began = time.monotonic()
        # Hundreds of thousands of rows live until the end; looking for garbage among them costs a
        # fifth of the time and finds none.
        gc.disable()
        try:
            loaded = story.load(people=people, seed=seed)
        except DomainError as error:
            raise CommandError(str(error)) from error
        finally:
            gc.enable()
        self.stdout.write(
            f"{loaded.people} invented people, {loaded.enrolments} enrolments, "
            f"{loaded.sessions} classes in {time.monotonic() - began:.0f} s."
        )

    def show_accounts(self) -> None:
        row = "  {:<18} {:<14} {:<18} {}"
        self.stdout.write(row.format("role", "card or user", "PIN or password", "first page"))
        for account in ready_accounts():
            self.stdout.write(
                row.format(account.role, account.sign_in, account.secret, account.first_page)
            )
