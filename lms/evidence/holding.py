"""Holds: a person suspends what is to be checked, those concerned may say something, a person decides.
Nothing here is called by a count or a sweep, and nothing here revokes."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificates import life
from certificates.models import Certificate, CertificateStatus, ReasonCode
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from lms.core.vietnamese import clean_lines, clean_text
from lms.evidence.definitions import signs_of_unit
from lms.evidence.facts import Reader, UnitKey
from lms.evidence.models import Appeal, HeldCertificate, Hold, HoldOutcome, UnitScore
from lms.evidence.services import WINDOW


def certificates_to_hold(score: UnitScore, *, at: dt.datetime) -> list[Certificate]:
    """The valid certificates of a unit: of the people who show a sign; where only their facilitator
    shows one, of all who passed in that class. Those who learned without a class and show no sign are
    left alone."""
    key = UnitKey(score.facilitator_id, score.session_id, score.month)
    facts = Reader(at - WINDOW).read(score.ward_id)
    unit = facts.units.get(key)
    if unit is None:
        return []
    who = {person for sign in signs_of_unit(unit) for person in sign.who}
    if not who and score.session_id is not None:
        who = {one.person for one in unit.passes}
    enrolments = [enrolment for person, enrolment in facts.enrolled[key] if person in who]
    return list(
        Certificate.objects.filter(
            enrolment__in=enrolments, is_current=True, status=CertificateStatus.VALID
        ).order_by("pk")
    )


@transaction.atomic
def place_hold(*, score: UnitScore, reason: str, by: User, at: dt.datetime) -> Hold:
    """Suspend the certificates of the unit until somebody decides; the holders are told. Refused without
    a reason, where a hold is open already ("hold.open") and where nothing is valid ("hold.nothing")."""
    reason = _said(reason)
    open_one = Hold.objects.filter(
        ward=score.ward_id, session=score.session_id, month=score.month,
        facilitator=score.facilitator_id, outcome=HoldOutcome.OPEN,
    )  # fmt: skip
    if open_one.exists():
        raise DomainError(_("This is on hold already."), code="hold.open")
    certificates = certificates_to_hold(score, at=at)
    if not certificates:
        raise DomainError(_("There is no valid certificate to hold here."), code="hold.nothing")
    hold = Hold(
        ward_id=score.ward_id, facilitator_id=score.facilitator_id, session_id=score.session_id,
        month=score.month, score=score.score, signs=score.signs, reason=reason,
        placed_at=at, placed_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            hold.save()
    except IntegrityError as error:
        raise DomainError(_("This is on hold already."), code="hold.open") from error
    for certificate in certificates:
        life.suspend(certificate=certificate, code=ReasonCode.CHECKING, reason=reason, by=by, at=at)
    HeldCertificate.objects.bulk_create(
        HeldCertificate(hold=hold, certificate=certificate) for certificate in certificates
    )
    audit.record("evidence.held", hold, by=by, certificates=len(certificates), score=hold.score)
    return hold


@transaction.atomic
def appeal(*, hold: Hold, text: str, by: User, at: dt.datetime) -> Appeal:
    """What somebody concerned says. Refused empty, twice ("appeal.again") and once it is decided."""
    text = clean_lines(text).strip()
    if not text:
        raise DomainError(_("Write what you want to say."), code="appeal.empty")
    locked = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if locked.outcome != HoldOutcome.OPEN:
        raise DomainError(_("This has been decided already."), code="hold.decided")
    said, is_new = Appeal.objects.get_or_create(
        hold=locked, by=by, defaults={"text": text, "at": at}
    )
    if not is_new:
        raise DomainError(_("You have said something about this already."), code="appeal.again")
    audit.record("evidence.appealed", hold, by=by)
    return said


@transaction.atomic
def decide(*, hold: Hold, lift: bool, reason: str, by: User, at: dt.datetime) -> Hold:
    """Lift the hold, and its certificates are valid again; or confirm it, and they stay suspended: only
    the certificates' office revokes, one by one. Whoever was appealed against does not confirm their
    own hold ("hold.own"); anybody with the right may lift. A confirmed hold can still be lifted."""
    reason = _said(reason)
    locked = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if locked.outcome == HoldOutcome.LIFTED or (locked.outcome == HoldOutcome.KEPT and not lift):
        raise DomainError(_("This has been decided already."), code="hold.decided")
    if not lift and locked.placed_by_id == by.pk and locked.appeals.exists():
        raise DomainError(
            _("Somebody disagrees, so somebody other than you must confirm this hold."),
            code="hold.own",
        )
    locked.outcome = HoldOutcome.LIFTED if lift else HoldOutcome.KEPT
    locked.decision, locked.decided_at, locked.decided_by = reason, at, by
    locked.save()
    if lift:
        _give_back(locked, reason=reason, by=by, at=at)
    audit.record(f"evidence.{locked.outcome}", locked, by=by)
    return locked


def _give_back(hold: Hold, *, reason: str, by: User, at: dt.datetime) -> None:
    """Whatever else happened to a certificate since stays."""
    held = Certificate.objects.filter(
        pk__in=hold.held.values("certificate"), is_current=True, status=CertificateStatus.SUSPENDED
    )
    for certificate in held.order_by("pk"):
        life.reinstate(certificate=certificate, reason=reason, by=by, at=at)


def _said(reason: str) -> str:
    reason = clean_text(reason)
    if not reason:
        raise DomainError(_("Write the reason for the decision."), code="hold.no_reason")
    return reason
