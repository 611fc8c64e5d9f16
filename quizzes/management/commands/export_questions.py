"""Questions of the bank as a file for other systems; see docs/formats.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from quizzes import exporting, formats


class Command(BaseCommand):
    help = "Writes the newest versions of questions to a file, and names what does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", required=True, choices=[*formats.FORMATS])
        parser.add_argument("--course", default="", help="slug; all courses if absent")

    def handle(self, *args: Any, **options: Any) -> None:
        listed = exporting.neutral_questions(course=options["course"])
        if not listed:
            raise CommandError(_("There is no question to write."))
        written = formats.write(listed, options["format"])
        options["file"].write_bytes(written.data)
        for problem in [*written.problems, *written.notes]:
            self.stderr.write(problem.message)
        self.stdout.write(
            _("Questions written: %(kept)s of %(all)s.")
            % {"kept": len(written.kept), "all": len(listed)}
        )
