"""How the sections of a test came out, a line each (ux L8)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from quizzes.assessing import Assessor, corrections_of
from quizzes.grading import SectionResult, points_text, stored
from quizzes.models import Attempt


def section_lines(attempt: Attempt) -> list[dict[str, str]]:
    """{"icon", "text"}; none where the test has no sections, or waits to be marked."""
    if not attempt.sections:
        return []
    assessed = Assessor(corrections_of(attempt.quiz_id)).assess(attempt, attempt.answers.all())
    if assessed.result is None:
        return []
    return [
        {"icon": "check" if section.passed else "again", "text": _text(section)}
        for section in assessed.result.sections
    ]


def _text(section: SectionResult) -> str:
    words = {
        "section": section.name,
        "score": f"{points_text(stored(section.points, 3))}/{section.whole}",
        "needed": section.needed,
    }
    if not section.needed:
        return _("%(section)s: %(score)s questions right") % words
    if section.passed:
        return _("%(section)s: %(score)s questions right, enough") % words
    return _("%(section)s: %(score)s questions right, %(needed)d needed") % words
