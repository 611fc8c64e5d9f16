"""H5P.MultiChoice: `calcScore` and `calculateMaxScore` in js/multichoice.js. A question without a
right option is right when nothing is chosen."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from quizzes.marking.reading import chosen, correct_ids, required_number
from quizzes.marking.scheme import NONE, Question, Response, Scheme, for_kinds, full_if

_CHOICES = ("multiple", "single", "image_choice", "true_false")
_WHOLE = 100  # percent that pass where the question does not say


def right_minus_wrong(question: Question, response: Response) -> Fraction:
    """(right chosen − wrong chosen) / right ones, not below 0."""
    found = chosen(question, response)
    if found is None:
        return NONE
    options, ids = found
    right = correct_ids(options)
    if not right:
        return full_if(not ids)
    # Where one alone can be chosen, that one is all there is to earn.
    most = len(right) if question.get("kind") == "multiple" else 1
    return max(NONE, Fraction(len(ids & right) - len(ids - right), most))


def single_point(question: Question, response: Response) -> Fraction:
    """1 if right minus wrong reaches "pass_percentage" (100 where it is not given), else 0."""
    needed = required_number(question.get("pass_percentage", _WHOLE), "pass_percentage")
    if chosen(question, response) is None:
        return NONE
    return full_if(100 * right_minus_wrong(question, response) >= needed)


SCHEMES = (
    Scheme(
        "h5p.right_minus_wrong",
        _("right minus wrong (H5P)"),
        _("Each right option earns a share, each wrong one takes a share away; never below 0."),
        for_kinds(right_minus_wrong, *_CHOICES),
    ),
    Scheme(
        "h5p.single_point",
        _("one point for the whole (H5P)"),
        _("Full mark if right minus wrong reaches the percentage asked for, otherwise nothing."),
        for_kinds(single_point, *_CHOICES),
    ),
)
