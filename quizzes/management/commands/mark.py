import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes.marking.lines import mark_line
from quizzes.marking.scheme import MarkingError


class Command(BaseCommand):
    help = (
        'Mark a file of one {"scheme", "question", "response"} a line: prints one fraction a line '
        "(0, 1, 2/3, -1/3), or the word error, with the reason on stderr. See docs/marking.md."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.jsonl", help="- reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = bad = 0
        for number, line in _lines(options["file"]):
            lines += 1
            try:
                self.stdout.write(str(mark_line(line)))
            except MarkingError as error:
                bad += 1
                self.stdout.write("error")
                self.stderr.write(f"line {number}: {error}")
        if bad:
            raise CommandError(f"{bad} of {lines} lines could not be marked.")


def _lines(file: str) -> Iterator[tuple[int, bytes]]:
    """Lines that are not blank, with their numbers in the file."""
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
