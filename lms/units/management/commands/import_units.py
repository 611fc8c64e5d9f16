"""Bring units and agencies up to date: `import_units`, or `import_units file.csv`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.units.dated_files import FileRefused
from lms.units.services import import_file, shipped_files


class Command(BaseCommand):
    help = "Apply the dated files of units, former names, areas and agencies; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="files to apply instead of ours")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"] or shipped_files():
            try:
                done = import_file(path=path)
            except FileNotFoundError as error:
                raise CommandError(_("There is no file %(path)s") % {"path": path}) from error
            except FileRefused as refused:
                raise CommandError(str(refused)) from refused
            if options["verbosity"]:
                line = _("%(file)s: %(read)s rows read, %(written)s written")
                self.stdout.write(
                    line % {"file": done.name, "read": done.read, "written": done.written}
                )
