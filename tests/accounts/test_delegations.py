"""Standing in for a manager: for some days, never for more than the manager has, never further."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from lms.accounts import policy
from lms.accounts.models import Delegation, RoleGrant, User
from lms.accounts.roles import NOT_HANDED_ON, PERMISSIONS, Permission, Role
from lms.accounts.services import delegate, end_delegation, end_grant, grant_role
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from tests.factories import AreaFactory, StaffFactory, UserFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def hand_on(manager: User, receiver: User, **values: Any) -> Delegation:
    given: dict[str, Any] = {
        "grant": RoleGrant.objects.get(user=manager),
        "receiver": receiver,
        "first": periods.today(),
        "last": periods.today() + 6 * DAY,
        "reason": "Đi công tác",
        "by": manager,
        "at": periods.now(),
    } | values
    return delegate(**given)


def seen_by(user: User, permission: Permission = Permission.VIEW_REPORTS) -> set[str]:
    again = User.objects.get(pk=user.pk)
    return set(policy.wards_for(again, permission).values_list("code", flat=True))


@pytest.fixture
def manager() -> User:
    return with_role(Role.DISTRICT_MANAGER, area=AreaFactory(wards=[WardFactory(code="21211")]))


def test_it_opens_the_managers_wards_and_ends_by_itself(manager: User) -> None:
    colleague = with_role(Role.WARD_MANAGER, ward=WardFactory(code="21025"))
    hand_on(manager, colleague, first=periods.today() + DAY)
    assert seen_by(colleague) == {"21025"}  # not yet
    with time_machine.travel(periods.now() + DAY):
        assert seen_by(colleague) == {"21025", "21211"}
        assert seen_by(colleague, Permission.EXPORT_REPORTS) == {"21025", "21211"}
    with time_machine.travel(periods.now() + 7 * DAY):
        assert seen_by(colleague) == {"21025"}


def test_it_opens_nothing_but_what_the_manager_may(manager: User) -> None:
    colleague = StaffFactory()
    hand_on(manager, colleague)
    for permission in Permission:
        may = policy.may(User.objects.get(pk=colleague.pk), permission)
        assert may == (permission in PERMISSIONS[Role.DISTRICT_MANAGER] - NOT_HANDED_ON), permission


def test_it_is_not_handed_on(manager: User) -> None:
    colleague, third = StaffFactory(), StaffFactory()
    hand_on(manager, colleague)
    with pytest.raises(DomainError) as refusal:
        hand_on(manager, third, by=User.objects.get(pk=colleague.pk))
    assert refusal.value.code == "not_own"
    assert seen_by(third) == set()


def test_nobody_hands_on_anothers_grant(manager: User) -> None:
    other = with_role(Role.WARD_MANAGER, ward=WardFactory())
    with pytest.raises(DomainError):
        hand_on(manager, StaffFactory(), by=other)


@pytest.mark.parametrize(
    "role", [Role.FACILITATOR, Role.REPORT_VIEWER, Role.ADMINISTRATOR, Role.EDITOR]
)
def test_other_roles_are_not_handed_on(role: Role) -> None:
    holder = with_role(role, **({"ward": WardFactory()} if role == Role.FACILITATOR else {}))
    with pytest.raises(DomainError):
        hand_on(holder, StaffFactory())


def test_it_ends_with_the_managers_own_grant(manager: User) -> None:
    colleague = StaffFactory()
    hand_on(manager, colleague)
    assert seen_by(colleague) == {"21211"}
    end_grant(grant=RoleGrant.objects.get(user=manager), by=None, at=periods.now())
    assert seen_by(colleague) == set()


def test_it_ends_with_the_managers_account(manager: User) -> None:
    colleague = StaffFactory()
    hand_on(manager, colleague)
    manager.is_active = False
    manager.save()
    assert seen_by(colleague) == set()


def test_an_administrator_ends_it_at_once(manager: User) -> None:
    administrator, colleague = with_role(Role.ADMINISTRATOR), StaffFactory()
    made = hand_on(manager, colleague)
    for _twice in range(2):
        end_delegation(delegation=made, by=administrator, at=periods.now())
    assert seen_by(colleague) == set()
    assert made.ended_by == administrator
    actions = AuditEvent.objects.filter(action__startswith="role.deleg").values_list("action")
    assert [action for (action,) in actions.order_by("pk")] == [
        "role.delegated",
        "role.delegation_ended",
    ]


def test_who_stands_in_signs_in_with_a_second_factor(manager: User) -> None:
    colleague = StaffFactory()
    hand_on(manager, colleague)
    colleague.refresh_from_db()
    assert colleague.is_staff
    assert policy.works_here(colleague)


def test_wrong_people_and_wrong_days(manager: User) -> None:
    today = periods.today()
    RoleGrant.objects.update(valid_to=today + 20 * DAY)
    policy.forget(manager)
    for wrong, code in (
        ({"receiver": UserFactory()}, "card_user"),
        ({"receiver": manager}, "self"),
        ({"first": today - DAY}, "past"),
        ({"last": today - DAY}, "backwards"),
        ({"last": today + 200 * DAY}, "too_long"),
        ({"last": today + 20 * DAY}, "after_grant"),
    ):
        with pytest.raises(DomainError) as refusal:
            hand_on(manager, **({"receiver": StaffFactory()} | wrong))
        assert refusal.value.code == code
    assert not Delegation.objects.exists()


def test_report_viewers_see_figures_and_nobody() -> None:
    ward, other = WardFactory(code="21211"), WardFactory(code="21025")
    area = AreaFactory(wards=[ward])
    for scope, codes in (
        ({"area": area}, {"21211"}),
        ({"ward": other}, {"21025"}),
        ({}, {"21211", "21025"}),
    ):
        viewer = StaffFactory()
        grant_role(user=viewer, role=Role.REPORT_VIEWER, by=None, at=periods.now(), **scope)
        assert seen_by(viewer) == codes
        assert not policy.people_for(viewer, Permission.HELP_LEARNERS).exists()
        assert {p for p in Permission if policy.may(viewer, p)} == {
            Permission.LEARN,
            Permission.TRANSCRIPT,
            Permission.VIEW_REPORTS,
            Permission.EXPORT_REPORTS,
        }
