import datetime as dt
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts import policy
from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import LEARNER_ROLES, Role
from lms.core import audit
from lms.core.errors import DomainError
from lms.core.periods import local_date
from lms.units.models import AdminUnit, Agency, AreaSet


@dataclass(frozen=True, slots=True)
class Term:
    """From the day `first` to the day `last` (None: open), by which document."""

    first: dt.date
    last: dt.date | None = None
    document: str = ""


class Scope(TypedDict, total=False):
    area: AreaSet
    ward: AdminUnit
    agency: Agency


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    by: User | None,
    at: dt.datetime,
    term: Term | None = None,
    **scope: Unpack[Scope],
) -> RoleGrant:
    """Give `role` for a scope (area=, ward=, agency=), from today on unless `term` says otherwise.
    Idempotent: the same role for the same scope is returned if it holds. A role beyond learning
    needs a password, so people who sign in with a card are refused: DomainError "card_user"."""
    if role not in LEARNER_ROLES and user.has_card_number:
        raise DomainError(
            _("This person signs in with a card. Make a staff account with a password first."),
            code="card_user",
        )
    _refuse_wrong_scope(role, scope)
    holding = next((grant for grant in _holding(user, role) if _has(grant, scope)), None)
    if holding:
        return holding
    term = term or Term(local_date(at))
    grant = RoleGrant.objects.create(
        user=user,
        role=role,
        granted_by=by,
        valid_from=term.first,
        valid_to=term.last + dt.timedelta(days=1) if term.last else None,
        document=term.document,
        **scope,
    )
    audit.record("role.granted", user, by=by, role=role, **_codes(scope))
    _refresh(user)
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, by: User | None, at: dt.datetime) -> None:
    """From today on the role no longer holds; the grant stays as history. Idempotent."""
    today = local_date(at)
    if grant.valid_to is not None and grant.valid_to <= today:
        return
    grant.valid_to = max(today, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    audit.record("role.ended", grant.user, by=by, role=grant.role)
    _refresh(grant.user)


def _refuse_wrong_scope(role: Role, scope: Scope) -> None:
    if role == Role.DISTRICT_MANAGER and not scope.get("area"):
        raise DomainError(_("Choose the area this manager answers for."), code="area_needed")
    if role in {Role.WARD_MANAGER, Role.FACILITATOR} and not scope.get("ward"):
        raise DomainError(_("Choose the ward this role is for."), code="ward_needed")


def _holding(user: User, role: Role) -> list[RoleGrant]:
    policy.forget(user)
    return [grant for grant in policy.grants_of(user) if grant.role == role]


def _has(grant: RoleGrant, scope: Scope) -> bool:
    wanted = [getattr(scope.get(name), "pk", None) for name in ("area", "ward", "agency")]
    return wanted == [grant.area_id, grant.ward_id, grant.agency_id]


def _codes(scope: Scope) -> dict[str, str]:
    return {name: unit.code for name, unit in scope.items() if unit}  # type: ignore[attr-defined]


def _refresh(user: User) -> None:
    """`is_staff` follows the roles: it switches on the stricter idle time and the second factor."""
    policy.forget(user)
    user.is_staff = policy.works_here(user)
    user.save(update_fields=["is_staff"])
