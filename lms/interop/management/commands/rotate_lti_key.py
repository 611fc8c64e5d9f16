from typing import Any

from django.core.management import BaseCommand

from lms.interop.lti import keys


class Command(BaseCommand):
    help = "Makes a new key for learning systems (LTI). The one before stays published."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"New key: {keys.rotate()}")
