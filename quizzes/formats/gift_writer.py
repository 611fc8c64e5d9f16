"""Writing GIFT: a comment with id, tags and settings above each question, a category wherever it
changes. Only signs that would be taken for markup are escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from quizzes.formats import schemes, writing
from quizzes.formats.neutral import Question, RefusedError, Written, exact
from quizzes.formats.plain import looks_marked_up

_ESCAPED = re.compile(r"[\\:#={}~]")
_MARKED = re.compile(r"\s*\[\w+\]")


def write(questions: list[Question]) -> Written:
    written, lines, category = Written(extension="txt"), [], ""
    for question, text in writing.each(written, questions, _question):
        if question.get("category", "") != category:
            category = question.get("category", "")
            lines.append(f"$CATEGORY: $course$/top/{category}")
        lines.append(text)
    written.data = "".join(f"{line}\n\n" for line in lines).encode()
    return written


def _question(question: Question) -> str:
    writing.refuse_media(question)
    write_answers = _ANSWERS.get(question["kind"])
    if write_answers is None:
        raise writing.refuse_kind(question)
    title = f"::{_escaped(question['title'])}::" if question.get("title") else ""
    answers = "\n".join(write_answers(question))
    general = f"\n####{_text(question['explanation'])}" if question.get("explanation") else ""
    stem = _text(question["stem"])
    stem = f"[moodle]{stem}" if stem.startswith("//") and not title else stem
    return f"{_comment(question)}{title}{stem} {{{answers}{general}\n}}"


def _comment(question: Mapping[str, Any]) -> str:
    marks = [("id", question["code"])] if question.get("code") else []
    marks += [("tag", tag) for tag in question.get("tags", [])]
    marks += [(f"set:{name}=", text) for name, text in schemes.settings_of(question).items()]
    written = (
        f"[{name}{'' if name.endswith('=') else ':'}{text.replace(']', chr(92) + ']')}]"
        for name, text in marks
    )
    return f"// {' '.join(written)}\n"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda sign: f"\\{sign.group()}", text).replace("\n", "\\n")


def _text(text: str) -> str:
    """A text that is read for markup: said to be plain where it looks like some."""
    is_plain = looks_marked_up(text) or _MARKED.match(text)
    return f"[plain]{_escaped(text)}" if is_plain else _escaped(text)


def _feedback(row: Mapping[str, Any]) -> str:
    return f" #{_text(row['feedback'])}" if row.get("feedback") else ""


def _percent(weight: float) -> str:
    return f"%{exact(round(weight * 100, 5))}%"


def _choice(question: Question) -> list[str]:
    weights = schemes.shares(question)
    is_single = question["kind"] == "single"
    if is_single and (1 not in weights or set(weights) == {1}):
        raise RefusedError(_("One choice needs an option that is right and one that is not."))
    lines = [""]
    for option, weight in zip(question["options"], weights, strict=True):
        sign = "=" if is_single and weight == 1 else f"~{_percent(weight) if weight else ''}"
        text = _text(option["text"])
        sign += "%0%" if sign == "~" and text.startswith("%") else ""
        lines.append(f"\t{sign}{text}{_feedback(option)}")
    return lines


def _true_false(question: Question) -> list[str]:
    is_true = bool(question["answer"])
    feedback = question.get("feedback", {})
    wrong, right = (feedback.get(str(value).lower(), "") for value in (not is_true, is_true))
    said = f"#{_text(wrong)}#{_text(right)}" if wrong or right else ""
    return [f"{'TRUE' if is_true else 'FALSE'}{said.rstrip('#') if not right else said}"]


def _short_text(question: Question) -> list[str]:
    lines = [""]
    for row in schemes.as_answers(question):
        if "->" in row["text"]:
            raise RefusedError(_("An answer with “->” would be taken for matching."))
        mark = "[plain]" if _MARKED.match(row["text"]) else ""
        weight = _percent(row.get("weight", 1))
        lines.append(f"\t={weight}{mark}{_escaped(row['text'])}{_feedback(row)}")
    return lines


def _number(question: Question) -> list[str]:
    if question.get("unit") or question.get("units"):
        raise RefusedError(_("This format has no units."))
    lines = ["#"]
    for row in schemes.as_values(question):
        value = (
            row["value"] if row["value"] == "*" else f"{row['value']}:{row.get('tolerance', '0')}"
        )
        lines.append(f"\t={_percent(row.get('weight', 1))}{value}{_feedback(row)}")
    return lines


def _matching(question: Question) -> list[str]:
    if any("->" in pair["left"] for pair in question["pairs"]):
        raise RefusedError(_("A left side with “->” cannot be written."))
    if len(question["pairs"]) + len(question.get("extra", [])) < 2:
        raise RefusedError(_("Matching needs two answers or more."))
    pairs = [f"\t={_text(pair['left'])} -> {_right(pair['right'])}" for pair in question["pairs"]]
    return ["", *pairs, *(f"\t= -> {_right(text)}" for text in question.get("extra", []))]


def _right(text: str) -> str:
    return f"[plain]{_escaped(text)}" if _MARKED.match(text) else _escaped(text)


_ANSWERS: dict[str, Callable[[Question], list[str]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _matching,
    "open_answer": lambda question: [""],
}
