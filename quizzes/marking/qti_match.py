"""QTI's template match_correct: whether the response matches the correct one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from lms.core.vietnamese import nfc
from quizzes.marking import numbers
from quizzes.marking.reading import (
    chosen,
    correct_ids,
    number,
    picked,
    required_number,
    required_texts,
    rows,
    text_of,
)
from quizzes.marking.scheme import NONE, Question, Response, full_if


def match_set(question: Question, response: Response) -> Fraction:
    """Multiple cardinality: the same values, each as often, in any order. Nothing chosen is NULL
    and matches nothing."""
    found, said = chosen(question, response), picked(response)
    if found is None or not said:
        return NONE
    return full_if(Counter(said) == Counter(correct_ids(found[0])))


def match_string(question: Question, response: Response) -> Fraction:
    """Strings match letter by letter, capitals too."""
    text = nfc(text_of(response))
    return full_if(bool(text) and any(text == nfc(one) for one in correct_strings(question)))


def correct_strings(question: Question) -> list[str]:
    """QTI has one correct value; where the question holds several, each of them is."""
    if question.get("answers"):
        listed = rows(question, "answers")
        return [str(row.get("text", "")) for row in listed if number(row.get("weight", 1)) == 1]
    return required_texts(question, "accept")


def match_number(question: Question, response: Response) -> Fraction:
    """Numbers match by value, without tolerance."""
    right = required_number(question.get("answer"), "answer")
    values, _unit = numbers.understood(text_of(response))
    return full_if(right in values)
