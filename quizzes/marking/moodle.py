"""Moodle 4: `grade_response` of question/type/{multichoice,shortanswer,numerical,match}. What a
single choice or a text is worth may be negative there; several choices are cut to 0 … 1."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from lms.core.vietnamese import fold, nfc
from quizzes.marking import moodle_numbers
from quizzes.marking.pairs import share_right
from quizzes.marking.reading import (
    chosen,
    required_texts,
    rows,
    text_of,
    texts,
    weight,
)
from quizzes.marking.scheme import (
    FULL,
    NONE,
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
        for_kinds(moodle_numbers.number, "number"),
    ),
    Scheme(
        "moodle.matching",
        _("share of right pairs (Moodle)"),
        _("The share of pairs that are right; wrong pairs take nothing away."),
        for_kinds(share_right, "matching"),
    ),
)
