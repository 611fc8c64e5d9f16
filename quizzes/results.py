"""The result page (ux L8): what was reached, what comes next, every question again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.addresses import lesson_url, my_course_url
from courses.queries import CourseOutline, LessonItem, TaskRow, find_outline, standing
from lms.accounts.models import User
from lms.core import periods
from quizzes import feedback
from quizzes.addresses import CERTIFICATES, start_url
from quizzes.feedback import Thing
from quizzes.looking_back import rows_of
from quizzes.models import Attempt, Question
from quizzes.notices import changes_of, put_right
from quizzes.pages import best_text, score
from quizzes.queries import SheetRow, sheet
from quizzes.section_lines import section_lines

Context = dict[str, Any]


def result_page(user: User, attempt: Attempt) -> Context:
    """Of a submitted attempt."""
    rows, shown = sheet(attempt), shown_of(attempt)
    outline = find_outline(attempt.quiz.course.slug)
    tells_mark = Thing.MARK in shown
    return {
        "quiz": attempt.quiz,
        "attempt": attempt,
        "tells_mark": tells_mark,
        "title": _title(attempt) if tells_mark else _("Handed in"),
        "best": _better_result(attempt) if tells_mark else None,
        "sections": section_lines(attempt) if tells_mark else [],
        "changes": changes_of(attempt) if tells_mark else [],
        "again": start_url(attempt.quiz),
        "my_course": my_course_url(attempt.quiz.course.slug),
        "rows": rows_of(attempt.pk, rows, shown, put_right(attempt)),
        **_next_step(user, attempt, outline),
        **(_to_look_at_again(rows, outline) if Thing.CORRECTNESS in shown else {"lessons": []}),
    }


def shown_of(attempt: Attempt) -> frozenset[str]:
    """What its quiz shows of this attempt at this moment."""
    quiz = attempt.quiz
    return feedback.shown(
        quiz.feedback,
        submitted_at=attempt.submitted_at,
        closes_at=quiz.closes_at,
        now=periods.now(),
    )


def _title(attempt: Attempt) -> str:
    if attempt.is_waiting:
        return _("Handed in – waiting to be marked")
    if attempt.passed:
        return _("Passed – %(score)s questions right") % {"score": score(attempt)}
    if attempt.points is not None and attempt.points >= attempt.needed:
        # Enough in all, too few in a section.
        return _("Not yet – %(score)s questions right, but too few in one part") % {
            "score": score(attempt)
        }
    return _("Not yet – %(score)s questions right, %(needed)d needed") % {
        "score": score(attempt),
        "needed": attempt.needed,
    }


def _better_result(attempt: Attempt) -> Context | None:
    """The best result so far, where this is not it."""
    if attempt.is_waiting:
        return None
    others = Attempt.objects.filter(user=attempt.user_id, quiz=attempt.quiz_id).submitted()
    best = others.filter(points__gt=attempt.points).defer("paper").best_first().first()
    if best is None:
        return None
    best.quiz = attempt.quiz
    return best_text(best)


def _next_step(user: User, attempt: Attempt, outline: CourseOutline | None) -> Context:
    """Where a pass leads: the certificate, or the next thing the course asks for."""
    if attempt.enrolment.completed_at is not None:
        text = _("The course is complete.")
        return {"next": {"text": text, "action": _("Get the certificate"), "href": CERTIFICATES}}
    if outline is None:
        return {}
    now = standing(user, outline, {})
    if now.next_row is None:
        return {}
    left = now.total - now.done
    text = ngettext(
        "%(count)d more thing to do and the course is complete.",
        "%(count)d more things to do and the course is complete.",
        left,
    ) % {"count": left}
    return {"next": {"text": text, "action": _action(now.next_row), "href": now.next_row.url}}


def _action(row: TaskRow) -> str:
    if row.kind == "lesson":
        return _("Continue lesson %(number)d") % {"number": row.number}
    return row.title


def _to_look_at_again(rows: list[SheetRow], outline: CourseOutline | None) -> Context:
    """The lessons that teach what was missed, in the order of the course; only published ones."""
    if outline is None:
        return {"lessons": []}
    missed = [row.item.question for row in rows if row.is_missed]
    asked = Question.objects.filter(pk__in=missed)
    teaching = set(asked.values_list("lesson_id", flat=True))
    lessons = [
        _lesson_link(outline, number, item)
        for number, item in enumerate(outline.lessons, start=1)
        if item.id in teaching
    ]
    title = ngettext(
        "Look at this lesson again, then try again:",
        "Look at these %(count)d lessons again, then try again:",
        len(lessons),
    )
    return {"lessons": lessons, "lessons_title": title % {"count": len(lessons)}}


def _lesson_link(outline: CourseOutline, number: int, item: LessonItem) -> Context:
    minutes = ngettext("%(count)d minute", "%(count)d minutes", item.minutes)
    return {
        "number": number,
        "text": _("Lesson %(number)d: %(title)s") % {"number": number, "title": item.title},
        "note": minutes % {"count": item.minutes},
        "href": lesson_url(outline.slug, item.slug),
    }
