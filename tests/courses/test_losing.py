"""A requirement that turns out not to be met."""

from typing import Any

import pytest
from django.utils import timezone

from courses import services
from courses.models import Enrolment, Evidence, RequirementDone
from courses.signals import requirement_lost, requirement_regained
from tests.factories import EnrolmentFactory, make_course

pytestmark = pytest.mark.django_db
TEST: dict[str, Any] = {"kind": "quiz", "key": "cuoi-khoa"}


@pytest.fixture
def enrolment() -> Enrolment:
    course = make_course(lessons=0)
    services.register_requirement(course=course, title="Kiểm tra", minutes=10, **TEST)
    found: Enrolment = EnrolmentFactory(course=course)
    return found


def meet(enrolment: Enrolment) -> None:
    services.meet_requirement(
        enrolment=enrolment,
        evidence=Evidence.SELF_STUDY,
        score_text="3/4",
        at=timezone.now(),
        **TEST,
    )


def lose(enrolment: Enrolment) -> bool:
    return services.lose_requirement(enrolment=enrolment, at=timezone.now(), **TEST)


def heard(signal: Any) -> list[dict[str, Any]]:
    """What the signal said since; kept alive by its own list."""
    said: list[dict[str, Any]] = []

    def listen(**kwargs: Any) -> None:
        said.append(kwargs)

    signal.connect(listen, weak=False, dispatch_uid="test")
    return said


@pytest.fixture(autouse=True)
def _hush() -> Any:
    yield
    for signal in (requirement_lost, requirement_regained):
        signal.disconnect(dispatch_uid="test")


def test_before_completion_it_is_simply_asked_for_again(enrolment: Enrolment) -> None:
    services.register_requirement(
        course=enrolment.course, kind="quiz", key="khac", title="Khác", minutes=5
    )
    meet(enrolment)
    said = heard(requirement_lost)
    assert lose(enrolment)
    assert not RequirementDone.objects.exists()
    assert said == []


def test_a_completion_stays_and_others_are_told_once(enrolment: Enrolment) -> None:
    meet(enrolment)
    said = heard(requirement_lost)
    assert lose(enrolment)
    assert not lose(enrolment)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert [event["requirement"].title for event in said] == ["Kiểm tra"]
    assert RequirementDone.objects.get().lost_at is not None


def test_met_again_it_is_regained(enrolment: Enrolment) -> None:
    meet(enrolment)
    lose(enrolment)
    said = heard(requirement_regained)
    meet(enrolment)
    meet(enrolment)
    assert len(said) == 1
    assert RequirementDone.objects.get().lost_at is None


def test_what_was_never_met_cannot_be_lost(enrolment: Enrolment) -> None:
    assert not lose(enrolment)
