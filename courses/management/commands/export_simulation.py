from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.models import SimulationPage
from courses.simulation.packaging import scorm_package
from lms.core.errors import DomainError


class Command(BaseCommand):
    help = "Write a published simulation as a package other learning systems play offline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the last part of its address")
        parser.add_argument(
            "--scorm", type=Path, required=True, help="the ZIP (SCORM 1.2) to write"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        page = SimulationPage.objects.filter(slug=options["slug"], live=True).first()
        if page is None:
            raise CommandError(f"No published simulation is called {options['slug']}.")
        try:
            content = scorm_package(page)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        options["scorm"].write_bytes(content)
        self.stdout.write(f"{options['scorm']}: {len(content)} bytes")
