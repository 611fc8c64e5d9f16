"""Standing in for a manager: handing one's own scope to a colleague for some days."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts import policy
from lms.accounts.models import Delegation, RoleGrant, User
from lms.accounts.roles import Permission
from lms.core import audit
from lms.core.errors import DomainError
from lms.core.periods import local_date

MOST_DAYS = 90
_DAY = dt.timedelta(days=1)


@transaction.atomic
def delegate(
    *,
    grant: RoleGrant,
    receiver: User,
    first: dt.date,
    last: dt.date,
    reason: str,
    by: User,
    at: dt.datetime,
) -> Delegation:
    """Let `receiver` stand in from `first` to `last`, both included. Only one's own grant can be
    handed on: who stands in for somebody cannot pass that on. Raises DomainError."""
    if grant not in policy.own_grants_with(by, Permission.DELEGATE):
        raise DomainError(_("You can hand on only a role of your own."), code="not_own")
    if receiver == by:
        raise DomainError(_("Choose a colleague, not yourself."), code="self")
    if receiver.has_card_number or not receiver.is_active:
        raise DomainError(_("This person has no staff account with a password."), code="card_user")
    _refuse_wrong_days(first, last, grant, local_date(at))
    made = Delegation.objects.create(
        grant=grant,
        receiver=receiver,
        valid_from=first,
        valid_to=last + _DAY,
        reason=reason,
        made_at=at,
    )
    _note(made, "role.delegated", by)
    return made


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User, at: dt.datetime) -> None:
    """From this moment it opens nothing; the row stays as history. Idempotent."""
    today = local_date(at)
    if delegation.valid_to <= today:
        return
    delegation.valid_to = max(today, delegation.valid_from)
    delegation.ended_by = by
    delegation.save(update_fields=["valid_to", "ended_by"])
    _note(delegation, "role.delegation_ended", by)


def _refuse_wrong_days(first: dt.date, last: dt.date, grant: RoleGrant, today: dt.date) -> None:
    if first < today:
        raise DomainError(_("The first day cannot be before today."), code="past")
    if last < first:
        raise DomainError(_("The last day comes before the first."), code="backwards")
    if last - first >= dt.timedelta(days=MOST_DAYS):
        raise DomainError(_("Choose at most %(days)d days.") % {"days": MOST_DAYS}, code="too_long")
    if grant.valid_to and last >= grant.valid_to:
        raise DomainError(_("Your own role ends before that day."), code="after_grant")


def _note(delegation: Delegation, action: str, by: User) -> None:
    """Whoever stands in works here: the second factor and the short idle time hold for them too."""
    receiver = delegation.receiver
    policy.forget(receiver)
    if not receiver.is_staff:
        receiver.is_staff = True
        receiver.save(update_fields=["is_staff"])
    audit.record(
        action,
        receiver,
        by=by,
        role=delegation.grant.role,
        grant=delegation.grant_id,
        first=delegation.valid_from.isoformat(),
        until=delegation.valid_to.isoformat(),
    )
