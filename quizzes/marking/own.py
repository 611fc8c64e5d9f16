"""Our own schemes: "exact" (all or nothing) and "part", for every kind, and two more for putting
things in order. In "exact" choosing nothing is never right."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.marking import numbers, pairs
from quizzes.marking.capa import exact as exactly_chosen
from quizzes.marking.capa import one_of
from quizzes.marking.places import exactly_placed, placed_in_part, spot, spots_in_part
from quizzes.marking.reading import (
    chosen,
    correct_ids,
    ids_of,
    is_id,
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
    Question,
    Response,
    Scheme,
    for_kinds,
    full_if,
)
from quizzes.marking.texts import compared, matches_pattern, same

_CHOOSE_ONE = ("single", "image_choice", "true_false")


def chosen_in_part(question: Question, response: Response) -> Fraction:
    """(right chosen − wrong chosen) / right ones, not below 0."""
    found = chosen(question, response)
    if found is None:
        return NONE
    right, ids = correct_ids(found[0]), found[1]
    return max(NONE, Fraction(len(ids & right) - len(ids - right), len(right))) if right else NONE


def typed_text(question: Question, response: Response) -> Fraction:
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


def typed_number(question: Question, response: Response) -> Fraction:
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


# --- matching and gaps ---------------------------------------------------------------------------


def all_pairs(question: Question, response: Response) -> Fraction:
    right, of = pairs.count(question, response)
    return full_if(right == of)


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


def all_gaps(question: Question, response: Response) -> Fraction:
    right, of = _gaps_right(question, response)
    return full_if(right == of)


def gaps_in_part(question: Question, response: Response) -> Fraction:
    """Right gaps / gaps."""
    return Fraction(*_gaps_right(question, response))


# --- order ---------------------------------------------------------------------------------------


def _orders(question: Question, response: Response) -> tuple[list[str], list[str]] | None:
    """(the right order, the order given); None unless every item is in it once."""
    right, given = ids_of(rows(question, "items")), response.get("order")
    if not isinstance(given, list) or not all(is_id(id) for id in given):
        return None
    said = [str(id) for id in given]
    return (right, said) if sorted(said) == sorted(right) else None


def in_order(question: Question, response: Response) -> Fraction:
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


SCHEMES = (
    Scheme(
        "exact",
        _("all or nothing"),
        _("Full mark if everything is right, otherwise nothing."),
        for_kinds(exactly_chosen, "multiple")
        | for_kinds(one_of, *_CHOOSE_ONE)
        | {
            "short_text": typed_text,
            "number": typed_number,
            "matching": all_pairs,
            "gap_text": all_gaps,
            "ordering": in_order,
            "hotspot": spot,
            "drag_drop": exactly_placed,
        },
    ),
    Scheme(
        "part",
        _("part marks"),
        _("Each right part earns its share; a wrong choice takes a share away, never below 0."),
        {
            "multiple": chosen_in_part,
            "matching": pairs.share_right,
            "gap_text": gaps_in_part,
            "ordering": places_right,
            "hotspot": spots_in_part,
            "drag_drop": placed_in_part,
        },
    ),
    Scheme(
        "order.neighbours",
        _("right neighbours"),
        _("The share of items directly followed by the item that should follow."),
        {"ordering": neighbours_right},
    ),
    Scheme(
        "order.pairs",
        _("pairs in the right order"),
        _("Of all pairs of items, the share of which the right one stands first."),
        {"ordering": pairs_in_order},
    ),
)
