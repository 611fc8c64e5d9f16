"""Compare every derived number with the facts."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from lms.core import periods
from lms.progress import nightly


class Command(BaseCommand):
    help = (
        "Recounts what is marked, then compares every number with the facts. Prints each "
        "difference and exits with 1 if there is one; `rebuild_progress` mends them. The page of "
        "data quality shows what was found last."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=50, help="differences printed at most")

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        found = nightly.check(at=periods.now(), named=limit)
        for difference in found.named:
            self.stdout.write(difference)
        if found.differences:
            self.stderr.write("Numbers and facts differ. Run rebuild_progress.")
            sys.exit(1)
        self.stdout.write("Every number is what the facts say.")
