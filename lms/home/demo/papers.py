"""Terms, credited hours, and papers in every state: so that each can be seen at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from certificates import life, services
from certificates.models import Certificate, CertificateKind, IssueRule, ReasonCode
from lms.accounts.models import Audience, User
from lms.accounts.roles import Role
from lms.centres.models import Attendance
from lms.home.demo.classes import PointPlan
from lms.home.demo.learning import Course
from lms.units.models import AdminUnit

TERM_MONTHS = 6
_SETTLED = dt.timedelta(days=3)  # by then a class can no longer be opened again


def courses_for_all(courses: Sequence[Course]) -> list[Course]:
    """Open to residents and meant for civil servants too: staff learn them beside what is required."""
    meant = (c for c in courses if Audience.CIVIL_SERVANT in c.outline.audiences)
    return [course for course in meant if not course.outline.sign_in_only]


def set_term(courses: Sequence[Course], *, by: User) -> None:
    """The first course for everybody is about what changes often: its certificate runs out."""
    for course in courses_for_all(courses)[:1]:
        life.save_rule(rule=IssueRule(course=course.page, valid_months=TERM_MONTHS), by=by)


def credit_hours(courses: Sequence[Course], *, by: User) -> None:
    """Courses for staff credit their hours from now on; who completed one before asks for the paper."""
    for course in courses:
        if Audience.CIVIL_SERVANT in course.outline.audiences:
            rule = IssueRule.objects.filter(course=course.page).first()
            rule = rule or IssueRule(course=course.page)
            rule.staff_hours = course.page.hours
            life.save_rule(rule=rule, by=by)


def join_classes(user: User, plans: Sequence[PointPlan], ward: AdminUnit, now: dt.datetime) -> None:
    """The ready learner came to two evenings of the ward."""
    near = [plan for plan in plans if plan.point.ward_id == ward.pk] or plans
    held = [session for plan in near for session in plan.sessions if session.present]
    for session in [one for one in held if one.starts_at < now - _SETTLED][-2:]:
        session.present.append(user)


def hand_out(ready: Mapping[Role, User], *, ward: AdminUnit, now: dt.datetime) -> None:
    """One confirmation and one certificate of hours are issued, the others wait to be asked for; of the
    ward's certificates one was corrected, one is suspended, one revoked; reminders went out."""
    official, by = ready[Role.CIVIL_SERVANT], ready[Role.ADMINISTRATOR]
    attended = Attendance.objects.filter(user=ready[Role.RESIDENT]).order_by("session__starts_at")
    for attendance in attended[:1]:
        services.confirm_presence(attendance=attendance, at=now)
    for enrolment in official.enrolments.completed().order_by("-completed_at")[:1]:
        services.issue_hours(enrolment=enrolment, at=now)
    others = Certificate.objects.filter(ward=ward, kind=CertificateKind.COMPLETION)
    others = others.exclude(user__in=ready.values()).select_related("enrolment")
    _change(list(others.order_by("-pk")[:3]), by=by, at=now)
    life.remind_due(at=now)


def _change(held: list[Certificate], *, by: User, at: dt.datetime) -> None:
    if len(held) < 3:
        return
    wrong, checked, mistaken = held
    life.correct(
        certificate=wrong,
        changes={"birth_year": wrong.data["birth_year"] - 1},
        reason="In nhầm năm sinh",
        by=by,
        at=at,
    )
    life.suspend(
        certificate=checked,
        code=ReasonCode.CHECKING,
        reason="Đang kiểm tra lại bài làm",
        by=by,
        at=at,
    )
    life.take_back(
        certificate=mistaken,
        code=ReasonCode.MISTAKE,
        reason="Cấp nhầm cho người cùng tên",
        by=by,
        at=at,
    )
