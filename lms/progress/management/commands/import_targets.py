"""Read adult populations and targets of wards from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lms.progress.bases import read_file, save_entries
from lms.units.dated_files import FileRefused


class Command(BaseCommand):
    help = (
        "Reads a table of wards (.xlsx or .csv; columns Mã, Năm, Dân số trưởng thành, Nguồn, Đến "
        "ngày, Chỉ tiêu, Văn bản giao and more: docs/vi/quan-tri.md). Says what it found; writes "
        "only with --write, and then all or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="write what was read")

    def handle(self, *args: Any, file: Path, write: bool, **options: Any) -> None:
        try:
            entries = read_file(file)
        except FileNotFoundError as error:
            raise CommandError(_("There is no file %(path)s") % {"path": file}) from error
        except FileRefused as refused:
            raise CommandError(str(refused)) from refused
        for note in entries.notes:
            self.stdout.write(note)
        found = {"populations": len(entries.populations), "targets": len(entries.targets)}
        self.stdout.write(_("%(populations)s populations, %(targets)s targets.") % found)
        if write:
            save_entries(entries=entries)
            self.stdout.write(_("Saved."))
        else:
            self.stdout.write(_("Nothing saved yet. Check, then run it again with --write."))
