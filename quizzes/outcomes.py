"""The results of one person at one test, and which of them counts for the course. Reads only."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from quizzes.assessing import Assessor, corrections_of
from quizzes.counting import Outcome, counted
from quizzes.models import Attempt, Counted
from quizzes.queries import outcome_of


def counted_with(attempt: Attempt) -> Outcome | None:
    """The result that counts for the course now that `attempt` is in; None while it waits. Where
    the best counts it is its own: a pass that was, still holds. No query for the usual rules."""
    if attempt.is_open or attempt.is_waiting:
        return None
    rule = attempt.quiz.counted
    if rule in (Counted.BEST, Counted.LAST):
        return outcome_of(attempt)
    return counted(rule, outcomes_with(attempt))


def outcomes_with(attempt: Attempt) -> list[Outcome]:
    """Of all attempts of the same person at the same test that are decided, oldest first."""
    same = Attempt.objects.filter(user=attempt.user_id, quiz=attempt.quiz_id).submitted()
    same = same.order_by("number")
    needs_sections = attempt.quiz.counted == Counted.AVERAGE and any(
        section["needed"] for section in attempt.sections
    )
    if not needs_sections:
        return [outcome_of(one) for one in same.defer("paper")]
    assessor = Assessor(corrections_of(attempt.quiz_id))
    return [_with_sections(one, assessor) for one in same.prefetch_related("answers")]


def _with_sections(attempt: Attempt, assessor: Assessor) -> Outcome:
    result = assessor.assess(attempt, attempt.answers.all()).result
    sections = {
        section.name: (section.points / section.whole, Fraction(section.needed, section.whole))
        for section in (result.sections if result else ())
        if section.whole
    }
    return replace(outcome_of(attempt), sections=sections)
