"""Our own schemes: "exact" (all or nothing) and "part", for every kind, and two more for putting
things in order. In "exact" choosing nothing is never right."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from quizzes.marking import gaps, orders, pairs, typed
from quizzes.marking.capa import exact as exactly_chosen
from quizzes.marking.capa import one_of
from quizzes.marking.places import exactly_placed, placed_in_part, spot, spots_in_part
from quizzes.marking.reading import chosen, correct_ids
from quizzes.marking.scheme import NONE, Question, Response, Scheme, for_kinds

_CHOOSE_ONE = ("single", "image_choice", "true_false")


def chosen_in_part(question: Question, response: Response) -> Fraction:
    """(right chosen − wrong chosen) / right ones, not below 0."""
    found = chosen(question, response)
    if found is None:
        return NONE
    right, ids = correct_ids(found[0]), found[1]
    return max(NONE, Fraction(len(ids & right) - len(ids - right), len(right))) if right else NONE


SCHEMES = (
    Scheme(
        "exact",
        _("all or nothing"),
        _("Full mark if everything is right, otherwise nothing."),
        for_kinds(exactly_chosen, "multiple")
        | for_kinds(one_of, *_CHOOSE_ONE)
        | {
            "short_text": typed.text,
            "number": typed.number,
            "matching": pairs.all_right,
            "gap_text": gaps.all_right,
            "ordering": orders.all_right,
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
            "gap_text": gaps.share_right,
            "ordering": orders.places_right,
            "hotspot": spots_in_part,
            "drag_drop": placed_in_part,
        },
    ),
    Scheme(
        "order.neighbours",
        _("right neighbours"),
        _("The share of items directly followed by the item that should follow."),
        {"ordering": orders.neighbours_right},
    ),
    Scheme(
        "order.pairs",
        _("pairs in the right order"),
        _("Of all pairs of items, the share of which the right one stands first."),
        {"ordering": orders.pairs_in_order},
    ),
)
