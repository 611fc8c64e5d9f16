"""Moodle 4: `grade_response` of question/type/{multichoice,shortanswer,numerical,match}. What a
single choice or a text is worth may be negative there; several choices are cut to 0 … 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.core.vietnamese import clean_text, fold, nfc
from quizzes.marking import numbers
from quizzes.marking.pairs import share_right
from quizzes.marking.reading import (
    chosen,
    required_number,
    required_texts,
    rows,
    text_of,
    texts,
    weight,
)
from quizzes.marking.scheme import (
    FULL,
    NONE,
    MarkingError,
    Question,
    Response,
    Scheme,
    for_kinds,
)
from quizzes.marking.texts import matches_pattern, same


def single(question: Question, response: Response) -> Fraction:
    """The weight of the option chosen; it may be negative."""
    found = chosen(question, response)
    if found is None or len(found[1]) != 1:
        return NONE
    return next(option.worth for option in found[0] if option.id in found[1])


def multiple(question: Question, response: Response) -> Fraction:
    """The weights of the options chosen added up, not below 0 and not above 1. Where the question
    gives no weights at all, right options share the mark and others are worth nothing."""
    found = chosen(question, response)
    if found is None:
        return NONE
    options, ids = found
    if all(option.weight is None for option in options):
        right = {option.id for option in options if option.correct}
        return Fraction(len(ids & right), len(right)) if right else NONE
    total = sum((option.worth for option in options if option.id in ids), NONE)
    return min(FULL, max(NONE, total))


def short_text(question: Question, response: Response) -> Fraction:
    r"""The weight of the first answer that matches; * stands for anything, \* for a star. Capitals
    do not matter unless "fold" is "exact"."""
    text = nfc(text_of(response)).strip()
    if not text or same(text, texts(question, "deny"), "case"):
        return NONE
    form = _FORMS.get(str(question.get("fold") or "case"), _FORMS["case"])
    for pattern, worth in _patterns(question):
        if matches_pattern(text, pattern, form):
            return worth
    return NONE


_FORMS = {
    "exact": nfc,
    "case": lambda text: nfc(nfc(text).casefold()),
    "accents": fold,
}


def _patterns(question: Question) -> list[tuple[str, Fraction]]:
    """(pattern, weight) in the author's order."""
    if question.get("answers"):
        listed = rows(question, "answers")
        return [(str(row.get("text", "")), weight(row.get("weight", 1))) for row in listed]
    return [(text, FULL) for text in required_texts(question, "accept")]


# --- numbers -------------------------------------------------------------------------------------


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


SCHEMES = (
    Scheme(
        "moodle.single",
        _("weight of the choice (Moodle)"),
        _("The option chosen is worth its weight; a negative weight takes marks away in a file."),
        for_kinds(single, "single", "image_choice", "true_false"),
    ),
    Scheme(
        "moodle.multiple",
        _("weights added up (Moodle)"),
        _("The weights of all options chosen are added, wrong ones take away; never below 0."),
        for_kinds(multiple, "multiple"),
    ),
    Scheme(
        "moodle.short_text",
        _("first answer that fits (Moodle)"),
        _("The first answer that fits decides; * in an answer stands for any letters."),
        for_kinds(short_text, "short_text"),
    ),
    Scheme(
        "moodle.number",
        _("number with tolerance and units (Moodle)"),
        _("The first answer near enough decides; a missing or wrong unit may cost a penalty."),
        for_kinds(number, "number"),
    ),
    Scheme(
        "moodle.matching",
        _("share of right pairs (Moodle)"),
        _("The share of pairs that are right; wrong pairs take nothing away."),
        for_kinds(share_right, "matching"),
    ),
)
