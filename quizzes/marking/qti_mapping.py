"""QTI's template map_response: mapped values added up, within bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lms.core.vietnamese import nfc
from quizzes.marking.qti_match import correct_strings
from quizzes.marking.reading import (
    choices,
    chosen,
    ids_of,
    is_id,
    picked,
    required_number,
    rows,
    text_of,
)
from quizzes.marking.scheme import NONE, MarkingError, Question, Response


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    value: Fraction
    case_sensitive: bool = True

    def takes(self, key: str) -> bool:
        if self.case_sensitive:
            return self.key == key
        return self.key.casefold() == key.casefold()


@dataclass(frozen=True, slots=True)
class _Mapping:
    entries: Sequence[_Entry]
    default: Fraction
    lower: Fraction | None
    upper: Fraction | None
    most: Fraction | None

    def score(self, values: Sequence[str]) -> Fraction:
        """The mapped values added up, each distinct one once, within the bounds."""
        total = sum((self._mapped(value) for value in dict.fromkeys(values)), NONE)
        if self.lower is not None and total < self.lower:
            return self.lower
        return self.upper if self.upper is not None and total > self.upper else total

    def _mapped(self, value: str) -> Fraction:
        return next((entry.value for entry in self.entries if entry.takes(value)), self.default)

    def best(self, *, one_value: bool) -> Fraction:
        """What can be reached: as told, or the upper bound, or what the entries allow."""
        if self.most is not None:
            return self.most
        if self.upper is not None:
            return self.upper
        good = [entry.value for entry in self.entries if entry.value > 0]
        return max(good, default=NONE) if one_value else sum(good, NONE)


def map_response(question: Question, response: Response) -> Fraction:
    """Score / most. No response is NULL: 0, whatever the default and the bounds."""
    mapping, values = _mapping(question), _values(question, response)
    if not values:
        return NONE
    best = mapping.best(one_value=question.get("kind") not in ("multiple", "matching"))
    return mapping.score(values) / best if best > 0 else NONE


def _values(question: Question, response: Response) -> list[str]:
    """What the response variable holds."""
    kind = question.get("kind")
    if kind == "matching":
        given = response.get("pairs")
        said = given.items() if isinstance(given, Mapping) else ()
        return [f"{left} {right}" for left, right in said if is_id(right)]
    if kind in ("short_text", "number"):
        text = nfc(text_of(response))
        return [text] if text else []
    return (picked(response) or []) if chosen(question, response) is not None else []


def _mapping(question: Question) -> _Mapping:
    given = question.get("mapping")
    if given is None:
        return _Mapping(_entries_of_kind(question), NONE, None, None, None)
    if not isinstance(given, Mapping):
        raise MarkingError('"mapping" must be an object')
    listed = rows(given, "entries")
    entries = [
        _Entry(
            nfc(str(row.get("key", ""))),
            required_number(row.get("value"), "value"),
            row.get("case_sensitive") is not False,
        )
        for row in listed
    ]
    return _Mapping(
        entries,
        required_number(given.get("default", 0), "default"),
        _bound(given, "lower"),
        _bound(given, "upper"),
        _bound(given, "max"),
    )


def _bound(given: Mapping[str, Any], name: str) -> Fraction | None:
    return None if given.get(name) is None else required_number(given[name], name)


def _entries_of_kind(question: Question) -> list[_Entry]:
    """Without a mapping: options by their weights, right pairs and right answers by 1."""
    kind = question.get("kind")
    if kind == "matching":
        return [_Entry(f"{id} {id}", Fraction(1)) for id in ids_of(rows(question, "pairs"))]
    if kind == "number":
        return [_Entry(str(question.get("answer", "")), Fraction(1))]
    if kind == "short_text" and question.get("answers"):
        return [
            _Entry(nfc(str(row.get("text", ""))), required_number(row.get("weight", 1), "weight"))
            for row in rows(question, "answers")
        ]
    if kind == "short_text":
        return [_Entry(nfc(text), Fraction(1)) for text in correct_strings(question)]
    return [_Entry(option.id, option.worth) for option in choices(question)]
