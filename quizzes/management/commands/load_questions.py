from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quizzes import bank_files
from quizzes.services import load_bank
from quizzes.services.loading import BankRefusedError


class Command(BaseCommand):
    help = "Load the question files and make a final test for every course. May be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=bank_files.FOLDER)
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="where a file differs from the bank, add its version of the question",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = bank_files.read_folder(options["folder"])
        if not files:
            raise CommandError(f"No question files in {options['folder']}")
        try:
            report = load_bank(files=files, at=timezone.now(), refresh=options["refresh"])
        except BankRefusedError as error:
            for problem in error.problems:
                self.stderr.write(problem)
            raise CommandError("Nothing was loaded: mend the entries above.") from error
        self.stdout.write(
            f"Questions: {report.added} added, {report.changed} changed, {report.kept} kept."
        )
