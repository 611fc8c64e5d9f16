"""Hotspots and things put in places, our own rules."""

from __future__ import annotations

from fractions import Fraction

from quizzes.marking.reading import flag, ids_of, is_id, picked, rows, texts
from quizzes.marking.regions import holds
from quizzes.marking.scheme import FULL, NONE, Question, Response, full_if


def _hit(question: Question, response: Response) -> set[str] | None:
    """The regions meant: under the point, or named in the list; None for a strange response."""
    regions, point = rows(question, "regions"), _point(response)
    ids = ids_of(regions)
    if point is not None:
        return {id for id, row in zip(ids, regions, strict=True) if holds(row, *point)}
    named = picked(response)
    return set(named) if named is not None and set(named) <= set(ids) else None


def _point(response: Response) -> tuple[float, float] | None:
    x, y = response.get("x"), response.get("y")
    if isinstance(x, bool) or isinstance(y, bool):
        return None
    if isinstance(x, int | float) and isinstance(y, int | float) and 0 <= x <= 100 >= y >= 0:
        return x, y
    return None


def _right(question: Question) -> set[str]:
    regions = rows(question, "regions")
    return {id for id, row in zip(ids_of(regions), regions, strict=True) if flag(row, "correct")}


def spot(question: Question, response: Response) -> Fraction:
    """One place asked for: 1 if it lies in a right region. Several: exactly the right ones."""
    hit, right = _hit(question, response), _right(question)
    if not hit:
        return NONE
    return full_if(hit == right if "options" in response else bool(hit & right))


def spots_in_part(question: Question, response: Response) -> Fraction:
    """(right regions named − others named) / right ones, not below 0; a point: as `spot`."""
    hit, right = _hit(question, response), _right(question)
    if "options" not in response:
        return spot(question, response)
    if hit is None or not right:
        return NONE
    return max(NONE, Fraction(len(hit & right) - len(hit - right), len(right)))


def _placed(question: Question, response: Response) -> tuple[int, int, int]:
    """(items put where they belong, items that belong somewhere, items put where they do not)."""
    targets = rows(question, "targets")
    accepted = [set(texts(row, "accepts")) for row in targets]
    accepts = dict(zip(ids_of(targets), accepted, strict=True))
    belong = set().union(*accepts.values()) & set(ids_of(rows(question, "items")))
    given = response.get("places")
    put = given.items() if isinstance(given, dict) else ()
    said = [(str(item), str(target)) for item, target in put if is_id(target) and target != ""]
    right = sum(item in belong and item in accepts.get(target, set()) for item, target in said)
    return right, len(belong), len(said) - right


def exactly_placed(question: Question, response: Response) -> Fraction:
    """1 if every item that belongs somewhere is there, and nothing else is put anywhere."""
    right, belong, wrong = _placed(question, response)
    return full_if(belong > 0 and right == belong and not wrong)


def placed_in_part(question: Question, response: Response) -> Fraction:
    """(items put where they belong − items that belong nowhere but were put) / items that belong,
    not below 0: an item in a wrong place is already missing in the right one."""
    right, belong, wrong = _placed(question, response)
    if not belong:
        return NONE
    strays = max(0, right + wrong - belong)
    return min(FULL, max(NONE, Fraction(right - strays, belong)))
