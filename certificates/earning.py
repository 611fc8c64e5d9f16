"""What a course's rule asks of an enrolment, and what is known about it. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.models import IssueRule
from courses.models import CoursePage, Enrolment, Evidence, RequirementDone
from lms.centres.models import Attendance, AttendanceState, ClassSession

# A requirement of this kind is met by a practice done without hints.
INDEPENDENT = "independent"
UNMET_WORDS = {
    "completed": _("the course is not completed"),
    "exam": _("the final test is below what is asked"),
    "practice": _("practice tasks are missing"),
    "attendance": _("too few class meetings attended"),
    "independent": _("no practice without help yet"),
    "supervised": _("no supervised test yet"),
}


def rule_of(course: CoursePage | int) -> IssueRule | None:
    key = course if isinstance(course, int) else course.pk
    return IssueRule.objects.filter(course=key).first()


def unmet(enrolment: Enrolment, rule: IssueRule | None) -> list[str]:
    """What is still missing, as names of `UNMET_WORDS`. Without a rule: completion alone."""
    if rule is None:
        return [] if enrolment.completed_at else ["completed"]
    return rules.unmet(asked_by(rule), facts_of(enrolment))


def asked_by(rule: IssueRule) -> rules.Asked:
    return rules.Asked(
        exam_percent=rule.exam_percent,
        practice_tasks=rule.practice_tasks,
        attendance_percent=rule.attendance_percent,
        independent=rule.independent,
        supervised=rule.supervised,
    )


def facts_of(enrolment: Enrolment) -> rules.Facts:
    """Three queries: what was met, meetings held, meetings attended."""
    met = list(
        RequirementDone.objects.filter(enrolment=enrolment, lost_at__isnull=True).select_related(
            "requirement"
        )
    )
    held = ClassSession.objects.filter(
        course=enrolment.course_id, attendances__user=enrolment.user_id
    ).distinct()
    attended = Attendance.objects.filter(
        user=enrolment.user_id,
        session__course=enrolment.course_id,
        state=AttendanceState.PRESENT,
    )
    return rules.Facts(
        completed=enrolment.completed_at is not None,
        exam=_best(done.score_text for done in met if done.requirement.kind == "quiz"),
        practice_tasks=sum(done.requirement.kind != "quiz" for done in met),
        meetings=(attended.count(), held.count()),
        independent=any(done.requirement.kind == INDEPENDENT for done in met),
        supervised=any(done.evidence == Evidence.SUPERVISED for done in met),
    )


def frozen(rule: IssueRule | None) -> dict[str, Any]:
    """The rule as it goes into a certificate's data."""
    if rule is None:
        return {"version": 0}
    asked = asked_by(rule)
    return {"version": rule.version, **{name: getattr(asked, name) for name in asked.__slots__}}


def _best(texts: Iterable[str]) -> tuple[int, int] | None:
    scores = [score for text in texts if (score := rules.read_score(text)) and score[1]]
    return max(scores, key=lambda score: Fraction(*score), default=None)
