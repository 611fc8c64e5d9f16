"""What the start page (ux L5) says about a test before one begins."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes import blueprint
from quizzes.admission import moment
from quizzes.grading import points_needed
from quizzes.models import Counted, Quiz
from quizzes.queries import question_counts
from quizzes.terms import Terms


def facts_of(quiz: Quiz, terms: Terms) -> list[str]:
    """In sentences; `terms`: on which this person takes it."""
    count, beside = question_counts(quiz)
    needed = points_needed(count, quiz.pass_percent)
    return [
        ngettext("%(count)d question.", "%(count)d questions, one a page.", count)
        % {"count": count},
        *_opinions(beside),
        _("You pass with %(needed)d right answers or more.") % {"needed": needed},
        *_sections(quiz),
        *_times(quiz, terms),
        _which_counts(quiz.counted),
        _("You may stop halfway: what you have answered is kept."),
    ]


def _opinions(count: int) -> list[str]:
    text = ngettext(
        "One more question asks what you think; it does not count.",
        "%(count)d more questions ask what you think; they do not count.",
        count,
    )
    return [text % {"count": count}] if count else []


def _sections(quiz: Quiz) -> list[str]:
    """What each part alone must reach; what is missing there is not made up for elsewhere."""
    return [
        _("Of these at least %(needed)d of the %(count)d about “%(section)s”.")
        % {"needed": section.minimum, "count": section.count, "section": section.name}
        for section in blueprint.load(quiz.blueprint)
        if section.minimum
    ]


def _times(quiz: Quiz, terms: Terms) -> list[str]:
    """How long, how often, until when."""
    said = [_how_long(terms.seconds // 60)] if terms.seconds else []
    if terms.attempts:
        how_often = ngettext(
            "You can try once in all.", "You can try %(count)d times in all.", terms.attempts
        )
        said.append(how_often % {"count": terms.attempts})
    if terms.attempts_per_day or not (terms.seconds or terms.attempts):
        said.append(_a_day(terms))
    if quiz.cool_down:
        wait = ngettext(
            "Between two attempts you wait %(count)d minute.",
            "Between two attempts you wait %(count)d minutes.",
            quiz.cool_down,
        )
        said.append(wait % {"count": quiz.cool_down})
    if terms.closes_at:
        said.append(_("The test closes at %(moment)s.") % {"moment": moment(terms.closes_at)})
    return said


def _how_long(minutes: int) -> str:
    text = ngettext(
        "You have %(count)d minute. The time runs on when you leave the page; at its end the test"
        " is handed in by itself.",
        "You have %(count)d minutes. The time runs on when you leave the page; at its end the test"
        " is handed in by itself.",
        minutes,
    )
    return text % {"count": minutes}


def _a_day(terms: Terms) -> str:
    if not terms.attempts_per_day:
        return _("No time limit. You can try again.")
    if terms.seconds:
        text = ngettext(
            "You can try once a day.", "You can try %(count)d times a day.", terms.attempts_per_day
        )
    else:
        text = ngettext(
            "No time limit. You can try once a day.",
            "No time limit. You can try %(count)d times a day.",
            terms.attempts_per_day,
        )
    return text % {"count": terms.attempts_per_day}


def _which_counts(rule: str) -> str:
    return {
        Counted.BEST: _("Your best result counts."),
        Counted.LAST: _("Your last result counts; once passed, it stays passed."),
        Counted.AVERAGE: _("The average of your results counts; once passed, it stays passed."),
        Counted.FIRST: _("Your first result counts; you may try again for practice."),
    }[Counted(rule)]
