"""Course files (TOML): read, checked, and turned into what the pages hold. Writes nothing.

A mistake is told as file, lesson, screen and rule; all mistakes of all files come at once. The
rules of writing are those the editor's screen shows (`publishing`) and a few for files alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from courses import publishing
from courses.file_blocks import BLOCKS, block_value, unclosed_bold
from courses.models import CoursePage, LessonPage
from lms.accounts.models import Audience
from lms.core.errors import DomainError
from lms.core.vietnamese import nfc

FEWEST_SCREENS, FEWEST_SCAM_WARNINGS, FEWEST_DRAWINGS = 3, 2, 4
LAST_SCREEN_BEGINS = ("Giờ bạn có thể", "Giờ anh/chị có thể")

_COURSE: dict[str, Any] = {
    "code": str,
    "slug": str,
    "title": str,
    "outcome": str,
    "audiences": list,
    "minutes": int,
    "hours": (int, float),
    "prepare": list,
    "synonyms": list,
    "checked_on": date,
    "review_by": date,
    "source": list,
    "lesson": list,
}
_LESSON: dict[str, Any] = {
    "slug": str,
    "title": str,
    "minutes": int,
    "summary": str,
    "screen": list,
}
_SCREEN: dict[str, Any] = {"title": str, "block": list}
_SOURCE: dict[str, Any] = {"title": str}
_SOURCE_MAY: dict[str, Any] = {"note": str, "url": str, "ref": str, "accessed_on": date}


class ContentError(DomainError):
    """Files that cannot be loaded; `message` has one line a mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes), code="content.wrong_file")
        self.mistakes = mistakes


@dataclass(frozen=True)
class LessonFile:
    slug: str
    values: dict[str, Any]  # fields of LessonPage


@dataclass(frozen=True)
class CourseFile:
    slug: str
    values: dict[str, Any]  # fields of CoursePage
    lessons: tuple[LessonFile, ...]


def read_courses(folder: Path) -> list[CourseFile]:
    """The courses of all files in `folder` in the order they are offered; ContentError if anything is
    wrong."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise ContentError([_("%(folder)s: there is no course file here.") % {"folder": folder}])
    mistakes: list[str] = []
    courses: list[CourseFile] = []
    for path in paths:
        try:
            courses.append(_read(path))
        except ContentError as error:
            mistakes += [f"{path.name}: {mistake}" for mistake in error.mistakes]
    if mistakes:
        raise ContentError(mistakes)
    return sorted(courses, key=_place)


def _place(course: CourseFile) -> tuple[bool, str]:
    """What is for everybody is offered first."""
    return len(course.values["audiences"]) < len(Audience), course.values["code"]


def _read(path: Path) -> CourseFile:
    try:
        data = tomllib.loads(nfc(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError([_("not a readable TOML file: %(why)s") % {"why": error}]) from error
    _refuse(_shape_of_course(data))
    course = CourseFile(
        slug=data["slug"],
        values=_course_values(data),
        lessons=tuple(
            LessonFile(slug=lesson["slug"], values=_lesson_values(data["slug"], lesson))
            for lesson in data["lesson"]
        ),
    )
    _refuse(_rules_of_course(data, course))
    return course


def _refuse(mistakes: Iterator[str]) -> None:
    found = list(mistakes)
    if found:
        raise ContentError(found)


# --- shape: what must be there, and of which kind ---------------------------------------------


def _shape_of_course(data: dict[str, Any]) -> Iterator[str]:
    yield from _shape(data, _COURSE)
    for source in _tables(data, "source"):
        yield from _shape(source, _SOURCE, _SOURCE_MAY)
    for lesson in _tables(data, "lesson"):
        for mistake in _shape_of_lesson(lesson):
            yield _in_lesson(lesson, mistake)


def _shape_of_lesson(lesson: dict[str, Any]) -> Iterator[str]:
    yield from _shape(lesson, _LESSON)
    for number, screen in enumerate(_tables(lesson, "screen"), 1):
        for mistake in _shape_of_screen(screen):
            yield _on_screen(number, mistake)


def _shape_of_screen(screen: dict[str, Any]) -> Iterator[str]:
    yield from _shape(screen, _SCREEN)
    for block in _tables(screen, "block"):
        kind = block.get("type")
        if kind not in BLOCKS:
            yield _("there is no block “%(kind)s”") % {"kind": kind}
            continue
        yield from _shape(block, {"type": str} | BLOCKS[kind])
        if unclosed_bold(block):
            yield _("a ** is not closed in a block “%(kind)s”") % {"kind": kind}


def _shape(
    table: dict[str, Any], must: dict[str, Any], may: dict[str, Any] | None = None
) -> Iterator[str]:
    may = may or {}
    for key, kind in (must | may).items():
        if key in must and key not in table:
            yield _("“%(key)s” is missing") % {"key": key}
        elif key in table and (not isinstance(table[key], kind) or isinstance(table[key], bool)):
            yield _("“%(key)s” is of the wrong kind") % {"key": key}
    for key in table.keys() - must.keys() - may.keys():
        yield _("“%(key)s” is not known here") % {"key": key}


def _tables(table: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The sub-tables that have the right shape at all; the others are told by `_shape`."""
    value = table.get(key)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _in_lesson(lesson: dict[str, Any], mistake: str) -> str:
    return _("lesson “%(lesson)s”: %(mistake)s") % {
        "lesson": lesson.get("slug", "?"),
        "mistake": mistake,
    }


def _on_screen(number: int, mistake: str) -> str:
    return _("screen %(number)d: %(mistake)s") % {"number": number, "mistake": mistake}


# --- values: what the pages hold ---------------------------------------------------------------


def _course_values(data: dict[str, Any]) -> dict[str, Any]:
    plain = ("code", "title", "outcome", "audiences", "minutes", "hours", "checked_on", "review_by")
    return {key: data[key] for key in plain} | {
        "slug": data["slug"],
        "synonyms": "\n".join(data["synonyms"]),
        "prepare": [
            _stored("item", text, data["slug"], "prepare", n)
            for n, text in _counted(data["prepare"])
        ],
        "sources": [
            _stored("source", _source(source), data["slug"], "source", n)
            for n, source in _counted(data["source"])
        ],
    }


def _source(source: dict[str, Any]) -> dict[str, Any]:
    read_on = source.get("accessed_on")
    texts = {key: source.get(key, "") for key in ("title", "note", "url", "ref")}
    return texts | {"accessed_on": read_on.isoformat() if read_on else None}


def _lesson_values(course: str, lesson: dict[str, Any]) -> dict[str, Any]:
    screens = [
        _stored("screen", _screen(course, lesson, number, screen), course, lesson["slug"], number)
        for number, screen in _counted(lesson["screen"])
    ]
    plain = {key: lesson[key] for key in ("slug", "title", "minutes", "summary")}
    return plain | {"screens": screens}


def _screen(course: str, lesson: dict[str, Any], number: int, screen: dict[str, Any]) -> Any:
    place = (course, lesson["slug"], number)
    body = [
        _stored(block["type"], block_value(block), *place, n)
        for n, block in _counted(screen["block"])
    ]
    return {"title": screen["title"], "body": body}


def _stored(kind: str, value: Any, *place: object) -> dict[str, Any]:
    """A block as StreamField stores it. The id is made of the place, so the same file always gives
    the same page, and a second load has nothing to change."""
    return {
        "type": kind,
        "value": value,
        "id": str(uuid5(NAMESPACE_URL, "/".join(map(str, place)))),
    }


def _counted(items: list[Any]) -> Iterator[tuple[int, Any]]:
    return enumerate(items, 1)


# --- rules of writing ---------------------------------------------------------------------------


def _rules_of_course(data: dict[str, Any], course: CourseFile) -> Iterator[str]:
    yield from publishing.blockers(CoursePage(**course.values))
    for value in set(data["audiences"]) - set(Audience.values):
        yield _("there is no audience “%(value)s”") % {"value": value}
    kinds = [
        block["type"]
        for lesson in data["lesson"]
        for screen in lesson["screen"]
        for block in screen["block"]
    ]
    yield from _at_least(kinds.count("scam"), FEWEST_SCAM_WARNINGS, _("scam warnings"))
    yield from _at_least(kinds.count("drawing"), FEWEST_DRAWINGS, _("drawings"))
    slugs = [lesson["slug"] for lesson in data["lesson"]]
    for lesson, written in zip(data["lesson"], course.lessons, strict=True):
        if slugs.count(lesson["slug"]) > 1:
            yield _in_lesson(lesson, _("another lesson has this address"))
        for mistake in _rules_of_lesson(lesson, written):
            yield _in_lesson(lesson, mistake)


def _rules_of_lesson(lesson: dict[str, Any], written: LessonFile) -> Iterator[str]:
    for problem in publishing.problems(LessonPage(**written.values)):
        yield problem.sentence
    yield from _at_least(len(lesson["screen"]), FEWEST_SCREENS, _("screens"))
    last = lesson["screen"][-1] if lesson["screen"] else None
    if last and not last["title"].startswith(LAST_SCREEN_BEGINS):
        yield _("the title of the last screen must begin with “Giờ bạn có thể”")
    if last and "practice" not in [block["type"] for block in last["block"]]:
        yield _("the last screen needs something to practise")


def _at_least(count: int, fewest: int, what: str) -> Iterator[str]:
    if count < fewest:
        sentence = _("%(what)s: %(count)d, at least %(fewest)d needed")
        yield sentence % {"what": what, "count": count, "fewest": fewest}
