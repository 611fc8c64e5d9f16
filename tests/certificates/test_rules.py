"""The rule of a course: pure conditions, and what the database knows about them."""

from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from certificates import earning, rules, services
from certificates.models import Certificate, IssueRule
from courses.models import CoursePage, Enrolment, RequirementDone
from courses.models.simulation import (
    HelpLevel,
    RunMode,
    SimulationPage,
    SimulationRun,
    SimulationVersion,
)
from courses.services import register_requirement
from courses.signals import course_completed
from lms.centres.models import Attendance, AttendanceState
from lms.centres.signals import attendance_changed
from lms.core.errors import DomainError
from tests.factories import EnrolmentFactory, PointFactory, StaffFactory, open_session

DONE = rules.Facts(completed=True)


@given(st.integers(0, 40), st.integers(1, 40), st.integers(1, 100))
def test_a_percentage_is_reached_exactly(points: int, out_of: int, percent: int) -> None:
    facts = rules.Facts(completed=True, exam=(points, out_of))
    met = not rules.unmet(rules.Asked(exam_percent=percent), facts)
    assert met == (points * 100 >= percent * out_of)


@pytest.mark.parametrize(
    ("asked", "facts", "missing"),
    [
        (rules.Asked(), rules.Facts(completed=False), ["completed"]),
        (rules.Asked(), DONE, []),
        (rules.Asked(exam_percent=80), DONE, ["exam"]),
        (rules.Asked(exam_percent=80), rules.Facts(True, exam=(0, 0)), ["exam"]),
        (rules.Asked(practice_tasks=2), rules.Facts(True, practice_tasks=1), ["practice"]),
        (rules.Asked(attendance_percent=75), rules.Facts(True, meetings=(3, 4)), []),
        (rules.Asked(attendance_percent=76), rules.Facts(True, meetings=(3, 4)), ["attendance"]),
        (rules.Asked(attendance_percent=1), DONE, ["attendance"]),
        (rules.Asked(independent=True, supervised=True), DONE, ["independent", "supervised"]),
        (rules.Asked(independent=True), rules.Facts(True, independent=True), []),
    ],
)
def test_each_condition(asked: rules.Asked, facts: rules.Facts, missing: list[str]) -> None:
    assert rules.unmet(asked, facts) == missing


@pytest.mark.parametrize(
    ("text", "score"),
    [("10/12", (10, 12)), ("8,5/10", (85, 100)), ("", None), ("x/2", None), ("8,/10", None)],
)
def test_scores_are_read(text: str, score: Any) -> None:
    assert rules.read_score(text) == score


def completed(**rule: Any) -> Enrolment:
    enrolment: Enrolment = EnrolmentFactory(completed_at=timezone.now())
    IssueRule.objects.create(course=enrolment.course, **rule)
    return enrolment


def score(enrolment: Enrolment, text: str, evidence: str = "tu_hoc") -> None:
    requirement = register_requirement(
        course=enrolment.course, kind="quiz", key="cuoi", title="Kiểm tra", minutes=5
    )
    RequirementDone.objects.create(
        enrolment=enrolment,
        requirement=requirement,
        done_at=timezone.now(),
        evidence=evidence,
        score_text=text,
    )


@pytest.mark.django_db
def test_completion_alone_is_not_enough_where_the_rule_asks_for_more() -> None:
    enrolment = completed(exam_percent=80)
    score(enrolment, "9/12")
    course_completed.send(sender=Enrolment, enrolment=enrolment)
    assert not Certificate.objects.exists()
    with pytest.raises(DomainError) as refusal:
        services.issue_certificate(enrolment=enrolment, at=timezone.now())
    assert refusal.value.code == "certificate.rule"
    RequirementDone.objects.update(score_text="10/12")
    issued = services.issue_certificate(enrolment=enrolment, at=timezone.now())
    assert issued.data["rule"]["exam_percent"] == 80
    assert issued.data["rule"]["version"] == 1


@pytest.mark.django_db
def test_a_supervised_test_counts_as_such() -> None:
    enrolment = completed(supervised=True)
    score(enrolment, "12/12", evidence="co_giam_sat")
    assert services.issue_certificate(enrolment=enrolment, at=timezone.now()).pk


@pytest.mark.django_db
def test_the_last_meeting_earns_the_certificate_by_itself() -> None:
    enrolment = completed(attendance_percent=100)
    course_completed.send(sender=Enrolment, enrolment=enrolment)
    assert not Certificate.objects.exists()
    session = open_session(
        StaffFactory(), PointFactory(ward=enrolment.ward), course=enrolment.course
    )
    there = Attendance.objects.create(
        session=session, user=enrolment.user, state=AttendanceState.WAITING
    )
    attendance_changed.send(sender=Attendance, attendance=there)
    assert not Certificate.objects.exists()
    there.state, there.confirmed_at = AttendanceState.PRESENT, timezone.now()
    there.save()
    attendance_changed.send(sender=Attendance, attendance=there)
    assert Certificate.objects.get().enrolment == enrolment


def practise(enrolment: Enrolment, **fields: Any) -> SimulationRun:
    """A finished run of the course's practice, by its learner."""
    page = enrolment.course.get_children().type(SimulationPage).first() or practice_of(
        enrolment.course
    )
    version = SimulationVersion.objects.get_or_create(
        simulation=page.specific,
        number=1,
        defaults={"published_at": timezone.now(), "checksum": "x", "script": {}},
    )[0]
    given = {"mode": RunMode.TEST, "passed": True, "help_level": HelpLevel.NONE} | fields
    return SimulationRun.objects.create(
        version=version,
        user=enrolment.user,
        token=f"lan-{SimulationRun.objects.count()}",
        seed=1,
        state={},
        started_at=timezone.now(),
        finished_at=timezone.now(),
        **given,
    )


def practice_of(course: CoursePage) -> SimulationPage:
    page = SimulationPage(title="Nộp hồ sơ", slug="nop-ho-so", summary="Tự nộp được hồ sơ.")
    course.add_child(instance=page)
    return page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("run", "alone"),
    [
        ({}, True),
        ({"help_level": HelpLevel.VERBAL}, False),
        ({"help_level": HelpLevel.HANDS_ON}, False),
        ({"mode": RunMode.TRY, "passed": None}, False),
        ({"passed": False}, False),
        ({"whole_class": True}, False),
    ],
)
def test_only_a_passed_test_that_nobody_helped_with_counts_as_done_alone(
    run: dict[str, Any], alone: bool
) -> None:
    enrolment = completed(independent=True)
    practise(enrolment, **run)
    issued = services.issue_if_earned(enrolment=enrolment, at=timezone.now())
    assert (issued is not None) is alone


@pytest.mark.django_db
def test_a_practice_of_another_course_or_person_is_not_ones_own() -> None:
    enrolment = completed(independent=True)
    practise(EnrolmentFactory(user=enrolment.user))
    practise(EnrolmentFactory(course=enrolment.course))
    assert not earning.did_alone(enrolment)


@pytest.mark.django_db
def test_what_is_known_is_read_from_the_facts() -> None:
    enrolment = completed()
    score(enrolment, "10/12")
    practice = register_requirement(
        course=enrolment.course, kind="practice", key="p", title="Làm thử", minutes=5
    )
    RequirementDone.objects.create(
        enrolment=enrolment, requirement=practice, done_at=timezone.now(), evidence="tu_hoc"
    )
    practise(enrolment)
    facts = earning.facts_of(enrolment)
    assert facts == rules.Facts(True, exam=(10, 12), practice_tasks=1, independent=True)
