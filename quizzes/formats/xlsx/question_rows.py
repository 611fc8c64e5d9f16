"""A question as a row of the template: texts by the names of the columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from quizzes.formats import writing
from quizzes.formats.neutral import Question, RefusedError, exact
from quizzes.formats.xlsx.columns import (
    CHOICE,
    DIFFICULTIES,
    FALSE,
    FOLDS,
    KINDS,
    LETTERS,
    PAIR,
    TRUE,
)

_LONGEST_CELL = 32_000
_FACTS = ("code", "title", "stem", "explanation", "lesson", "category", "competence", "source",
          "scheme")  # fmt: skip


def row_of(question: Question) -> dict[str, str]:
    writing.refuse_media(question)
    write = _KINDS.get(question["kind"])
    if write is None:
        raise writing.refuse_kind(question)
    row = {name: str(question.get(name, "")) for name in _FACTS}
    row["kind"] = KINDS[question["kind"]]
    row["tags"] = ", ".join(question.get("tags", []))
    row["difficulty"] = DIFFICULTIES.get(question.get("difficulty", ""), "")
    row |= write(question)
    if any(len(text) > _LONGEST_CELL for text in row.values()):
        raise RefusedError(_("A text is too long for a cell."))
    return row


def _cells(name: str, texts: Sequence[str]) -> dict[str, str]:
    if len(texts) > len(LETTERS):
        raise RefusedError(
            _("The template has room for %(count)s options.") % {"count": len(LETTERS)}
        )
    return {f"{name} {letter}": text for letter, text in zip(LETTERS, texts, strict=False)}


def _choice(question: Question) -> dict[str, str]:
    options = question["options"]
    row = _cells("option", [option["text"] for option in options])
    row |= _cells("feedback", [option.get("feedback", "") for option in options])
    lettered = list(zip(LETTERS, options, strict=False))
    row["answer"] = ", ".join(letter for letter, option in lettered if option.get("correct"))
    row["pin"] = ", ".join(letter for letter, option in lettered if option.get("pin"))
    row["weight"] = _weights([option.get("weight") for option in options])
    return row


def _weights(weights: Sequence[float | None]) -> str:
    return "; ".join(
        f"{letter}={exact(round(weight * 100, 5))}%"
        for letter, weight in zip(LETTERS, weights, strict=False)
        if weight is not None
    )


def _true_false(question: Question) -> dict[str, str]:
    said = question.get("feedback", {})
    texts = _cells("feedback", [said.get("true", ""), said.get("false", "")])
    return texts | {"answer": TRUE if question["answer"] else FALSE}


def _matching(question: Question) -> dict[str, str]:
    if any(PAIR in pair["left"] for pair in question["pairs"]):
        raise RefusedError(_("A left side with “=>” cannot be written."))
    pairs = [f"{pair['left']} {PAIR} {pair['right']}" for pair in question["pairs"]]
    return _cells("option", [*pairs, *(f"{PAIR} {text}" for text in question.get("extra", []))])


def _ordering(question: Question) -> dict[str, str]:
    return _cells("option", [item["text"] for item in question["items"]])


def _gap_text(question: Question) -> dict[str, str]:
    gaps = question["gaps"]
    levels = {gap["fold"] for gap in gaps if "fold" in gap}
    level = FOLDS[levels.pop()] if len(levels) == 1 else ""
    cells = _cells("option", [_gap(gap) for gap in gaps])
    return cells | {"text": question["text"], "fold": level}


def _gap(gap: Mapping[str, Any]) -> str:
    texts = gap.get("options", gap["accept"])
    if any("|" in text or text.startswith(("*", CHOICE)) for text in texts):
        raise RefusedError(_("An answer of a gap holds | or begins with *."))
    if "options" not in gap:
        return " | ".join(texts)
    return f"{CHOICE} " + " | ".join(f"*{t}" if t in gap["accept"] else t for t in texts)


def _number(question: Question) -> dict[str, str]:
    if "answers" in question or question.get("units"):
        raise RefusedError(_("The template has one right number and one unit."))
    return {name: str(question.get(name, "")) for name in ("answer", "tolerance", "unit")}


def _short_text(question: Question) -> dict[str, str]:
    if any("|" in text for text in question.get("deny", [])):
        raise RefusedError(_("A text that is never right holds |."))
    row = {
        "fold": FOLDS.get(question.get("fold", ""), ""),
        "deny": " | ".join(question.get("deny", [])),
    }
    if "answers" not in question:
        return row | _cells("option", question["accept"])
    answers = question["answers"]
    row |= _cells("option", [answer["text"] for answer in answers])
    row |= _cells("feedback", [answer.get("feedback", "") for answer in answers])
    return row | {"weight": _weights([answer.get("weight", 1) for answer in answers])}


def _by_person(question: Question) -> dict[str, str]:
    row = {name: str(question.get(name, "")) for name in ("rubric", "max_words", "max_mb")}
    return row | {"types": ", ".join(question.get("types", []))}


def _survey_scale(question: Question) -> dict[str, str]:
    return _cells("option", question["levels"])


_KINDS: Mapping[str, Callable[[Question], dict[str, str]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "gap_text": _gap_text,
    "number": _number,
    "short_text": _short_text,
    "open_answer": _by_person,
    "file_answer": _by_person,
    "survey_scale": _survey_scale,
}
