"""Matching: pairs of a left and a right side. A right side is named by the id of its pair, or "x1",
"x2", … for extra ones; right sides with equal texts are the same (as in Moodle)."""

from __future__ import annotations

from fractions import Fraction

from lms.core.vietnamese import clean_text
from quizzes.marking.reading import ids_of, is_id, rows
from quizzes.marking.scheme import Question, Response, full_if


def right_texts(question: Question) -> dict[str, str]:
    """What every right side says, by its id."""
    listed = rows(question, "pairs")
    texts = {
        id: clean_text(str(row.get("right", "")))
        for id, row in zip(ids_of(listed), listed, strict=True)
    }
    extra = question.get("extra")
    for place, text in enumerate(extra if isinstance(extra, list) else [], start=1):
        texts[f"x{place}"] = clean_text(str(text))
    return texts


def count(question: Question, response: Response) -> tuple[int, int]:
    """(right pairs, pairs). A left side without a right one is not right."""
    texts = right_texts(question)
    lefts = ids_of(rows(question, "pairs"))
    given = response.get("pairs")
    said = (
        {str(left): str(right) for left, right in given.items() if is_id(right)}
        if isinstance(given, dict)
        else {}
    )
    right = sum(left in said and texts.get(said[left]) == texts[left] for left in lefts)
    return right, len(lefts)


def share_right(question: Question, response: Response) -> Fraction:
    """Right pairs / pairs."""
    return Fraction(*count(question, response))


def all_right(question: Question, response: Response) -> Fraction:
    right, of = count(question, response)
    return full_if(right == of)
