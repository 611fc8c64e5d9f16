"""A certificate whose course is no longer met: a person decides."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates import services
from certificates.models import Certificate, CertificateStatus, Doubt, DoubtOutcome
from courses.models import Enrolment, Requirement, RequirementDone
from courses.services import register_requirement
from courses.signals import requirement_lost, requirement_regained
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from tests.factories import EnrolmentFactory, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


@pytest.fixture
def administrator() -> User:
    return with_role(Role.ADMINISTRATOR)


def say(signal: object, certificate: Certificate) -> Requirement:
    assert certificate.course is not None
    requirement = register_requirement(
        course=certificate.course, kind="quiz", key="k", title="Kiểm tra", minutes=5
    )
    signal.send(  # type: ignore[attr-defined]
        sender=RequirementDone, enrolment=certificate.enrolment, requirement=requirement
    )
    return requirement


def doubt_of(certificate: Certificate) -> Doubt:
    say(requirement_lost, certificate)
    return Doubt.objects.get()


def test_a_lost_requirement_opens_one_doubt_and_revokes_nothing(certificate: Certificate) -> None:
    say(requirement_lost, certificate)
    say(requirement_lost, certificate)
    assert Doubt.objects.get().outcome == DoubtOutcome.OPEN
    certificate.refresh_from_db()
    assert certificate.status == CertificateStatus.VALID
    assert AuditEvent.objects.filter(action="certificate.doubted").count() == 1


def test_without_a_certificate_there_is_nothing_to_doubt() -> None:
    enrolment: Enrolment = EnrolmentFactory(completed_at=timezone.now())
    assert services.doubt_certificate(enrolment=enrolment, requirement="x", at=timezone.now()) == []


def test_met_after_all_it_is_settled(certificate: Certificate) -> None:
    doubt = doubt_of(certificate)
    say(requirement_regained, certificate)
    doubt.refresh_from_db()
    assert doubt.outcome == DoubtOutcome.SETTLED


@pytest.mark.parametrize(
    ("revoked", "status"), [(True, CertificateStatus.REVOKED), (False, CertificateStatus.VALID)]
)
def test_a_person_decides_once(
    certificate: Certificate, administrator: User, revoked: bool, status: str
) -> None:
    doubt = doubt_of(certificate)
    given: dict[str, Any] = {
        "doubt": doubt,
        "revoked": revoked,
        "by": administrator,
        "at": timezone.now(),
    }
    with pytest.raises(DomainError):
        services.decide_doubt(**given, reason=" ")
    services.decide_doubt(**given, reason="Đề bị sai đáp án.")
    certificate.refresh_from_db()
    assert certificate.status == status
    with pytest.raises(DomainError) as error:
        services.decide_doubt(**given, reason="Lần nữa")
    assert error.value.code == "doubt.decided"


def test_the_page_is_for_administrators(
    client: Client, certificate: Certificate, administrator: User
) -> None:
    doubt = doubt_of(certificate)
    edit = reverse("giay-can-xem-lai:edit", args=[doubt.pk])
    client.force_login(with_role(Role.EDITOR))
    assert client.get(edit).status_code == 302
    client.force_login(administrator)
    assert certificate.code in client.get(reverse("giay-can-xem-lai:index")).content.decode()
    assert client.get(edit).status_code == 200
    answer = client.post(edit, {"outcome": "revoked", "reason": "Sai đáp án"})
    assert answer.status_code == 302
    certificate.refresh_from_db()
    assert (certificate.status, certificate.status_reason) == ("revoked", "Sai đáp án")
    assert client.post(edit, {"outcome": "kept", "reason": "Thôi"}).status_code == 200  # decided
