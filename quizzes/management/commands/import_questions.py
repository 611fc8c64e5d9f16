"""Questions of other systems into the bank; see docs/formats.md."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.models import CoursePage, LessonPage
from lms.core import periods
from quizzes import formats
from quizzes.formats import Problem, Reading
from quizzes.import_plan import plan_import
from quizzes.services.importing import import_questions


class Command(BaseCommand):
    help = (
        "Reads a file of questions, prints them in the neutral form with every problem by line or "
        "row, and stores them: all or none. Without --course they go, out of use, to the first "
        "course and its first lesson, for an editor to place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=[*formats.FORMATS], help="guessed if absent")
        parser.add_argument("--course", default="", help="slug")
        parser.add_argument("--lesson", default="", help="slug; the first lesson if absent")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = _read(options["file"], options["format"] or "")
        target = None
        if options["course"] or not options["dry_run"]:
            target = _target(options["course"], options["lesson"])
            plan = plan_import(reading, *target)
            reading.problems = plan.problems
        self._print(reading, as_json=options["json"])
        if options["dry_run"] or target is None:
            return
        if reading.problems:
            raise CommandError(_("Nothing was imported: mend what is named above."))
        self._store(reading, *target, in_use=bool(options["course"]))

    def _store(
        self, reading: Reading, course: CoursePage, lesson: LessonPage, *, in_use: bool
    ) -> None:
        report = import_questions(
            reading=reading, course=course, lesson=lesson, at=periods.now(), in_use=in_use
        )
        self.stderr.write(
            _("Questions in “%(course)s”: %(added)s added, %(changed)s changed, %(kept)s kept.")
            % {
                "course": course.title,
                "added": report.added,
                "changed": report.changed,
                "kept": report.kept,
            }
        )

    def _print(self, reading: Reading, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(reading.document(), ensure_ascii=False, indent=1))
            return
        for place, question in zip(reading.places, reading.questions, strict=True):
            self.stdout.write(
                f"{_where(reading, place)}: {json.dumps(question, ensure_ascii=False)}"
            )
        for problem in reading.problems:
            self._say(reading, problem)
        for note in reading.notes:
            self._say(reading, note)

    def _say(self, reading: Reading, problem: Problem) -> None:
        self.stderr.write(f"{_where(reading, problem.place)}: {problem.message}")


def _where(reading: Reading, place: int) -> str:
    text = _("row %(number)s") if reading.unit == "row" else _("line %(number)s")
    return text % {"number": place}


def _read(path: Path, format: str) -> Reading:
    try:
        with path.open("rb") as file:
            data = file.read(formats.MOST_BYTES + 1)  # one too many is refused for its size
    except OSError as error:
        raise CommandError(_("There is no file %(path)s") % {"path": path}) from error
    return formats.read(data, format, name=path.name)


def _target(course_slug: str, lesson_slug: str) -> tuple[CoursePage, LessonPage]:
    courses = CoursePage.objects.order_by("position", "path")
    course = (courses.filter(slug=course_slug) if course_slug else courses).first()
    if course is None:
        raise CommandError(_("There is no course “%(slug)s”.") % {"slug": course_slug})
    lessons = LessonPage.objects.child_of(course).order_by("path")
    lesson = (lessons.filter(slug=lesson_slug) if lesson_slug else lessons).first()
    if lesson is None:
        raise CommandError(_("the course has no lesson “%(slug)s”") % {"slug": lesson_slug})
    return course, lesson
