"""Open edX capa checkbox problems: `ChoiceResponse` in xmodule/capa/responsetypes.py, and "Award
Partial Credit" in "Building and Running an Open edX Course". Nothing ticked is always 0 there.
capa rounds what it stores to two decimals (2/3 becomes 0.67); here the fraction stays exact."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from quizzes.marking.reading import chosen, correct_ids
from quizzes.marking.scheme import FULL, NONE, Question, Response, Scheme, for_kinds, full_if

# errors: (worth, options needed for that)
_HALVES = {0: (FULL, 1), 1: (Fraction(1, 2), 3), 2: (Fraction(1, 4), 5)}


def _errors(question: Question, response: Response) -> tuple[int, int] | None:
    """(wrong decisions, options); None where nothing is ticked or the response is strange."""
    found = chosen(question, response)
    if found is None or not found[1]:
        return None
    options, ids = found
    return len(ids ^ correct_ids(options)), len(options)


def exact(question: Question, response: Response) -> Fraction:
    """1 if every right option is ticked and no other."""
    found = _errors(question, response)
    return full_if(found is not None and found[0] == 0)


def every_decision(question: Question, response: Response) -> Fraction:
    """(right ones ticked + others left alone) / options."""
    found = _errors(question, response)
    return Fraction(found[1] - found[0], found[1]) if found else NONE


def halves(question: Question, response: Response) -> Fraction:
    """No error 1; one error 1/2 of three options or more; two errors 1/4 of five or more."""
    found = _errors(question, response)
    worth, needed = _HALVES.get(found[0], (NONE, 0)) if found else (NONE, 0)
    return worth if found and found[1] >= needed else NONE


def one_of(question: Question, response: Response) -> Fraction:
    """`MultipleChoiceResponse`: 1 if the option chosen is a right one."""
    found = chosen(question, response)
    return full_if(found is not None and len(found[1]) == 1 and found[1] <= correct_ids(found[0]))


SCHEMES = (
    Scheme(
        "capa.exact",
        _("all or nothing (Open edX)"),
        _("Full mark for exactly the right options, otherwise nothing."),
        for_kinds(exact, "multiple") | for_kinds(one_of, "single", "image_choice", "true_false"),
    ),
    Scheme(
        "capa.every_decision",
        _("every decision counts (Open edX)"),
        _("Each option rightly chosen or rightly left alone earns the same share."),
        for_kinds(every_decision, "multiple"),
    ),
    Scheme(
        "capa.halves",
        _("halves (Open edX)"),
        _("One mistake leaves half the mark, two leave a quarter, more leave nothing."),
        for_kinds(halves, "multiple"),
    ),
)
