"""Putting things in order, our own rules."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

from quizzes.marking.reading import ids_of, is_id, rows
from quizzes.marking.scheme import FULL, NONE, Question, Response, full_if


def _orders(question: Question, response: Response) -> tuple[list[str], list[str]] | None:
    """(the right order, the order given); None unless every item is in it once."""
    right, given = ids_of(rows(question, "items")), response.get("order")
    if not isinstance(given, list) or not all(is_id(id) for id in given):
        return None
    said = [str(id) for id in given]
    return (right, said) if sorted(said) == sorted(right) else None


def all_right(question: Question, response: Response) -> Fraction:
    found = _orders(question, response)
    return full_if(found is not None and found[0] == found[1])


def places_right(question: Question, response: Response) -> Fraction:
    """Items in their own place / items."""
    found = _orders(question, response)
    if found is None:
        return NONE
    right, said = found
    return Fraction(sum(a == b for a, b in zip(right, said, strict=True)), len(right))


def neighbours_right(question: Question, response: Response) -> Fraction:
    """Items directly followed by the one that should follow / (items − 1)."""
    found = _orders(question, response)
    if found is None:
        return NONE
    right, said = found
    if len(right) < 2:
        return FULL
    return Fraction(len(set(pairwise(right)) & set(pairwise(said))), len(right) - 1)


def pairs_in_order(question: Question, response: Response) -> Fraction:
    """Pairs of items, near or far, of which the right one stands first / all pairs."""
    found = _orders(question, response)
    if found is None:
        return NONE
    right, said = found
    place = {id: at for at, id in enumerate(said)}
    judged = [place[before] < place[after] for before, after in combinations(right, 2)]
    return Fraction(sum(judged), len(judged)) if judged else FULL
