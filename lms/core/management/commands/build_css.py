from typing import Any

from django.core.management.base import BaseCommand

from lms.core import stylesheet


class Command(BaseCommand):
    help = "Join the style sheets of lms/static/css into the one file that is served."

    def handle(self, *args: Any, **options: Any) -> None:
        css = stylesheet.build()
        stylesheet.TARGET.write_text(css, encoding="utf-8")
        self.stdout.write(f"{stylesheet.TARGET.name}: {len(css.encode())} bytes")
