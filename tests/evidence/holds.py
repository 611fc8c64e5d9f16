"""A hold that is there, for tests of its pages."""

from __future__ import annotations

from django.utils import timezone

from certificates.models import Certificate
from certificates.services import issue_certificate
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core import periods
from lms.evidence.models import HeldCertificate, Hold, UnitScore
from lms.evidence.traces import SignKey
from lms.units.models import AdminUnit
from tests.evidence.world import a_class
from tests.factories import EnrolmentFactory, with_role


def suspicious_class(ward: AdminUnit, facilitator: User | None = None) -> UnitScore:
    """With every sign there is."""
    session, now = a_class(ward, facilitator), periods.now()
    signs = [
        {"key": key, "strength": 1.0, "people": 3 + n, "of": 12} for n, key in enumerate(SignKey)
    ]
    return UnitScore.objects.create(
        ward=ward, session=session, facilitator=session.facilitator, score=97, people=12,
        month=periods.today().replace(day=1), signs=signs, counted_at=now,
    )  # fmt: skip


def place_on_hold(ward: AdminUnit, holder: User, facilitator: User | None = None) -> Hold:
    """Of a certificate of `holder`; the certificate itself stays as it is."""
    score = suspicious_class(ward, facilitator)
    certificate = Certificate.objects.filter(user=holder).first()
    if certificate is None:
        enrolment = EnrolmentFactory(user=holder, completed_at=timezone.now())
        certificate = issue_certificate(enrolment=enrolment, at=timezone.now())
    hold = Hold.objects.create(
        ward=ward, session=score.session, facilitator=score.facilitator, month=score.month,
        score=score.score, signs=score.signs, reason="Cần xem lại cách làm bài của buổi này",
        placed_at=periods.now(), placed_by=with_role(Role.WARD_MANAGER, ward=ward),
    )  # fmt: skip
    HeldCertificate.objects.create(hold=hold, certificate=certificate)
    return hold
