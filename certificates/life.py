"""What happens to a certificate after its issue: corrected, renewed, suspended, expired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from certificates import earning, services, snapshot
from certificates.models import (
    Certificate,
    CertificateStatus,
    IssueRule,
    Notice,
    NoticeKind,
    ReasonCode,
)
from certificates.statuses import change_status
from courses.models import Enrolment
from lms.accounts.models import User
from lms.core import audit, periods
from lms.core.errors import DomainError
from lms.core.periods import local_date
from lms.core.vietnamese import clean_text

CORRECTABLE = ("name", "birth_year", "ward", "agency", "result")
REMINDERS = (60, 14)  # days before the end
RENEWABLE = frozenset({CertificateStatus.VALID, CertificateStatus.EXPIRED})
CHUNK = 500


def suspend(
    *, certificate: Certificate, code: str, reason: str, by: User, at: datetime
) -> Certificate:
    """For the time of a check: whoever verifies it reads that it is suspended."""
    return _changed(certificate, CertificateStatus.SUSPENDED, code, reason, by, at)


def reinstate(*, certificate: Certificate, reason: str, by: User, at: datetime) -> Certificate:
    """Valid again: the end of a suspension, or a revocation taken back."""
    if not certificate.is_current:
        raise DomainError(_("Another certificate replaced this one."), code="certificate.replaced")
    return _changed(certificate, CertificateStatus.VALID, ReasonCode.CHECKING, reason, by, at)


def take_back(
    *, certificate: Certificate, code: str, reason: str, by: User, at: datetime
) -> Certificate:
    """Revoked; its number and its row stay."""
    return _changed(certificate, CertificateStatus.REVOKED, code, reason, by, at)


def _changed(
    certificate: Certificate, to: str, code: str, reason: str, by: User, at: datetime
) -> Certificate:
    if not reason.strip():
        raise DomainError(_("Write the reason for the decision."), code="certificate.no_reason")
    return change_status(
        certificate=certificate, to=to, code=code, reason=clean_text(reason), by=by, at=at
    )


@transaction.atomic
def correct(
    *, certificate: Certificate, changes: Mapping[str, Any], reason: str, by: User, at: datetime
) -> Certificate:
    """A new certificate with `changes` of what was printed (keys of CORRECTABLE); the old one stays
    as it is, is superseded, and both name each other. Refused where nothing changes."""
    tidy = {key: _tidy(value) for key, value in changes.items() if key in CORRECTABLE}
    if not reason.strip() or all(certificate.data[key] == tidy[key] for key in tidy):
        raise DomainError(
            _("Say what is corrected, and why."), code="certificate.nothing_to_correct"
        )
    return _supersede(certificate, tidy, ReasonCode.WRONG_DATA, clean_text(reason), by, at)


@transaction.atomic
def renew(*, certificate: Certificate, by: User | None, at: datetime) -> Certificate:
    """A new certificate with a new term. Refused before the window opens, and while it is checked."""
    if certificate.status == CertificateStatus.SUSPENDED:
        raise DomainError(_("It is being checked. Decide that first."), code="certificate.checking")
    if not may_renew(certificate, local_date(at)):
        raise DomainError(_("It cannot be renewed yet."), code="certificate.too_early")
    return _supersede(certificate, {}, ReasonCode.RENEWED, "", by, at)


@transaction.atomic
def renew_after_refresher(
    *, enrolment: Enrolment, score_text: str, evidence: str, at: datetime
) -> Certificate | None:
    """The final test was passed again: renews what is inside its window, if this sitting reaches what
    the rule asks of a test. None, and nothing happens, otherwise; so it may be told of every pass."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    held = services.current_of(enrolment)
    if held is None or held.status not in RENEWABLE or not may_renew(held, local_date(at)):
        return None
    if not earning.test_suffices(earning.rule_of(enrolment.course_id), score_text, evidence):
        return None
    return _supersede(held, {"result": score_text}, ReasonCode.RENEWED, "", None, at)


def may_renew(certificate: Certificate, day: date | None = None) -> bool:
    opens = renewal_opens_on(certificate)
    return opens is not None and (day or periods.today()) >= opens


def renewal_opens_on(certificate: Certificate) -> date | None:
    """The first day it can be renewed; None where it does not expire."""
    if certificate.expires_on is None:
        return None
    rule = earning.rule_of(certificate.course_id) if certificate.course_id else None
    days = rule.window_days if rule else REMINDERS[0]
    return certificate.expires_on - timedelta(days=days)


def _supersede(
    old: Certificate, changes: Mapping[str, Any], code: str, reason: str, by: Any, at: datetime
) -> Certificate:
    change_status(
        certificate=old, to=CertificateStatus.SUPERSEDED, code=code, reason=reason, by=by, at=at
    )
    Certificate.objects.filter(pk=old.pk).update(is_current=False)
    old.refresh_from_db()
    data = {key: value for key, value in old.data.items() if key not in snapshot.PER_ISSUE}
    about = old.enrolment or old.attendance
    assert about is not None  # the database says so
    new = services.place_certificate(
        about=about,
        kind=old.kind,
        data=data | dict(changes) | {"supersedes": old.code},
        at=at,
        supersedes=old,
        expires_on=old.expires_on if code == ReasonCode.WRONG_DATA else None,
    )
    audit.record("certificate.superseded_by", old, by=by, new=new.code)
    if new.expires_on and new.expires_on <= local_date(at):
        _expire(new, at)  # a mistake on one that had run out: corrected, and still run out
    return new


def _expire(certificate: Certificate, at: datetime) -> None:
    change_status(
        certificate=certificate,
        to=CertificateStatus.EXPIRED,
        code=ReasonCode.TIME_OVER,
        reason="",
        by=None,
        at=at,
    )


def look_after(*, at: datetime) -> None:
    """What the passing of time does; four queries where there is nothing to do."""
    expire_due(at=at)
    remind_due(at=at)


def expire_due(*, at: datetime) -> int:
    """Valid certificates whose last day is over become expired. One query where there are none."""
    due = Certificate.objects.filter(
        status=CertificateStatus.VALID, expires_on__lte=local_date(at)
    ).order_by("pk")[:CHUNK]
    count = 0
    for certificate in due:
        _expire(certificate, at)
        count += 1
    return count


def remind_due(*, at: datetime) -> int:
    """Reminders before the end, each once; one query for each kind where nothing is due."""
    count = 0
    for days in REMINDERS:
        mark = f"expiring-{days}"
        soon = (
            Certificate.objects.filter(
                status=CertificateStatus.VALID,
                expires_on__lte=local_date(at) + timedelta(days=days),
            )
            .exclude(notices__mark=mark)
            .values_list("pk", "user")[:CHUNK]
        )
        told = [
            Notice(certificate_id=pk, user_id=user, kind=NoticeKind.EXPIRING, mark=mark, at=at)
            for pk, user in soon
        ]
        if told:
            Notice.objects.bulk_create(told, ignore_conflicts=True)
        count += len(told)
    return count


@transaction.atomic
def save_rule(*, rule: IssueRule, by: User) -> IssueRule:
    """Keep a course's rule; certificates already issued keep the version they were issued under."""
    rule.version = rule.version + 1 if rule.pk else 1
    rule.save()
    audit.record("certificate.rule", rule, by=by, version=rule.version)
    return rule


def _tidy(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value
