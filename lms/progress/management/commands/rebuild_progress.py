"""Make the derived numbers again from facts."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management import BaseCommand, CommandError

from lms.progress import services
from lms.units.models import AdminUnit


class Command(BaseCommand):
    help = (
        "Counts everything again from facts; targets, populations and snapshots stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--province", help="only the wards of this province (official code)")

    def handle(self, *args: Any, province: str | None, **options: Any) -> None:
        wards = None
        if province:
            wards = AdminUnit.objects.filter(parent__code=province)
            if not wards.exists():
                raise CommandError(f"No wards of a province {province}.")
        start = perf_counter()
        made = services.rebuild(wards=wards)
        self.stdout.write(
            f"{made.people} people, {made.wards} wards, {made.cells} ward × course cells "
            f"in {perf_counter() - start:.1f} s"
        )
