"""Compare every derived number with the facts."""

import sys
from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management import BaseCommand

from lms.progress import services
from lms.progress.checking import differences


class Command(BaseCommand):
    help = (
        "Recounts what is marked, then compares every number with the facts. Prints each "
        "difference and exits with 1 if there is one; `rebuild_progress` mends them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=50, help="differences printed at most")

    def handle(self, *args: Any, limit: int, **options: Any) -> None:
        services.recount_stale()
        found = list(islice(differences(), limit))
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            self.stderr.write("Numbers and facts differ. Run rebuild_progress.")
            sys.exit(1)
        self.stdout.write("Every number is what the facts say.")
