from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.content_files import ContentError
from courses.content_loader import FOLDER, load_courses
from courses.simulation.loading import load_simulations


class Command(BaseCommand):
    help = "Load the course files into the content tree; only what is missing is made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--refresh", action="store_true", help="overwrite pages whose file differs"
        )
        parser.add_argument("--folder", type=Path, default=FOLDER, help="folder of course files")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_courses(folder=options["folder"], refresh=options["refresh"])
            if options["folder"] == FOLDER:
                load_simulations(refresh=options["refresh"])
        except ContentError as error:
            raise CommandError(
                _("Nothing was loaded. Mend this first:") + f"\n{error.message}"
            ) from error
        self.stdout.write(
            _("%(courses)d new courses, %(lessons)d new lessons, %(refreshed)d pages overwritten.")
            % vars(loaded)
        )
