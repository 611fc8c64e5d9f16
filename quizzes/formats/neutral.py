"""The neutral form of questions that files are read into and written from (docs/formats.md).

A question is a plain dict: its kind, what an author wrote, and media beside it. All texts are plain
text in NFC with their line breaks (no empty lines). What a reader returns has gone through `tidy`,
so the same question gives the same dict whatever file it came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from lms.core.vietnamese import clean_lines, clean_text

Question = dict[str, Any]

ORDER = (
    "kind", "code", "title", "lesson", "source", "category", "tags", "difficulty", "competence",
    "scheme", "stem", "text", "answer", "tolerance", "unit", "units", "unit_penalty", "options",
    "pairs", "extra", "items", "targets", "gaps", "accept", "answers", "deny", "fold", "image",
    "regions", "levels", "rubric", "max_words", "types", "max_mb", "feedback", "explanation",
    "media",
)  # fmt: skip
ONE_LINE = {"code", "title", "lesson", "source", "category", "competence", "unit", "name"}
EXACT = {"answer", "tolerance", "value", "factor"}  # numbers kept in the digits they came in
KEPT_AS_IS = {"data", "kind", "place", "type", "shape"}
LONGEST_NUMBER = 40  # digits, or places of the exponent


class RefusedError(Exception):
    """A question (or, raised outside one, the whole file) cannot be read. `place`: line or row."""

    def __init__(self, message: object, place: int = 0) -> None:
        super().__init__(str(message))
        self.place = place


@dataclass(frozen=True, slots=True)
class Problem:
    place: int  # line or row, from 1
    message: str


@dataclass(slots=True)
class Reading:
    """A file as read. `places`: where each question begins. Problems block, notes only tell."""

    unit: str = "line"  # what places count: "line" or "row"
    questions: list[Question] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def add(self, question: Question, place: int) -> None:
        self.questions.append(complete(tidy(question)))
        self.places.append(place)

    def blame(self, place: int, message: object) -> None:
        self.problems.append(Problem(place, str(message)))

    def note(self, place: int, message: object) -> None:
        self.notes.append(Problem(place, str(message)))

    def attempt(self, place: int, make: Callable[[], Question]) -> None:
        """Add what `make` returns; what it refuses becomes a problem of this place."""
        try:
            self.add(make(), place)
        except RefusedError as refused:
            self.blame(refused.place or place, refused)

    def document(self) -> dict[str, Any]:
        """{"questions", "problems", "notes"}: what `import_questions --json` prints."""
        return {
            "questions": self.questions,
            "problems": [{self.unit: p.place, "message": p.message} for p in self.problems],
            "notes": [{self.unit: n.place, "message": n.message} for n in self.notes],
        }


@dataclass(slots=True)
class Written:
    """A file as written, and what it does not hold: `problems` name questions left out whole,
    `notes` what of a question the format cannot say. Places count questions from 1."""

    data: bytes = b""
    extension: str = "txt"
    content_type: str = "text/plain; charset=utf-8"
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)  # places of the questions that are in it


def tidy(question: Mapping[str, Any]) -> Question:
    """The one way to write this question: known order of fields, clean texts, nothing empty."""
    known = {name: question[name] for name in ORDER if name in question}
    rest = {name: value for name, value in question.items() if name not in known}
    return _tidy_dict(known | rest)


def _tidy_dict(row: Mapping[str, Any]) -> dict[str, Any]:
    tidied = {str(name): _tidy(str(name), value) for name, value in row.items()}
    needed = {"answer"} if tidied.get("kind") == "true_false" else set()
    return {
        name: value
        for name, value in tidied.items()
        if name in needed or (value not in (None, "", [], {}) and value is not False)
    }


def _tidy(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return _tidy_dict(value)
    if isinstance(value, list | tuple):
        return [cell for cell in (_tidy(name, cell) for cell in value) if cell not in ("", None)]
    if isinstance(value, bool) or value is None or name in KEPT_AS_IS:
        return value
    if name == "weight":
        return as_weight(value)
    if name in EXACT and name != "answer" and value != "*":
        return exact(value)
    if name == "answer" and isinstance(value, int | float | Decimal):
        return exact(value)
    if isinstance(value, str):
        return clean_text(value) if name in ONE_LINE else _lines(value)
    return value


def _lines(text: str) -> str:
    return "\n".join(line for line in clean_lines(text).split("\n") if line)


_NEEDED_IN_ROWS = {
    "options": ("text",),
    "pairs": ("left", "right"),
    "items": ("text",),
    "gaps": ("accept",),
    "regions": ("label", "shape", "coords"),
}
_NEEDED = {
    "single": ("options",),
    "multiple": ("options",),
    "image_choice": ("options",),
    "true_false": ("answer",),
    "matching": ("pairs",),
    "ordering": ("items",),
    "gap_text": ("text", "gaps"),
    "hotspot": ("image", "regions"),
    "survey_scale": ("levels",),
}


def complete(question: Question) -> Question:
    """The question as it is; RefusedError if a part without which it asks nothing is missing."""
    if not question.get("stem"):
        raise RefusedError(_("The question has no text."))
    names = _NEEDED.get(str(question.get("kind")), ())
    rows = [(row, need) for name, need in _NEEDED_IN_ROWS.items() for row in question.get(name, [])]
    if any(name not in question for name in names) or any(
        name not in row for row, need in rows for name in need
    ):
        raise RefusedError(_("An answer is missing or empty."))
    if question["kind"] in ("short_text", "number"):
        _check_answers(question)
    return question


def _check_answers(question: Question) -> None:
    """Of what is typed there is one right answer, or several of them."""
    is_text = question["kind"] == "short_text"
    alone, of_row = ("accept", "text") if is_text else ("answer", "value")
    answers = question.get("answers", [])
    if alone not in question and not answers:
        raise RefusedError(_("An answer is missing or empty."))
    if any(of_row not in row for row in answers):
        raise RefusedError(_("An answer is missing or empty."))


def as_weight(value: object) -> float:
    """From -1 to 1 with at most 7 decimals, as Moodle keeps fractions."""
    weight = round(float(decimal(value)), 7)
    return int(weight) if weight == int(weight) else weight


def decimal(value: object) -> Decimal:
    """A finite number written with a dot; RefusedError otherwise."""
    text = clean_text(str(value))
    try:
        number = Decimal(text) if len(text) <= LONGEST_NUMBER else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
        raise RefusedError(_("“%(text)s” is not a number.") % {"text": text[:LONGEST_NUMBER]})
    return number


def exact(value: object) -> str:
    """A number in plain digits, without zeros that say nothing: "7", "3.1415", "-0.5"."""
    number = decimal(value)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def identity(question: Mapping[str, Any]) -> str:
    """The same for two questions that ask and accept the same, whatever their names and labels."""
    facts = {"code", "title", "lesson", "source", "category", "tags", "difficulty", "competence"}
    asked = {name: value for name, value in question.items() if name not in facts}
    return sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def short(text: str, length: int = 60) -> str:
    """The beginning of a text, to name a question by."""
    line = clean_text(text)
    return line if len(line) <= length else f"{line[:length].rstrip()}…"
