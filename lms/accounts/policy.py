"""One policy, three questions: may they, which wards, which people (house-style §2.5).

Everybody who is signed in learns; everything else comes from a dated `RoleGrant`. A grant must hold
today, whatever day is asked about: a former manager sees nothing, not even of the past. The grants
of a user are read once and kept on the user object, so a request pays one query for all questions;
none for people who sign in with a card: six digits open no more than one's own learning, whatever
grants there may be.

Who stands in for somebody (`Delegation`) has that one grant of theirs, live and for the days agreed,
but may not hand it on; so nobody ever gets more than the grant's holder has that day.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from lms.accounts.models import Delegation, RoleGrant, User
from lms.accounts.roles import LEARNER_ROLES, NOT_HANDED_ON, PERMISSIONS, Permission, Role
from lms.core import periods
from lms.units.models import WARD_KINDS, AdminUnit, AreaMembership, AreaSet

if TYPE_CHECKING:
    AnyUser = User | AnonymousUser

_KEPT = "_policy_grants"
_WARD_ROLES = frozenset({Role.WARD_MANAGER, Role.FACILITATOR, Role.REPORT_VIEWER})
_AREA_ROLES = frozenset({Role.DISTRICT_MANAGER, Role.REPORT_VIEWER})


def may(user: AnyUser, permission: Permission) -> bool:
    """Whether any role that `user` holds today allows `permission`, for whatever scope."""
    if not user.is_authenticated or not user.is_active:
        return False
    if permission in PERMISSIONS[Role.RESIDENT] or _has_whole_site(user, permission):
        return True
    return bool(_grants_with(user, permission))


def wards_for(
    user: AnyUser, permission: Permission, on: dt.date | None = None
) -> QuerySet[AdminUnit]:
    """The wards `user` may use `permission` for; areas hold the wards they held `on` that day."""
    grants = _grants_with(user, permission)
    wards = AdminUnit.objects.filter(kind__in=WARD_KINDS)
    if _has_whole_site(user, permission):
        return wards
    if _province_grants(grants):
        return wards.filter(parent__code=settings.OPERATOR_PROVINCE)
    own = [g.ward_id for g in grants if g.role in _WARD_ROLES and g.ward_id]
    areas = _area_ids(grants)
    if not own and not areas:
        return wards.none()
    members = AreaMembership.objects.filter(_holds_on(on or periods.today()), area__in=areas)
    return wards.filter(Q(pk__in=own) | Q(pk__in=members.values("ward")))


def areas_for(user: AnyUser, permission: Permission) -> QuerySet[AreaSet]:
    """The areas `user` answers for as a whole; a ward role answers for none."""
    if has_whole_province(user, permission):
        return AreaSet.objects.all()
    return AreaSet.objects.filter(pk__in=_area_ids(_grants_with(user, permission)))


def has_whole_province(user: AnyUser, permission: Permission) -> bool:
    """Whether `user` answers for the operator's province as a whole, people without a known
    residence included."""
    if _has_whole_site(user, permission):
        return True
    return bool(_province_grants(_grants_with(user, permission)))


def people_for(user: AnyUser, permission: Permission) -> QuerySet[User]:
    """The people whose names `user` may see: only for helping learners, only residents of the
    helper's wards, and nobody who works here (a helper must not get at a colleague's account).
    Managers see numbers, never names."""
    if permission != Permission.HELP_LEARNERS or not may(user, permission):
        return User.objects.none()
    staff = RoleGrant.objects.filter(_holds_on(periods.today())).exclude(role__in=LEARNER_ROLES)
    learners = User.objects.filter(is_active=True, is_staff=False, is_superuser=False)
    return learners.filter(ward__in=wards_for(user, permission)).exclude(
        pk__in=staff.values("user")
    )


def may_supervise(user: AnyUser, learner: User) -> bool:
    """Whether `user` may open tests and vouch for who takes them; nobody does so for themselves. In
    which classes is asked of `wards_for`."""
    return user.pk != learner.pk and may(user, Permission.RUN_CLASSES)


def works_here(user: AnyUser) -> bool:
    """Whether `user` holds a role beyond learning: such people sign in with a second factor."""
    return any(role not in LEARNER_ROLES for role in roles_of(user))


def roles_of(user: AnyUser) -> frozenset[Role]:
    """The roles that hold today. Whoever set the site up (`createsuperuser`) administers it."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    roles = {Role(grant.role) for grant in grants_of(user)} | {Role.RESIDENT}
    return frozenset(roles | {Role.ADMINISTRATOR} if user.is_superuser else roles)


def grants_of(user: User) -> tuple[RoleGrant, ...]:
    """The grants that hold today, others' that `user` stands in for included; read once per user
    object."""
    kept: tuple[RoleGrant, ...] | None = () if user.has_card_number else getattr(user, _KEPT, None)
    if kept is None:
        today = periods.today()
        handed = Delegation.objects.filter(
            _holds_on(today), receiver=user.pk, grant__user__is_active=True
        )
        whose = Q(user=user.pk) | Q(pk__in=handed.values("grant"))
        kept = tuple(RoleGrant.objects.filter(_holds_on(today) & whose))
        setattr(user, _KEPT, kept)
    return kept


def own_grants_with(user: User, permission: Permission) -> list[RoleGrant]:
    """The grants `user` holds without standing in for anybody."""
    return [grant for grant in _grants_with(user, permission) if grant.user_id == user.pk]


def delegations_for(user: User) -> QuerySet[Delegation]:
    """Those `user` gave or received; administrators see and end everybody's."""
    if may(user, Permission.ADMINISTER):
        return Delegation.objects.all()
    return Delegation.objects.filter(Q(grant__user=user) | Q(receiver=user))


def forget(user: User) -> None:
    """Read the grants again at the next question: call after changing them."""
    if hasattr(user, _KEPT):
        delattr(user, _KEPT)


def _grants_with(user: AnyUser, permission: Permission) -> list[RoleGrant]:
    if not user.is_authenticated or not user.is_active:
        return []
    return [grant for grant in grants_of(user) if permission in _opened_by(grant, user)]


def _opened_by(grant: RoleGrant, user: User) -> frozenset[Permission]:
    permissions = PERMISSIONS[Role(grant.role)]
    return permissions if grant.user_id == user.pk else permissions - NOT_HANDED_ON


def _area_ids(grants: list[RoleGrant]) -> list[int]:
    return [g.area_id for g in grants if g.role in _AREA_ROLES and g.area_id]


def _province_grants(grants: list[RoleGrant]) -> bool:
    """Report viewers with neither area nor ward read the figures of the province."""
    return any(
        g.role == Role.REPORT_VIEWER and g.area_id is None and g.ward_id is None for g in grants
    )


def _has_whole_site(user: AnyUser, permission: Permission) -> bool:
    """Administrators answer for every ward, with the permissions of that role and no others."""
    administers = Role.ADMINISTRATOR in roles_of(user)
    return administers and permission in PERMISSIONS[Role.ADMINISTRATOR]


def _holds_on(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
