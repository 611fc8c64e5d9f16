"""Texts with gaps in Moodle: {1:SHORTANSWER:=right~%50%half#feedback} (“Embedded answers (Cloze)”)
and [[1]]. A gap of ours takes texts or one of a list; whatever needs more is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import RefusedError, decimal, exact
from quizzes.formats.plain import from_html

_TYPED = {"SHORTANSWER", "SA", "MW"}
_TYPED_EXACTLY = {"SHORTANSWER_C", "SAC", "MWC"}
_CHOSEN = {
    f"{name}{way}" for name in ("MULTICHOICE", "MC")
    for way in ("", "_V", "_H", "_S", "_VS", "_HS", "V", "H", "S", "VS", "HS")
}  # fmt: skip
_NUMBERS = {"NUMERICAL", "NM"}
_GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|[^}\\])*)\}", re.DOTALL)
_ESCAPED = re.compile(r"\\([}#~/\"\\=])")
_SIGNS = '}#~/"\\='
_HIDDEN = {sign: chr(0xE020 + number) for number, sign in enumerate(_SIGNS)}
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d*)?)%")
NUMBERED = re.compile(r"\[\[(\d+)\]\]")


def renumbered(text: str) -> tuple[list[int], str]:
    """The numbers of the gaps as they come, and the text with its gaps numbered 1, 2, 3 …"""
    numbers = [int(number) for number in NUMBERED.findall(text)]
    places = iter(range(1, len(numbers) + 1))
    return numbers, NUMBERED.sub(lambda _gap: f"[[{next(places)}]]", text)


def split(text: str) -> tuple[str, str]:
    """What stands above the first line with a gap asks; the rest is the text with gaps."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if NUMBERED.search(line)), 0)
    return "\n".join(lines[:first]) or _("Fill in the gaps."), "\n".join(lines[first:])


def gaps_of(html: str, note: Callable[[object], None]) -> tuple[list[dict[str, Any]], str]:
    """The gaps, and the text with [[1]], [[2]] … in their places."""
    gaps: list[dict[str, Any]] = []
    weights = set()

    def take(found: re.Match[str]) -> str:
        weights.add(found.group(1) or "1")
        gaps.append(_gap(found.group(2), found.group(3), note))
        return f"[[{len(gaps)}]]"

    text = _GAP.sub(take, html.replace("[[", "[ ["))
    if not gaps:
        raise RefusedError(_("The text has no gap."))
    if len(weights) > 1:
        note(_("All gaps count the same: their own points are not kept."))
    return gaps, text


def _gap(name: str, text: str, note: Callable[[object], None]) -> dict[str, Any]:
    answers = [_answer(part) for part in _parts(text)]
    if any(row["feedback"] for row in answers):
        note(_("Feedback to a single gap is not kept."))
    answers = [row for row in answers if row["text"] != "*" or row["weight"]]
    if any(row["weight"] not in (0, 1) for row in answers):
        raise RefusedError(_("A gap has an answer worth a part of the mark."))
    right = [row["text"] for row in answers if row["weight"] == 1]
    if not right or "*" in "".join(right):
        raise RefusedError(_("A gap has no plain right answer."))
    if name in _NUMBERS:
        return {"accept": [_number(value) for value in right], "fold": "exact"}
    if name in _CHOSEN:
        return {"accept": right, "options": [row["text"] for row in answers]}
    if name in _TYPED | _TYPED_EXACTLY:
        return {"accept": right, "fold": "exact" if name in _TYPED_EXACTLY else "case"}
    raise RefusedError(_("A gap of the type “%(name)s” cannot be imported.") % {"name": name})


def _parts(text: str) -> list[str]:
    hidden = _ESCAPED.sub(lambda found: _HIDDEN[found.group(1)], text)
    first, *rest = hidden.split("~")
    return [part for part in (first, *rest) if part.strip()]


def _answer(part: str) -> dict[str, Any]:
    text, _mark, feedback = part.strip().partition("#")
    weight, found = 0.0, _WEIGHT.match(text)
    if text.startswith("="):
        weight, text = 1.0, text[1:]
    elif found:
        weight, text = float(decimal(found.group(1)) / 100), text[found.end() :]
    shown = from_html(text.translate(_SHOWN), MediaBox())
    return {"text": shown, "weight": weight, "feedback": feedback.strip()}


def _number(text: str) -> str:
    value, _colon, tolerance = text.partition(":")
    if decimal(tolerance or "0"):
        raise RefusedError(_("A gap holds a number with a tolerance."))
    return exact(value)


def written(gap: Mapping[str, Any]) -> str:
    """A gap as Moodle writes it, for an HTML text."""
    accept = gap["accept"]
    if "options" in gap:
        marks = ["=" if text in accept else "~%0%" for text in gap["options"]]
        return _braces("MULTICHOICE", zip(marks, gap["options"], strict=True))
    name = "SHORTANSWER_C" if gap.get("fold") == "exact" else "SHORTANSWER"
    if any("*" in text for text in accept):
        raise RefusedError(_("A gap has no plain right answer."))
    return _braces(name, [("=", text) for text in accept])


def _braces(name: str, answers: Any) -> str:
    parts = [f"{mark}{_escaped(text)}" for mark, text in answers]
    listed = "~".join(part.removeprefix("~") for part in parts)
    return f"{{1:{name}:{listed}}}"


def _escaped(text: str) -> str:
    return re.sub(r"[}#~/\"\\=]", lambda sign: f"\\{sign.group()}", escape(text, quote=False))
