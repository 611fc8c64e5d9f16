"""Moodle's numerical question: `qtype_numerical_question` and `qtype_numerical_answer` in
question/type/numerical/question.php."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lms.core.vietnamese import clean_text
from quizzes.marking import numbers
from quizzes.marking.reading import required_number, rows, text_of, weight
from quizzes.marking.scheme import FULL, NONE, MarkingError, Question, Response


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Fraction | None  # None: "*", any number
    tolerance: Fraction
    type: str
    weight: Fraction

    def takes(self, value: Fraction) -> bool:
        """Within the tolerance, both ends included."""
        if self.value is None:
            return True
        low, high = self._interval(self.value)
        return low <= value <= high

    def _interval(self, middle: Fraction) -> tuple[Fraction, Fraction]:
        if self.type == "geometric":
            ends = (middle / (1 + self.tolerance), middle * (1 + self.tolerance))
            return min(ends), max(ends)
        spread = abs(middle) * self.tolerance if self.type == "relative" else self.tolerance
        return middle - spread, middle + spread


def number(question: Question, response: Response) -> Fraction:
    """The weight of the first answer whose interval holds the value, less the unit penalty if the
    unit is missing, unknown or not the one that makes the value right."""
    factors = _units(question)
    values, unit = numbers.with_unit(text_of(response), list(factors))
    factor = factors.get(_compact(unit))
    for answer in _answers(question):
        for value in values:
            if factor is not None and answer.takes(value / factor):
                return answer.weight
            if answer.takes(value):
                return _without_unit(question, answer.weight)
    return NONE


def _without_unit(question: Question, worth: Fraction) -> Fraction:
    """Only a right unit leaves the weight as it is; `qtype_numerical` never goes below 0 here."""
    penalty = abs(required_number(question.get("unit_penalty") or 0, "unit_penalty"))
    of_question = question.get("unit_penalty_of") == "question"
    return max(NONE, worth - (penalty if of_question else penalty * worth))


def _answers(question: Question) -> list[_Answer]:
    if question.get("answers"):
        return [_answer(row, row.get("value")) for row in rows(question, "answers")]
    return [_answer(question, question.get("answer"))]


def _answer(row: Mapping[str, Any], value: object) -> _Answer:
    return _Answer(
        value=None if value == "*" else required_number(value, "answer"),
        tolerance=abs(required_number(row.get("tolerance") or 0, "tolerance")),
        type=str(row.get("tolerance_type") or "nominal"),
        weight=weight(row["weight"]) if "weight" in row else FULL,
    )


def _units(question: Question) -> dict[str, Fraction]:
    """Factor by unit name: the right answer times the factor is the answer in that unit."""
    if not question.get("units"):
        name = _compact(str(question.get("unit") or ""))
        return {name: FULL} if name else {}
    found = {}
    for row in rows(question, "units"):
        factor = required_number(row.get("factor", 1), "factor")
        if not factor:
            raise MarkingError('"factor" must not be 0')
        found[_compact(str(row.get("name", "")))] = factor
    return found


def _compact(unit: str) -> str:
    return clean_text(unit).replace(" ", "")
