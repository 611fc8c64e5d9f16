"""Aiken, the plainest format of Moodle (docs.moodle.org, “Aiken format”): a question on one line,
options that begin with a capital letter and a dot or a bracket, then “ANSWER: B”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quizzes.formats import writing
from quizzes.formats.neutral import Question, Reading, RefusedError, Written
from quizzes.formats.texts import decode

_OPTION = re.compile(r"([A-Z])[.)]\s*(.*)")
_ANSWER = re.compile(r"ANSWER:\s*(.*)")
_FIRST = ord("A")


@dataclass(slots=True)
class _Open:
    """The question being read."""

    line: int
    stem: str
    options: list[tuple[str, str]] = field(default_factory=list)  # letter, text


def read(data: bytes) -> Reading:
    reading, current = Reading(), None
    number = 0
    for number, line in enumerate(decode(data).split("\n"), start=1):
        if line.strip():
            current = _line(reading, current, number, line.strip())
    if current is not None:
        reading.blame(current.line, _("The question has no line “ANSWER:”."))
    return reading


def _line(reading: Reading, current: _Open | None, number: int, line: str) -> _Open | None:
    answer, option = _ANSWER.match(line), _OPTION.match(line)
    if (answer or option) and current is None:
        reading.blame(number, _("This line belongs to no question."))
        return None
    if answer and current:
        reading.attempt(number, lambda: _closed(current, answer.group(1).strip()))
        return None
    if option and current:
        current.options.append((option.group(1), option.group(2)))
        return current
    if current is not None:
        reading.blame(current.line, _not_closed(current))
    return _Open(number, line)


def _not_closed(current: _Open) -> str:
    if current.options:
        return _("The question has no line “ANSWER:”.")
    return _("The question has no options under it. It must be on one line.")


def _closed(current: _Open, answer: str) -> Question:
    letters = [letter for letter, _text in current.options]
    if len(letters) < 2:
        raise RefusedError(_("The question has fewer than two options."))
    if letters != [chr(_FIRST + place) for place in range(len(letters))]:
        raise RefusedError(_("The letters of the options are not A, B, C … in order."))
    if answer[:1] not in letters or answer[1:].strip(". )"):
        raise RefusedError(
            _("The answer “%(answer)s” is none of the options.") % {"answer": answer[:20]}
        )
    options = [{"text": text, "correct": letter == answer[:1]} for letter, text in current.options]
    return {"kind": "single", "stem": current.stem, "options": options}


def write(questions: list[Question]) -> Written:
    written = Written(extension="txt")
    parts = writing.each(written, questions, _question)
    written.data = "\n\n".join(text for _question, text in parts).encode() + b"\n"
    return written


def _question(question: Question) -> str:
    writing.refuse_media(question)
    right = [bool(option.get("correct")) for option in question.get("options", [])]
    if question["kind"] != "single":
        raise writing.refuse_kind(question)
    if right.count(True) != 1 or not 2 <= len(right) <= 26:
        raise RefusedError(_("Aiken needs 2 to 26 options, exactly one of them right."))
    stem = _one_line(question["stem"])
    if _OPTION.match(stem) or _ANSWER.match(stem):
        raise RefusedError(_("The question begins like an option or an answer."))
    lines = [
        f"{chr(_FIRST + n)}. {_one_line(o['text'])}" for n, o in enumerate(question["options"])
    ]
    return "\n".join([stem, *lines, f"ANSWER: {chr(_FIRST + right.index(True))}"])


def _one_line(text: str) -> str:
    return " ".join(text.split())
