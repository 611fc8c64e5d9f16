"""The page a test begins on (ux L5), made ready for its template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.addresses import my_course_url
from lms.accounts.models import User
from lms.core import periods, vietnamese
from quizzes.addresses import question_url, result_url, review_url, start_url
from quizzes.admission import Refusal, refusal, terms_of
from quizzes.counting import counted
from quizzes.door import Door
from quizzes.facts import facts_of
from quizzes.feedback import Thing
from quizzes.grading import points_text
from quizzes.models import Attempt, Counted, Quiz
from quizzes.pages import Context, best_text
from quizzes.queries import first_unanswered, outcome_of
from quizzes.results import shown_of


def start_page(
    user: User, quiz: Quiz, now: datetime, *, door: Door | None = None, problem: str = ""
) -> Context:
    """`door`: how a test is opened that somebody watches (see `quizzes.door`); `problem`: why the
    test could not be started just now."""
    attempts = list(Attempt.objects.of(user).filter(quiz=quiz).defer("paper").order_by("number"))
    for attempt in attempts:
        attempt.quiz = quiz
    running = next((one for one in attempts if one.is_open and not one.is_expired(now)), None)
    waiting = next((one for one in attempts if one.is_waiting), None)
    terms = terms_of(user, quiz)
    # Whether a facilitator has to open it is said beside: `door`.
    refused = refusal(quiz, terms, attempts, now, supervised=True)
    return {
        "quiz": quiz,
        "facts": facts_of(quiz, terms),
        "running": _resume(running) if running else None,
        "best": _counted(quiz, attempts),
        "waiting": result_url(waiting) if waiting else "",
        "used_up": _why_not(refused, terms.attempts_per_day, now),
        "problem": problem,
        "opening": door.opening if door else None,
        "pin": door.form if door else None,
        "action": start_url(quiz),
        "button": _("Take the test again") if attempts else pgettext("test", "Begin"),
        "back": my_course_url(quiz.course.slug),
    }


def _counted(quiz: Quiz, attempts: Sequence[Attempt]) -> Context | None:
    """The result that counts so far, in one line; nothing while the test does not tell marks."""
    marked = [one for one in attempts if one.points is not None]
    if any(Thing.MARK not in shown_of(one) for one in marked):
        return None
    result = counted(quiz.counted, [outcome_of(one) for one in marked])
    if result is None:
        return None
    if quiz.counted == Counted.AVERAGE:
        text = f"{points_text(result.points)}/{result.max_points}"
        return {"label": _("Average so far:"), "text": text, "href": ""}
    same = next(one for one in marked if outcome_of(one) == result)
    return {"label": _label(quiz.counted), **best_text(same)}


def _label(rule: str) -> str:
    return _("Best result so far:") if rule == Counted.BEST else _("The result that counts:")


def _why_not(refused: Refusal | None, a_day: int, now: datetime) -> str:
    """Why no attempt can begin now, and when one can again; "" where one can."""
    if refused is None:
        return ""
    if refused.code != "attempt.day_used_up":
        return refused.text
    tomorrow = periods.local_date(now) + timedelta(days=1)
    return ngettext(
        "You have taken the test once today. You can try again from %(day)s.",
        "You have taken the test %(count)d times today. You can try again from %(day)s.",
        a_day,
    ) % {"count": a_day, "day": vietnamese.format_weekday_date(tomorrow)}


def _resume(attempt: Attempt) -> dict[str, str]:
    position = first_unanswered(attempt)
    if position is None:
        return {"text": _("Continue the test you began (review)"), "href": review_url(attempt)}
    text = _("Continue the test you began (question %(number)d)") % {"number": position}
    return {"text": text, "href": question_url(attempt, position)}
