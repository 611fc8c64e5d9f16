"""A row of the template as a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from lms.core.vietnamese import clean_text, fold
from quizzes.formats import schemes
from quizzes.formats.moodle_cloze import NUMBERED
from quizzes.formats.neutral import Question, RefusedError, decimal, exact
from quizzes.formats.xlsx.columns import CHOICE, FALSE, HEADS, KINDS, LETTERS, LISTS, PAIR, TRUE

_WEIGHT = re.compile(r"([A-J])\s*=\s*(-?\d+(?:[.,]\d+)?)\s*%")
_TRUE, _FALSE = {fold(TRUE), "true", "d"}, {fold(FALSE), "false", "s"}


class Row:
    """The texts of a row by the names of the columns."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    def wrong(self, name: str, problem: str) -> RefusedError:
        head = HEADS.get(name, name)
        return RefusedError(
            _("column “%(name)s”: %(problem)s") % {"name": head, "problem": problem}
        )

    def chosen(self, name: str) -> str:
        """What a cell with a list of words means, "" if it is empty."""
        text = self.get(name)
        if not text:
            return ""
        meant = {fold(word): value for value, word in LISTS[name].items()}
        if fold(text) not in meant:
            known = ", ".join(LISTS[name].values())
            raise self.wrong(name, _("choose one of: %(words)s") % {"words": known})
        return meant[fold(text)]

    def number(self, name: str) -> str:
        """Digits with a dot or a comma before decimals; no signs between thousands."""
        text = self.get(name).replace("−", "-")
        try:
            return exact(text.replace(",", ".")) if text else ""
        except RefusedError as refused:
            raise self.wrong(name, str(refused)) from refused

    def whole(self, name: str) -> int | None:
        text = self.number(name)
        if text and not text.isdecimal():
            raise self.wrong(name, _("write a whole number"))
        return int(text) if text else None

    def letters(self, name: str) -> list[str]:
        """Letters of options that are there."""
        found = [word for word in re.split(r"[\s,;]+", self.get(name).upper()) if word]
        for letter in found:
            if letter not in self.options():
                raise self.wrong(name, _("there is no option “%(letter)s”") % {"letter": letter})
        return found

    def options(self) -> dict[str, str]:
        return {letter: self.get(f"option {letter}") for letter in LETTERS
                if self.get(f"option {letter}")}  # fmt: skip

    def weights(self) -> dict[str, float]:
        text = self.get("weight")
        found = {letter: number.replace(",", ".") for letter, number in _WEIGHT.findall(text)}
        rest = _WEIGHT.sub("", text).strip(" ;,\n")
        if rest or not set(found) <= set(self.options()):
            raise self.wrong("weight", _("write weights as: A=50%; C=50%"))
        weights = {letter: float(decimal(number) / 100) for letter, number in found.items()}
        if any(abs(weight) > 1 for weight in weights.values()):
            raise self.wrong("weight", _("write weights as: A=50%; C=50%"))
        return weights

    def bits(self, name: str, sign: str) -> list[str]:
        return [bit.strip() for bit in self.get(name).split(sign) if bit.strip()]


def question_of(row: Row) -> Question:
    kind = row.chosen("kind")
    if not kind:
        raise row.wrong(
            "kind", _("choose one of: %(words)s") % {"words": ", ".join(KINDS.values())}
        )
    if not row.get("stem"):
        raise row.wrong("stem", _("is empty"))
    names = ("code", "title", "stem", "explanation", "lesson", "category", "competence", "source")
    facts: dict[str, Any] = {name: row.get(name) for name in names}
    facts["difficulty"] = row.chosen("difficulty")
    facts["tags"] = row.bits("tags", ",")
    question = {"kind": kind} | facts | _KINDS[kind](row)
    scheme = clean_text(row.get("scheme"))
    return question | ({"scheme": scheme} if scheme else {})


def _choice(row: Row) -> Question:
    right, weights, pinned = row.letters("answer"), row.weights(), row.letters("pin")
    kind = row.chosen("kind")
    if not right and not weights:
        raise row.wrong("answer", _("is empty"))
    if kind == "single" and len(right) > 1:
        raise row.wrong("answer", _("one choice has one right option"))
    options = []
    for letter, text in row.options().items():
        worth: dict[str, Any] = {"correct": letter in right}
        if letter in weights:
            worth |= schemes.option_worth(kind, weights[letter])
        said = {"feedback": row.get(f"feedback {letter}"), "pin": letter in pinned}
        options.append({"text": text} | worth | said)
    if len(options) < 2:
        raise row.wrong("option A", _("The question has fewer than two options."))
    return schemes.weighted(kind, {"options": options})


def _true_false(row: Row) -> Question:
    answer = fold(row.get("answer"))
    if answer not in _TRUE | _FALSE:
        raise row.wrong("answer", _("choose one of: %(words)s") % {"words": f"{TRUE}, {FALSE}"})
    said = {"true": row.get("feedback A"), "false": row.get("feedback B")}
    return {"answer": answer in _TRUE, "feedback": said}


def _matching(row: Row) -> Question:
    pairs, extra = [], []
    for letter, text in row.options().items():
        left, sign, right = (bit.strip() for bit in text.partition(PAIR))
        if not sign or not right:
            raise row.wrong(f"option {letter}", _("write a pair as: left => right"))
        if left:
            pairs.append({"left": left, "right": right})
        else:
            extra.append(right)
    if not pairs:
        raise row.wrong("option A", _("write a pair as: left => right"))
    return {"pairs": pairs, "extra": extra}


def _ordering(row: Row) -> Question:
    items = [{"text": text} for text in row.options().values()]
    if len(items) < 2:
        raise row.wrong("option A", _("write two items or more"))
    return {"items": items}


def _gap_text(row: Row) -> Question:
    numbers = [int(number) for number in NUMBERED.findall(row.get("text"))]
    if not numbers or numbers != list(range(1, len(numbers) + 1)):
        raise row.wrong("text", _("write [[1]], [[2]] … where the gaps are"))
    if list(row.options()) != list(LETTERS[: len(numbers)]):
        raise row.wrong("option A", _("write the answers of every gap: A for [[1]], B for [[2]]"))
    level = row.chosen("fold")
    return {"text": row.get("text"), "gaps": [_gap(row, letter, level) for letter in row.options()]}


def _gap(row: Row, letter: str, level: str) -> dict[str, Any]:
    text = row.options()[letter]
    is_list = fold(text).startswith(fold(CHOICE))
    bits = [b.strip() for b in (text[len(CHOICE) :] if is_list else text).split("|") if b.strip()]
    if not is_list:
        return {"accept": bits, "fold": level}
    right = [bit[1:].strip() for bit in bits if bit.startswith("*")]
    if not right:
        raise row.wrong(f"option {letter}", _("put a star before the right one: *7 | 15"))
    return {"accept": right, "options": [bit.removeprefix("*").strip() for bit in bits]}


def _number(row: Row) -> Question:
    answer, tolerance = row.number("answer"), row.number("tolerance")
    if not answer:
        raise row.wrong("answer", _("is empty"))
    if tolerance.startswith("-"):
        raise row.wrong("tolerance", _("A tolerance must be 0 or more."))
    return {"answer": answer, "tolerance": tolerance or "0", "unit": row.get("unit")}


def _short_text(row: Row) -> Question:
    level = {"fold": row.chosen("fold"), "deny": row.bits("deny", "|")}
    texts, weights = row.options(), row.weights()
    said = {letter: row.get(f"feedback {letter}") for letter in texts}
    if not texts:
        accept = row.bits("answer", "|")
        if not accept:
            raise row.wrong("option A", _("is empty"))
        return level | {"accept": accept}
    if not weights and not any(said.values()):
        return level | {"accept": list(texts.values())}
    answers = [
        {"text": text, "weight": weights.get(letter, 1), "feedback": said[letter]}
        for letter, text in texts.items()
    ]
    return level | {"answers": answers, "scheme": "moodle.short_text"}


def _open_answer(row: Row) -> Question:
    return {"rubric": row.get("rubric"), "max_words": row.whole("max_words")}


def _file_answer(row: Row) -> Question:
    types = [bit.lower() for bit in row.bits("types", ",")]
    return {"rubric": row.get("rubric"), "types": types, "max_mb": row.whole("max_mb")}


def _survey_scale(row: Row) -> Question:
    levels = list(row.options().values())
    if len(levels) < 2:
        raise row.wrong("option A", _("write two levels or more"))
    return {"levels": levels}


_KINDS: Mapping[str, Callable[[Row], Question]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "gap_text": _gap_text,
    "number": _number,
    "short_text": _short_text,
    "open_answer": _open_answer,
    "file_answer": _file_answer,
    "survey_scale": _survey_scale,
}
