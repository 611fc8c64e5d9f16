"""Question files: one TOML file a course (quizzes/content/<course>.toml), read and judged whole."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lms.core.vietnamese import clean_text
from quizzes import authoring, questions
from quizzes.blueprint import category_path

FOLDER = Path(__file__).parent / "content"
_DATES = ("valid_from", "checked_on", "review_by")
_WORDS = ("category", "difficulty", "competence")  # beside "tags", a list of them
LONGEST_WORD = 120
_FACTS = {"id", "kind", "lesson", "source", "tags", *_DATES, *_WORDS}


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    code: str
    kind: str
    lesson: str  # slug
    source: str
    dates: dict[str, date | None]  # valid_from, checked_on, review_by
    content: dict[str, Any]
    words: dict[str, str]  # category, difficulty, competence; only those the file gives
    tags: list[str] | None  # None: the file says nothing of them


@dataclass(slots=True)
class BankFile:
    name: str
    course: str = ""
    pass_percent: int = 70
    questions: list[WrittenQuestion] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # each names the file and the question

    def blame(self, where: str, problem: object) -> None:
        self.problems.append(": ".join(filter(None, [self.name, where, str(problem)])))


def read_folder(folder: Path) -> list[BankFile]:
    """Every file of the folder, in the order of names."""
    return [read(path.name, path.read_bytes()) for path in sorted(folder.glob("*.toml"))]


def read(name: str, data: bytes) -> BankFile:
    file = BankFile(name)
    try:
        raw = tomllib.loads(data.decode())
    except ValueError as error:  # not UTF-8, or not TOML
        file.blame("", error)
        return file
    _read_head(file, raw)
    entries = raw.get("question")
    if not isinstance(entries, list) or not entries:
        file.blame("", _("there is no question"))
        return file
    for number, entry in enumerate(entries, start=1):
        _read_question(file, number, entry)
    for code in _repeated(question.code for question in file.questions):
        file.blame(code, _("this id is given twice"))
    return file


def _read_head(file: BankFile, raw: Mapping[str, Any]) -> None:
    file.course, file.pass_percent = raw.get("course", ""), raw.get("pass_percent", 70)
    if not isinstance(file.course, str) or not file.course:
        file.blame("", _("“course” is missing"))
    if not isinstance(file.pass_percent, int) or not 1 <= file.pass_percent <= 100:
        file.blame("", _("“pass_percent” must be a whole number from 1 to 100"))


def _read_question(file: BankFile, number: int, entry: Mapping[str, Any]) -> None:
    code = entry.get("id")
    where = (
        code if isinstance(code, str) and code else _("question %(number)s") % {"number": number}
    )
    problems = _problems_of_facts(entry)
    name = entry.get("kind")
    if not isinstance(name, str) or name not in questions.KINDS:
        problems.append(
            _("“kind” must be one of: %(kinds)s") % {"kinds": ", ".join(questions.KINDS)}
        )
    if problems:
        for problem in problems:
            file.blame(where, problem)
        return
    raw = {key: value for key, value in entry.items() if key not in _FACTS}
    content, problems = authoring.write(questions.kind_of(entry["kind"]), raw)
    for problem in problems:
        file.blame(where, problem)
    dates = {key: entry.get(key) for key in _DATES}
    source = entry.get("source", "")
    words = {key: category_path(clean_text(entry[key])) for key in _WORDS if key in entry}
    tags = [clean_text(tag) for tag in entry["tags"]] if "tags" in entry else None
    kind, lesson = entry["kind"], entry["lesson"]
    file.questions.append(WrittenQuestion(where, kind, lesson, source, dates, content, words, tags))


def _problems_of_facts(entry: Mapping[str, Any]) -> list[str]:
    missing = [key for key in ("id", "lesson") if not _is_text(entry.get(key))]
    problems = [_("“%(name)s” is missing") % {"name": key} for key in missing]
    if not isinstance(entry.get("source", ""), str):
        problems.append(_("“%(name)s” does not have the right form.") % {"name": "source"})
    for key in _WORDS:
        if not isinstance(entry.get(key, ""), str) or len(entry.get(key, "")) > LONGEST_WORD:
            problems.append(_("“%(name)s” does not have the right form.") % {"name": key})
    if not _is_list_of_texts(entry.get("tags", [])):
        problems.append(_("“%(name)s” does not have the right form.") % {"name": "tags"})
    if entry.get("difficulty", "easy") not in ("easy", "medium", "hard"):
        problems.append(_("“difficulty” must be easy, medium or hard"))
    for key in _DATES:
        if type(entry.get(key)) not in (date, type(None)):  # a datetime is a date, but not meant
            problems.append(_("“%(name)s” must be a date such as 2026-07-01") % {"name": key})
    return problems


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(word, str) and len(word) <= 60 for word in value
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _repeated(codes: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [code for code in codes if code in seen or seen.add(code)]  # type: ignore[func-returns-value]
