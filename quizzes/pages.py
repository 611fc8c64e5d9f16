"""What the pages of a test show (ux L5 to L8), made ready for their templates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.addresses import my_course_url
from lms.accounts.models import User
from lms.core import periods, vietnamese
from quizzes import questions
from quizzes.addresses import question_url, result_url, review_url, start_url
from quizzes.grading import points_needed, points_text
from quizzes.kind import Response
from quizzes.models import Attempt, AttemptState, Quiz
from quizzes.paper import load
from quizzes.queries import (
    SheetRow,
    asked,
    attempts_left_today,
    first_unanswered,
    question_count,
    sheet,
)

Context = dict[str, Any]


def start_page(user: User, quiz: Quiz, now: datetime, *, problem: str = "") -> Context:
    """`problem`: why the test could not be started just now."""
    attempts = list(Attempt.objects.of(user).filter(quiz=quiz).defer("paper").best_first())
    for attempt in attempts:
        attempt.quiz = quiz
    running = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    best = next((one for one in attempts if one.state == AttemptState.SUBMITTED), None)
    waiting = next((one for one in attempts if one.is_waiting), None)
    today = periods.local_date(now)
    return {
        "quiz": quiz,
        "facts": _facts(quiz),
        "running": _resume(running) if running else None,
        "best": best_text(best) if best else None,
        "waiting": result_url(waiting) if waiting else "",
        "used_up": _used_up(quiz, today) if attempts_left_today(user, quiz, today) == 0 else "",
        "problem": problem,
        "action": start_url(quiz),
        "button": _("Take the test again") if best else pgettext("test", "Begin"),
        "back": my_course_url(quiz.course.slug),
    }


def _used_up(quiz: Quiz, today: date) -> str:
    tomorrow = vietnamese.format_weekday_date(today + timedelta(days=1))
    return ngettext(
        "You have taken the test once today. You can try again from %(day)s.",
        "You have taken the test %(count)d times today. You can try again from %(day)s.",
        quiz.attempts_per_day,
    ) % {"count": quiz.attempts_per_day, "day": tomorrow}


def _facts(quiz: Quiz) -> list[str]:
    count = question_count(quiz)
    needed = points_needed(count, quiz.pass_percent)
    return [
        ngettext("%(count)d question.", "%(count)d questions, one a page.", count)
        % {"count": count},
        _("You pass with %(needed)d right answers or more.") % {"needed": needed},
        _how_often(quiz),
        _("Your best result counts."),
        _("You may stop halfway: what you have answered is kept."),
    ]


def _how_often(quiz: Quiz) -> str:
    if not quiz.attempts_per_day:
        return _("No time limit. You can try again.")
    return ngettext(
        "No time limit. You can try once a day.",
        "No time limit. You can try %(count)d times a day.",
        quiz.attempts_per_day,
    ) % {"count": quiz.attempts_per_day}


def _resume(attempt: Attempt) -> dict[str, str]:
    position = first_unanswered(attempt)
    if position is None:
        return {"text": _("Continue the test you began (review)"), "href": review_url(attempt)}
    text = _("Continue the test you began (question %(number)d)") % {"number": position}
    return {"text": text, "href": question_url(attempt, position)}


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
    kind = questions.kind_of(question.kind)
    response = answers[position].response if position in answers else {}
    response = response if typed is None and not problem else typed or {}
    chosen = kind.chosen(response)
    options = kind.options(question.content, item.order)
    return {
        "quiz": attempt.quiz,
        "n": position,
        "total": attempt.length,
        "stem": question.content["stem"],
        "unit": question.content.get("unit", ""),
        "template": kind.template,
        "options": [(option, option.id in chosen) for option in options],
        "text": response.get("text", ""),
        "unknown": questions.is_unknown(response),
        "problem": problem,
        "has_errors": bool(problem),
        "saved": max(answers.values(), key=lambda answer: answer.saved_at, default=None),
        "action": question_url(attempt, position, from_review=from_review),
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
        "action": review_url(attempt),
        "back": question_url(attempt, attempt.length),
    }


def _review_row(attempt: Attempt, row: SheetRow) -> Context:
    is_answered = row.response is not None
    return {
        "n": row.position,
        "key": f"{row.position}. {row.stem}",
        "value": answer_text(row),
        "href": question_url(attempt, row.position, from_review=True),
        "action": _("Change") if is_answered else _("Answer"),
        "is_answered": is_answered,
    }


def answer_text(row: SheetRow) -> str:
    if row.response is None:
        return _("Not answered")
    if row.is_unknown:
        return _("I don't know yet")
    return row.kind.describe(row.question.content, row.response)


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
