"""What a course's rule asks of an enrolment, and what is known about it. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from certificates import rules
from certificates.models import IssueRule
from courses.models import CoursePage, Enrolment, Evidence, RequirementDone
from courses.models.simulation import HelpLevel, RunMode, SimulationPage, SimulationRun
from lms.centres.models import Attendance, AttendanceState, ClassSession

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


def hours_rule(enrolment: Enrolment, rule: IssueRule | None) -> IssueRule | None:
    """The rule, if it credits hours to this person, who studied as staff of an agency."""
    return rule if rule and rule.staff_hours > 0 and enrolment.agency_id else None


def test_suffices(rule: IssueRule | None, score_text: str, evidence: str) -> bool:
    """Whether one passed sitting of the final test is all the rule asks of a test."""
    if rule is None:
        return True
    asked = rules.Asked(exam_percent=rule.exam_percent, supervised=rule.supervised)
    facts = rules.Facts(
        completed=True,
        exam=rules.read_score(score_text),
        supervised=evidence == Evidence.SUPERVISED,
    )
    return not rules.unmet(asked, facts)


def asked_by(rule: IssueRule) -> rules.Asked:
    return rules.Asked(
        exam_percent=rule.exam_percent,
        practice_tasks=rule.practice_tasks,
        attendance_percent=rule.attendance_percent,
        independent=rule.independent,
        supervised=rule.supervised,
    )


def did_alone(enrolment: Enrolment) -> bool:
    """Passed a simulated service of the course as a test, without hints and with nobody helping."""
    runs = SimulationRun.objects.filter(
        user=enrolment.user_id,
        mode=RunMode.TEST,
        passed=True,
        whole_class=False,
        help_level=HelpLevel.NONE,
    )
    practices = SimulationPage.objects.child_of(enrolment.course)
    return runs.filter(version__simulation__in=practices).exists()


def facts_of(enrolment: Enrolment) -> rules.Facts:
    """Five queries: what was met, meetings held and attended, a practice done alone."""
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
        independent=did_alone(enrolment),
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
