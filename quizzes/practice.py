"""What a question tells while the test is still open, once it is answered: for tests that are
practice. Usually nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quizzes import questions
from quizzes.feedback import Matrix, Moment, Thing
from quizzes.grading import points_text, stored
from quizzes.kind import Response
from quizzes.queries import Asked


def told(matrix: Matrix, question: Asked, response: Response | None) -> dict[str, Any] | None:
    """None where nothing is to be told; `response`: what is saved."""
    shown = frozenset(matrix.get(Moment.DURING, ()))
    if not shown or not response or questions.is_begun(response):
        return None
    kind, content = questions.kind_of(question.kind), question.content
    mark = questions.mark(question.kind, content, response)
    return {
        "points": _points(mark) if Thing.MARK in shown else "",
        "status": _status(mark) if Thing.CORRECTNESS in shown else "",
        "feedback": kind.feedback(content, response) if Thing.OPTION in shown else "",
        "why": content["explanation"] if Thing.EXPLANATION in shown else "",
        "key": kind.key_text(content) if Thing.KEY in shown else "",
    }


def _points(mark: Fraction | None) -> str:
    if mark is None:
        return _("A person will mark this answer.")
    return _("Points for this answer: %(points)s of 1") % {"points": points_text(stored(mark, 3))}


def _status(mark: Fraction | None) -> str:
    if mark is None:
        return ""
    if mark == 1:
        return pgettext("answer", "Right")
    return pgettext("answer", "Right in part") if mark else pgettext("answer", "Not right yet")
