"""Weights and answers of other systems in our form, and the marking scheme that honours them.

Weights belong to Moodle's schemes and to QTI's map_response; every other scheme looks only at what
is right. So a question without weights keeps none, and its kind's own scheme marks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.formats.neutral import Question, as_weight

MAP_RESPONSE = "qti.map_response"
_BY_WEIGHT = {
    "single": "moodle.single",
    "multiple": "moodle.multiple",
    "image_choice": "moodle.single",
    "short_text": "moodle.short_text",
    "number": "moodle.number",
}
_STAR = re.compile(r"(?<!\\)\*")
SETTINGS = ("scheme", "fold", "difficulty", "competence", "lesson", "source")
"""What of a question other systems have no field for: written where they do not look."""


def option_worth(kind: str, weight: float) -> dict[str, Any]:
    """What an option says of its weight. Of several choices whatever is worth something is right;
    of one only the full weight is."""
    weight = as_weight(weight)
    if kind == "multiple":
        right = {"correct": True} if weight > 0 else {}
        return right | ({"weight": weight} if weight else {})
    return {"correct": True} if weight == 1 else ({"weight": weight} if weight else {})


def weighted(kind: str, question: Question) -> Question:
    """With the scheme its weights need, if it has any."""
    has_weights = any("weight" in option for option in question["options"])
    return question | ({"scheme": _BY_WEIGHT[kind]} if has_weights else {})


def short_answers(answers: list[dict[str, Any]]) -> Question:
    """`accept` where nothing but the texts matters, otherwise `answers` with Moodle's scheme."""
    if all(row["weight"] == 1 and not row["feedback"] and not is_pattern(row) for row in answers):
        return {"accept": [row["text"].replace("\\*", "*") for row in answers]}
    return {"answers": answers, "scheme": _BY_WEIGHT["short_text"]}


def is_pattern(row: Mapping[str, Any]) -> bool:
    return bool(_STAR.search(row["text"]))


def as_answers(question: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The other way round: every accepted text as an answer in which * is a star."""
    if "answers" in question:
        return list(question["answers"])
    return [{"text": text.replace("*", "\\*"), "weight": 1} for text in question["accept"]]


def numbers(answers: list[dict[str, Any]]) -> Question:
    first = answers[0]
    is_plain = first["weight"] == 1 and not first["feedback"] and first["value"] != "*"
    if len(answers) == 1 and is_plain:
        return {"answer": first["value"], "tolerance": first.get("tolerance", "0")}
    return {"answers": answers, "scheme": _BY_WEIGHT["number"]}


def as_values(question: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "answers" in question:
        return list(question["answers"])
    tolerance = question.get("tolerance", "0")
    return [{"value": question["answer"], "tolerance": tolerance, "weight": 1}]


def shares(question: Mapping[str, Any]) -> list[float]:
    """The weight of every option as Moodle needs it: as given, else right ones share the mark."""
    options = question["options"]
    if uses_weights(question):
        return [weight_of(question, option) for option in options]
    right = sum(bool(option.get("correct")) for option in options)
    share = 1 if question["kind"] != "multiple" else as_weight(1 / max(1, right))
    return [share if option.get("correct") else 0 for option in options]


def uses_weights(question: Mapping[str, Any]) -> bool:
    scheme = question.get("scheme", "")
    has_weights = any("weight" in option for option in question["options"])
    return has_weights and (not scheme or scheme.startswith("moodle.") or scheme == MAP_RESPONSE)


def weight_of(question: Mapping[str, Any], option: Mapping[str, Any]) -> float:
    return as_weight(option.get("weight", 1 if option.get("correct") else 0))


def settings_of(question: Mapping[str, Any]) -> dict[str, str]:
    """What to write beside the question so that reading it back gives the same."""
    found = {name: str(question[name]) for name in SETTINGS if question.get(name)}
    found.setdefault("scheme", "-")  # none: weights in the file are only shares
    return found


def with_settings(question: Question, settings: Mapping[str, str]) -> Question:
    """The question with what a file of ours says beside it."""
    known = {name: text for name, text in settings.items() if name in SETTINGS and text}
    scheme = known.pop("scheme", None)
    if scheme is None:
        return question | known
    question = {name: value for name, value in question.items() if name != "scheme"} | known
    keeps_weights = scheme.startswith("moodle.") or scheme == MAP_RESPONSE
    if not keeps_weights and "options" in question:
        question["options"] = list(_without_weights(question["options"]))
    return question if scheme == "-" else question | {"scheme": scheme}


def _without_weights(options: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for option in options:
        yield {name: value for name, value in option.items() if name != "weight"}
