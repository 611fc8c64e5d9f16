"""One round of what beat does in production: files whose task was lost, mails that fell due."""

from typing import Any

from django.core.management import BaseCommand

from lms.reports.tasks import look_after_reports


class Command(BaseCommand):
    help = "Makes report files that wait, deletes those over their time, sends mails that fell due."

    def handle(self, *args: Any, **options: Any) -> None:
        look_after_reports()
