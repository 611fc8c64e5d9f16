"""Reading questions and responses in the neutral form, whatever wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from quizzes.marking.scheme import FULL, NONE, MarkingError, Question, Response

# Moodle keeps weights with seven decimals, files often with five: 0.33333 stands for a third.
_SIMPLE = 20
_NEAR = Fraction(5, 10**6)
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """An option to choose. `weight`: what choosing it is worth; None where none was given."""

    id: str
    correct: bool
    weight: Fraction | None
    disregard: bool = False  # RELATE: counts neither way
    always_correct: bool = False  # RELATE: right whether chosen or not

    @property
    def worth(self) -> Fraction:
        """The weight; without one a right option is worth all, another nothing."""
        if self.weight is not None:
            return self.weight
        return FULL if self.correct else NONE


def rows(question: Question, name: str) -> list[Mapping[str, Any]]:
    """The list of dicts under this name; MarkingError where there is none."""
    found = question.get(name)
    if not isinstance(found, list) or not found:
        raise MarkingError(f'the question has no list "{name}"')
    if not all(isinstance(row, Mapping) for row in found):
        raise MarkingError(f'"{name}" must be a list of objects')
    return found


def texts(question: Question, name: str) -> list[str]:
    """The list of texts under this name; empty where there is none."""
    found = question.get(name) or []
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise MarkingError(f'"{name}" must be a list of texts')
    return found


def required_texts(question: Question, name: str) -> list[str]:
    found = texts(question, name)
    if not found:
        raise MarkingError(f'"{name}" must be a list of texts')
    return found


def flag(row: Question, name: str) -> bool:
    """true or false; false where nothing is said. 1 or "yes" could be a mistake: refused."""
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise MarkingError(f'"{name}" must be true or false')
    return value is True


def ids_of(listed: Sequence[Mapping[str, Any]]) -> list[str]:
    """Given ids, or else "1", "2", … by position."""
    ids = [str(row.get("id") or place) for place, row in enumerate(listed, start=1)]
    if len(set(ids)) < len(ids):
        raise MarkingError("an id is given twice")
    return ids


def choices(question: Question) -> list[Choice]:
    """What there is to choose from; a true-or-false question has the options "true", "false"."""
    if question.get("kind") == "true_false":
        right = flag(question, "answer")
        return [Choice("true", right, None), Choice("false", not right, None)]
    listed = rows(question, "options")
    return [_choice(id, row) for id, row in zip(ids_of(listed), listed, strict=True)]


def _choice(id: str, row: Mapping[str, Any]) -> Choice:
    return Choice(
        id,
        correct=flag(row, "correct"),
        weight=None if row.get("weight") in (None, "") else weight(row["weight"]),
        disregard=flag(row, "disregard"),
        always_correct=flag(row, "always_correct"),
    )


def picked(response: Response) -> list[str] | None:
    """Ids as given, {"option": id}, {"options": [ids]} or {"value": bool}; None if of no shape."""
    if isinstance(response.get("value"), bool):
        return ["true" if response["value"] else "false"]
    if "option" in response:
        return [str(response["option"])] if is_id(response["option"]) else None
    ids = response.get("options")
    if not isinstance(ids, list) or not all(is_id(id) for id in ids):
        return None
    return [str(id) for id in ids]


def is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def chosen(question: Question, response: Response) -> tuple[list[Choice], set[str]] | None:
    """The options and the ids chosen among them; None where that cannot be an answer to it."""
    options, ids = choices(question), picked(response)
    if ids is None or not set(ids) <= {option.id for option in options}:
        return None
    return options, set(ids)


def correct_ids(options: Sequence[Choice]) -> set[str]:
    return {option.id for option in options if option.correct}


def number(value: object) -> Fraction | None:
    """A number of a question (12, 0.5, "0.5"), exactly; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str | Fraction):
        return None
    text = str(value)
    if len(text) > _LONGEST_NUMBER:
        return None
    try:
        return Fraction(text) if "/" in text else _finite(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError, ZeroDivisionError):
        return None


def _finite(value: Decimal) -> Fraction | None:
    # 1e999999999 is a short text and an enormous number.
    return Fraction(value) if value.is_finite() and abs(value.adjusted()) < 400 else None


def required_number(value: object, name: str) -> Fraction:
    found = number(value)
    if found is None:
        raise MarkingError(f'"{name}" must be a number')
    return found


def weight(value: object) -> Fraction:
    """A share of the mark. Rounded thirds, sixths, sevenths … are read as what they stand for."""
    found = required_number(value, "weight")
    simple = found.limit_denominator(_SIMPLE)
    return simple if abs(simple - found) <= _NEAR else found


def text_of(response: Response) -> str:
    text = response.get("text")
    return text if isinstance(text, str) else ""
