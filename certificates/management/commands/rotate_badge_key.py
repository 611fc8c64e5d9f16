"""A new key for badges and QR codes; what the one before signed stays valid."""

from typing import Any

from django.core.management import BaseCommand

from certificates.badges import keys


class Command(BaseCommand):
    help = "Makes a new signing key for badges and QR codes. The former key stays published."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"New key: {keys.rotate().kid}")
