"""People and roles of a ward that is merged or split, on the day it happens. What people did before
keeps its ward."""

from __future__ import annotations

from django.db import transaction

from lms.accounts.models import ResidenceMove, RoleGrant, User
from lms.core import audit
from lms.units.models import AdminUnit
from lms.units.settling import Settled

_BATCH = 500


@transaction.atomic
def move_residents(*, passing: Settled) -> None:
    """Everybody who lives in the unit goes to the heir the rule names. Who cannot be told apart
    stays under the old name and is asked."""
    moves = list(_moves(passing))
    ResidenceMove.objects.bulk_create(moves, batch_size=_BATCH, ignore_conflicts=True)
    by_heir: dict[int, list[int]] = {}
    for move in moves:
        if move.reached_id is not None:
            by_heir.setdefault(move.reached_id, []).append(move.user_id)
    for heir, people in by_heir.items():
        for start in range(0, len(people), _BATCH):
            User.objects.filter(pk__in=people[start : start + _BATCH]).update(ward=heir)
    audit.record(
        "unit.people_moved",
        passing.unit,
        moved=sum(map(len, by_heir.values())),
        asked=sum(move.reached_id is None for move in moves),
    )


def _moves(passing: Settled) -> list[ResidenceMove]:
    people = User.objects.filter(ward=passing.unit)
    from_where: dict[int, str] = {}
    if passing.by_former:
        known = ResidenceMove.objects.filter(
            user__in=people, left__code__in=passing.by_former, reached__isnull=False
        )
        from_where = dict(known.order_by("on").values_list("user", "left__code"))
    moves = []
    for user in people.values_list("pk", flat=True).iterator(_BATCH):
        heir = passing.by_former.get(from_where.get(user, ""), passing.rest)
        if heir is None and not passing.asked:
            continue  # the unit lives on, and they stay
        moves.append(ResidenceMove(user_id=user, left=passing.unit, reached=heir, on=passing.date))
    return moves


@transaction.atomic
def pass_grants_on(*, passing: Settled) -> int:
    """Roles for a ward that went over into one other are roles for that one from the day on; where
    there is more than one heir nobody can tell, and the roles have to be given again."""
    heir = passing.only_heir
    grants = RoleGrant.objects.filter(ward=passing.unit, valid_from__lt=passing.date)
    open_grants = list(grants.on(passing.date)) if heir else []
    for grant in open_grants:
        _reopen(grant, heir, passing)
    return len(open_grants)


def _reopen(grant: RoleGrant, heir: AdminUnit | None, passing: Settled) -> None:
    until = grant.valid_to
    grant.valid_to = passing.date
    grant.save(update_fields=["valid_to"])
    RoleGrant.objects.create(
        user_id=grant.user_id,
        role=grant.role,
        ward=heir,
        agency_id=grant.agency_id,
        valid_from=passing.date,
        valid_to=until,
        document=grant.document,
        granted_by_id=grant.granted_by_id,
    )
    audit.record("role.passed_on", grant, role=grant.role, ward=heir.code if heir else "")
