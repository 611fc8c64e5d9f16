"""Count the scores of evidence again from facts."""

from time import perf_counter
from typing import Any

from django.core.management import BaseCommand

from lms.core import periods
from lms.evidence import services


class Command(BaseCommand):
    help = "Counts the quality of evidence of every ward again; holds stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        start = perf_counter()
        wards = services.recount(at=periods.now())
        self.stdout.write(f"{wards} wards in {perf_counter() - start:.1f} s")
