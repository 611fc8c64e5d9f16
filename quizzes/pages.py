"""What the pages of a test show (ux L5 to L8), made ready for their templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.addresses import my_course_url
from lms.core import periods
from quizzes import media
from quizzes.addresses import (
    question_url,
    result_url,
    review_url,
    save_url,
    start_url,
    take_over_url,
    time_left_url,
)
from quizzes.asking import asking
from quizzes.grading import points_text
from quizzes.kind import Response
from quizzes.models import Attempt
from quizzes.paper import load
from quizzes.practice import told
from quizzes.queries import SheetRow, asked, sheet

Context = dict[str, Any]


def question_page(
    attempt: Attempt,
    position: int,
    *,
    from_review: bool = False,
    problem: str = "",
    typed: Response | None = None,
) -> Context:
    """`typed`: what was posted and refused, to be shown again with its `problem`."""
    answers = {answer.position: answer for answer in attempt.answers.all()}
    item = load(attempt.paper)[position - 1]
    question = asked([item.version])[item.version]
    kept = answers[position].response if position in answers else {}
    response = kept if typed is None and not problem else typed or {}
    return {
        **asking(question.kind, question.content, item.order, response),
        "quiz": attempt.quiz,
        "n": position,
        "total": attempt.length,
        "told": told(attempt.quiz.feedback, question, kept),
        "problem": problem,
        "has_errors": bool(problem),
        "saved": max(answers.values(), key=lambda answer: answer.saved_at, default=None),
        "action": question_url(attempt, position, from_review=from_review),
        "save": save_url(attempt, position),
        "ask": time_left_url(attempt),
        "clock": clock_of(attempt, periods.now()),
        "back": _before(attempt, position, from_review),
    }


def _before(attempt: Attempt, position: int, from_review: bool) -> str:
    if from_review:
        return review_url(attempt)
    return question_url(attempt, position - 1) if position > 1 else start_url(attempt.quiz)


def review_page(attempt: Attempt) -> Context:
    rows = [_review_row(attempt, row) for row in sheet(attempt)]
    return {
        "quiz": attempt.quiz,
        "rows": rows,
        "unanswered": [row for row in rows if not row["is_answered"]],
        "clock": clock_of(attempt, periods.now()),
        "action": review_url(attempt),
        "back": question_url(attempt, attempt.length),
    }


def clock_of(attempt: Attempt, now: datetime) -> Context | None:
    """How long an open attempt still has, in seconds as well; None where there is no time limit."""
    if attempt.deadline is None:
        return None
    return {
        "until": attempt.deadline,
        "left": attempt.seconds_left(now),
        "total": int((attempt.deadline - attempt.started_at).total_seconds()),
        "ask": time_left_url(attempt),
        "hand_in": review_url(attempt),
        "is_overdue": attempt.is_overdue(now),
    }


def elsewhere_page(attempt: Attempt) -> Context:
    """Another browser has the attempt; with a button to go on here."""
    return {
        "quiz": attempt.quiz,
        "action": take_over_url(attempt),
        "since": attempt.device_since,
        "back": my_course_url(attempt.quiz.course.slug),
    }


def _review_row(attempt: Attempt, row: SheetRow) -> Context:
    return {
        "n": row.position,
        "key": f"{row.position}. {row.stem}",
        "value": answer_text(row),
        "media": media.of(row.question.content, "stem"),
        "href": question_url(attempt, row.position, from_review=True),
        "action": _("Change") if row.is_answered else _("Answer"),
        "is_answered": row.is_answered,
    }


def answer_text(row: SheetRow) -> str:
    if row.response is None:
        return _("Not answered")
    if row.is_unknown:
        return _("I don't know yet")
    said = row.kind.describe(row.question.content, row.response)
    return said if row.is_answered else _("Not finished: %(said)s") % {"said": said}


def score(attempt: Attempt) -> str:
    """ "10/12"."""
    assert attempt.points is not None
    return f"{points_text(attempt.points)}/{attempt.max_points}"


def best_text(attempt: Attempt) -> Context:
    """A submitted attempt in one line, with its address."""
    pattern = (
        _("passed, %(score)s questions right") if attempt.passed else _("%(score)s questions right")
    )
    return {"text": pattern % {"score": score(attempt)}, "href": result_url(attempt)}
