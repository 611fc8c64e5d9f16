"""RELATE: `MultipleChoiceQuestion.grade` in course/page/choice.py, its three credit modes. Options
may be "disregard" (count neither way) or "always_correct" (right whether chosen or not)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from quizzes.marking.capa import one_of
from quizzes.marking.reading import chosen
from quizzes.marking.scheme import NONE, Question, Response, Scheme, for_kinds, full_if


@dataclass(frozen=True, slots=True)
class _Sheet:
    chosen: set[str]  # without the options that count neither way
    right: set[str]
    counted: int  # options, without the disregarded ones
    always: int


def _sheet(question: Question, response: Response) -> _Sheet | None:
    found = chosen(question, response)
    if found is None:
        return None
    options, ids = found
    judged = {one.id for one in options if not one.disregard and not one.always_correct}
    right = {one.id for one in options if one.correct and one.id in judged}
    counted = sum(not one.disregard for one in options)
    always = sum(one.always_correct and not one.disregard for one in options)
    return _Sheet(ids & judged, right, counted, always)


def exact(question: Question, response: Response) -> Fraction:
    """1 if exactly the right options are chosen; choosing none may be right."""
    sheet = _sheet(question, response)
    return full_if(sheet is not None and sheet.chosen == sheet.right)


def proportional(question: Question, response: Response) -> Fraction:
    """(options − options that differ from the key) / options."""
    sheet = _sheet(question, response)
    if sheet is None or not sheet.counted:
        return NONE
    return Fraction(sheet.counted - len(sheet.chosen ^ sheet.right), sheet.counted)


def proportional_correct(question: Question, response: Response) -> Fraction:
    """Right ones chosen / right ones; 0 as soon as a wrong one is chosen. RELATE does not say what
    a question without right options is worth: here 1 if none was chosen."""
    sheet = _sheet(question, response)
    if sheet is None or not sheet.chosen <= sheet.right:
        return NONE
    of = len(sheet.right) + sheet.always
    return Fraction(len(sheet.chosen) + sheet.always, of) if of else full_if(not sheet.chosen)


SCHEMES = (
    Scheme(
        "relate.exact",
        _("exact (RELATE)"),
        _("Full mark only if every box is as in the key; leaving all empty may be right."),
        for_kinds(exact, "multiple") | for_kinds(one_of, "single", "image_choice", "true_false"),
    ),
    Scheme(
        "relate.proportional",
        _("proportional (RELATE)"),
        _("The share of boxes, chosen or not, that are as in the key."),
        for_kinds(proportional, "multiple"),
    ),
    Scheme(
        "relate.proportional_correct",
        _("proportional, no mistake allowed (RELATE)"),
        _("The share of right options chosen; one wrong option leaves nothing."),
        for_kinds(proportional_correct, "multiple"),
    ),
)
