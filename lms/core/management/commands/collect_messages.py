"""Collect the interface's texts into locale/ and compile the Vietnamese ones."""

import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

CATALOGUE = Path("vi") / "LC_MESSAGES" / "django.po"
IGNORED = [".venv", "data", "tests", "build", "docs"]


class Command(BaseCommand):
    help = (
        "Collects texts marked for translation, takes Vietnamese from JSON files in the data folder's "
        "translations/ ({English: Vietnamese}) where there are any, and compiles. With --check it "
        "changes nothing and fails where a text has no Vietnamese or the catalogue is out of date."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if shutil.which("xgettext") is None:
            raise CommandError("xgettext is missing. Install it: apt-get install gettext")
        path = Path(settings.BASE_DIR) / "locale" / CATALOGUE
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        try:
            problems = self.collect(path, translations_dir=None if check else self.drop_folder())
            if check and entries_of(before) != entries_of(path.read_text(encoding="utf-8")):
                problems.append("The catalogue is out of date: run `make messages`.")
        finally:
            if check:
                path.write_text(before, encoding="utf-8")
        self.compile()
        for problem in problems:
            self.stderr.write(problem)
        if check and problems:
            raise CommandError("Vietnamese is incomplete.")

    def drop_folder(self) -> Path:
        return Path(settings.DATA_DIR) / "translations"

    def collect(self, path: Path, *, translations_dir: Path | None) -> list[str]:
        """Extract, fill in, save. Returns a sentence for each text without Vietnamese."""
        path.parent.mkdir(parents=True, exist_ok=True)
        call_command(
            "makemessages",
            locale=["vi"],
            ignore_patterns=IGNORED,
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
            verbosity=0,
            extensions=["html", "txt", "py", "js"],
        )
        catalogue = polib.pofile(str(path), wrapwidth=0)
        if translations_dir is not None:
            fill(catalogue, read_translations(translations_dir))
        for volatile in ("POT-Creation-Date", "PO-Revision-Date"):
            catalogue.metadata.pop(volatile, None)
        catalogue.metadata["Plural-Forms"] = "nplurals=1; plural=0;"
        catalogue.sort(key=lambda entry: (entry.msgctxt or "", entry.msgid))
        catalogue.save(str(path))
        missing = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
        return [f"No Vietnamese for: {entry.msgid}" for entry in missing]

    def compile(self) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted((Path(folder) / CATALOGUE).parent.glob("*.po")):
                polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))


def entries_of(text: str) -> set[tuple[str, str, str, str]]:
    """What matters of a catalogue, whatever its order and line breaks."""
    if not text:
        return set()
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgstr, str(entry.msgstr_plural))
        for entry in polib.pofile(text)
    }


def read_translations(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            found |= json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise CommandError(f"{file.name}: {error}") from error
    return found


def fill(catalogue: polib.POFile, translations: dict[str, Any]) -> None:
    """A dropped translation wins over the catalogue: it is the newer one."""
    for entry in catalogue:
        given = translations.get(entry.msgid)
        if given is None:
            continue
        if entry.msgid_plural:
            word = given["vi"] if isinstance(given, dict) else given
            entry.msgstr_plural = {0: word}
        else:
            entry.msgstr = given["vi"] if isinstance(given, dict) else given
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
