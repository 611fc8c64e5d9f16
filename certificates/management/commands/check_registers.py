"""Are the certificate registers whole; after a restore, go on above every number ever given."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from certificates import registers
from certificates.models import Register
from lms.core import periods


class Command(BaseCommand):
    help = (
        "Fails where a register has gaps. With --after-restore it goes on above the highest number "
        "among the stored files, or above --seen YEAR=NUMBER (read from paper), and notes the "
        "numbers between as void."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after-restore", action="store_true")
        parser.add_argument("--seen", action="append", default=[], metavar="YEAR=NUMBER")

    def handle(self, *args: Any, after_restore: bool, seen: list[str], **options: Any) -> None:
        if after_restore:
            self.resume(dict(read_seen(text) for text in seen))
        found = list(registers.findings())
        for finding in found:
            self.stderr.write(
                f"{finding.register}: missing {finding.missing[:20]}, beyond {finding.beyond[:20]}"
            )
        if found:
            raise CommandError("A register is not whole.")

    def resume(self, seen: dict[int, int]) -> None:
        for register in Register.objects.all():
            skipped = registers.resume_after_restore(
                register=register,
                highest_seen=max(
                    registers.highest_in_files(register.year), seen.get(register.year, 0)
                ),
                reason="restored from a backup",
                at=periods.now(),
            )
            self.stdout.write(f"{register}: {len(skipped)} void, next {register.last_number + 1}")


def read_seen(text: str) -> tuple[int, int]:
    year, _equals, number = text.partition("=")
    if not (year.isdecimal() and number.isdecimal()):
        raise CommandError(f"“{text}” is not YEAR=NUMBER, for example 2026=1234.")
    return int(year), int(number)
