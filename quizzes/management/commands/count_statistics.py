from typing import Any

from django.core.management.base import BaseCommand

from lms.core import periods
from quizzes.services import figures


class Command(BaseCommand):
    help = "Count the statistics of every test with new attempts, as the beat does each night."

    def handle(self, *args: Any, **options: Any) -> None:
        count = figures.count_stale_figures(at=periods.now())
        self.stdout.write(f"{count} tests counted")
