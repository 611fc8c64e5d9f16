"""Gaps in a text, our own rules."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from quizzes.marking.reading import required_texts, rows, texts
from quizzes.marking.scheme import Question, Response, full_if
from quizzes.marking.texts import same


def _gaps_right(question: Question, response: Response) -> tuple[int, int]:
    gaps = rows(question, "gaps")
    given = response.get("gaps")
    said = given if isinstance(given, list) else []
    return sum(
        isinstance(text, str) and _fills(gap, text)
        for gap, text in zip(gaps, said[: len(gaps)], strict=False)
    ), len(gaps)


def _fills(gap: Mapping[str, Any], text: str) -> bool:
    if same(text, texts(gap, "deny"), "case"):
        return False
    return same(text, required_texts(gap, "accept"), str(gap.get("fold") or "accents"))


def all_right(question: Question, response: Response) -> Fraction:
    right, of = _gaps_right(question, response)
    return full_if(right == of)


def share_right(question: Question, response: Response) -> Fraction:
    """Right gaps / gaps."""
    return Fraction(*_gaps_right(question, response))
