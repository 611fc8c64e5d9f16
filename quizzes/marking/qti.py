"""IMS QTI 2.1, 2.2 and 3.0: the response processing templates match_correct and map_response, and
the rules of `match`, `mapping` and `mapResponse` in the information model. QTI gives a score; its
fraction is the score over the most that can be reached ("max", MAXSCORE or normalMaximum)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quizzes.marking import orders, pairs
from quizzes.marking.capa import one_of
from quizzes.marking.qti_mapping import map_response
from quizzes.marking.qti_match import match_number, match_set, match_string
from quizzes.marking.scheme import Scheme, for_kinds

_CHOOSE_ONE = ("single", "image_choice", "true_false")

SCHEMES = (
    Scheme(
        "qti.match_correct",
        _("matches the key (QTI)"),
        _("Full mark if the answer is the key itself, capitals included, otherwise nothing."),
        for_kinds(match_set, "multiple")
        | for_kinds(one_of, *_CHOOSE_ONE)
        | {
            "short_text": match_string,
            "number": match_number,
            "ordering": orders.all_right,
            "matching": pairs.all_right,
        },
    ),
    Scheme(
        "qti.map_response",
        _("values of a table added up (QTI)"),
        _("Each thing chosen counts with its value; the sum stays within the bounds given."),
        for_kinds(map_response, "multiple", *_CHOOSE_ONE, "matching", "short_text", "number"),
    ),
)
