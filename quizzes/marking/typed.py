"""Texts and numbers that are typed, our own rules."""

from __future__ import annotations

from fractions import Fraction

from quizzes.marking import numbers
from quizzes.marking.reading import required_number, required_texts, rows, text_of, texts, weight
from quizzes.marking.scheme import FULL, NONE, Question, Response, full_if
from quizzes.marking.texts import compared, matches_pattern, same


def text(question: Question, response: Response) -> Fraction:
    """1 if it is one of the right answers; with "answers", the weight of the first that fits."""
    text, level = text_of(response), str(question.get("fold") or "accents")
    if not compared(text, level) or same(text, texts(question, "deny"), "case"):
        return NONE
    if question.get("answers"):
        return _weight_of_text(question, text, level)
    return full_if(same(text, required_texts(question, "accept"), level))


def _weight_of_text(question: Question, text: str, level: str) -> Fraction:
    for row in rows(question, "answers"):
        if matches_pattern(text, str(row.get("text", "")), lambda one: compared(one, level)):
            return weight(row.get("weight", 1))
    return NONE


def number(question: Question, response: Response) -> Fraction:
    """1 if the value may be within the tolerance, both ends included, and the unit typed is the
    question's, its first words, or none; with "answers", the weight of the first that fits."""
    values, unit = numbers.understood(text_of(response))
    if not numbers.unit_fits(unit, str(question.get("unit") or "")):
        return NONE
    for right, tolerance, worth in _right_numbers(question):
        if any(abs(value - right) <= tolerance for value in values):
            return worth
    return NONE


def _right_numbers(question: Question) -> list[tuple[Fraction, Fraction, Fraction]]:
    """(value, tolerance, worth) in the author's order."""
    if not question.get("answers"):
        right = required_number(question.get("answer"), "answer")
        return [(right, abs(required_number(question.get("tolerance") or 0, "tolerance")), FULL)]
    return [
        (
            required_number(row.get("value"), "value"),
            abs(required_number(row.get("tolerance") or 0, "tolerance")),
            weight(row.get("weight", 1)),
        )
        for row in rows(question, "answers")
    ]
