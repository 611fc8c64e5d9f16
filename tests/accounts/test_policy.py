"""May they, which wards, which people: and above all, which not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.accounts import policy
from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import PERMISSIONS, Permission, Role
from lms.core import periods
from lms.units.models import AdminUnit, AreaMembership, AreaSet
from tests.factories import AreaFactory, StaffFactory, UserFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db
TODAY = periods.today()
LONG_AGO = TODAY - timedelta(days=300)


def codes(wards: object) -> set[str]:
    return {ward.code for ward in wards}  # type: ignore[attr-defined]


def test_anyone_signed_in_learns_and_nothing_else() -> None:
    resident = UserFactory()
    assert policy.may(resident, Permission.LEARN)
    assert {p for p in Permission if policy.may(resident, p)} == PERMISSIONS[Role.RESIDENT]
    assert not policy.may(AnonymousUser(), Permission.LEARN)


def test_a_switched_off_account_may_nothing() -> None:
    manager = with_role(Role.WARD_MANAGER, ward=WardFactory())
    manager.is_active = False
    assert not policy.may(manager, Permission.LEARN)
    assert not policy.wards_for(manager, Permission.VIEW_REPORTS).exists()


def test_a_district_manager_has_the_wards_of_the_area_today() -> None:
    inside, moved_out, outside = WardFactory(), WardFactory(), WardFactory()
    area = AreaFactory(wards=[inside])
    AreaMembership.objects.create(
        area=area, ward=moved_out, valid_from=LONG_AGO, valid_to=TODAY - timedelta(days=1)
    )
    manager = with_role(Role.DISTRICT_MANAGER, area=area)
    assert codes(policy.wards_for(manager, Permission.VIEW_REPORTS)) == {inside.code}
    then = policy.wards_for(manager, Permission.VIEW_REPORTS, on=TODAY - timedelta(days=30))
    assert codes(then) == {inside.code, moved_out.code}
    assert list(policy.areas_for(manager, Permission.VIEW_REPORTS)) == [area]
    assert outside.code not in codes(then)


@pytest.mark.parametrize("role", [Role.WARD_MANAGER, Role.FACILITATOR])
def test_ward_roles_have_their_ward(role: Role) -> None:
    ward = WardFactory()
    WardFactory()
    user = with_role(role, ward=ward)
    permission = min(PERMISSIONS[role] - PERMISSIONS[Role.RESIDENT])
    assert codes(policy.wards_for(user, permission)) == {ward.code}
    assert not policy.areas_for(user, permission).exists()


def test_a_facilitator_sees_no_report_even_of_the_own_ward() -> None:
    facilitator = with_role(Role.FACILITATOR, ward=WardFactory())
    assert not policy.wards_for(facilitator, Permission.VIEW_REPORTS).exists()


def test_an_administrator_has_every_ward_and_no_province() -> None:
    wards = [WardFactory(), WardFactory()]
    administrator = with_role(Role.ADMINISTRATOR)
    assert set(policy.wards_for(administrator, Permission.VIEW_REPORTS)) == set(wards)
    assert not policy.wards_for(administrator, Permission.RUN_CLASSES).exists()


def test_editors_have_no_wards() -> None:
    WardFactory()
    editor = with_role(Role.EDITOR)
    assert not any(policy.wards_for(editor, permission).exists() for permission in Permission)


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [(TODAY + timedelta(days=1), None), (LONG_AGO, TODAY), (LONG_AGO, TODAY - timedelta(days=9))],
)
def test_a_grant_outside_its_days_gives_nothing(valid_from: date, valid_to: date | None) -> None:
    user, ward = StaffFactory(), WardFactory()
    RoleGrant.objects.create(
        user=user, role=Role.WARD_MANAGER, ward=ward, valid_from=valid_from, valid_to=valid_to
    )
    assert not policy.may(user, Permission.VIEW_REPORTS)
    past = policy.wards_for(user, Permission.VIEW_REPORTS, on=LONG_AGO + timedelta(days=1))
    assert not past.exists()


def test_helpers_see_the_learners_of_their_ward_and_no_colleague() -> None:
    here, elsewhere = WardFactory(), WardFactory()
    learner = UserFactory(ward=here)
    UserFactory(ward=elsewhere)
    colleague = UserFactory(ward=here)
    RoleGrant.objects.create(user=colleague, role=Role.WARD_MANAGER, ward=elsewhere)
    UserFactory(ward=here, is_active=False)
    former = UserFactory(ward=here)
    RoleGrant.objects.create(
        user=former, role=Role.WARD_MANAGER, ward=here, valid_from=LONG_AGO, valid_to=TODAY
    )
    facilitator = with_role(Role.FACILITATOR, ward=here)
    people = policy.people_for(facilitator, Permission.HELP_LEARNERS)
    assert set(people) == {learner, former}


@pytest.mark.parametrize("permission", list(Permission))
def test_managers_get_no_names(permission: Permission) -> None:
    ward = WardFactory()
    UserFactory(ward=ward)
    for manager in (
        with_role(Role.WARD_MANAGER, ward=ward),
        with_role(Role.DISTRICT_MANAGER, area=AreaFactory(wards=[ward])),
    ):
        assert not policy.people_for(manager, permission).exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.WARD_MANAGER, Role.FACILITATOR])
def test_a_card_and_a_pin_open_no_role(
    role: Role, django_assert_num_queries: Callable[..., object]
) -> None:
    user = UserFactory()
    RoleGrant.objects.create(user=user, role=role, ward=user.ward)
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert {p for p in Permission if policy.may(user, p)} == PERMISSIONS[Role.RESIDENT]
    assert not policy.wards_for(user, Permission.VIEW_REPORTS).exists()


def test_a_request_pays_one_query_for_all_questions(
    django_assert_num_queries: Callable[..., object],
) -> None:
    manager = with_role(Role.DISTRICT_MANAGER, area=AreaFactory(wards=[WardFactory()]))
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        for permission in Permission:
            policy.may(manager, permission)
            policy.wards_for(manager, permission)
            policy.areas_for(manager, permission)
        assert policy.works_here(manager)


# --- whatever grants there are, no ward leaks --------------------------------------------------


@pytest.fixture
def land() -> tuple[list[AdminUnit], list[AreaSet]]:
    """Six wards; areas of two wards each, the last one overlapping the first."""
    wards: list[AdminUnit] = [WardFactory() for _ in range(6)]
    areas: list[AreaSet] = [AreaFactory(wards=wards[i : i + 2]) for i in (0, 2, 4)]
    areas.append(AreaFactory(wards=[wards[1], wards[5]]))
    return wards, areas


offsets = st.sampled_from([-400, -2, -1, 0, 1, 30])
grants = st.lists(
    st.tuples(
        st.sampled_from([Role.DISTRICT_MANAGER, Role.WARD_MANAGER, Role.FACILITATOR, Role.EDITOR]),
        st.integers(0, 3),
        st.integers(0, 5),
        offsets,
        st.none() | offsets,
    ),
    max_size=5,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(grants=grants, permission=st.sampled_from(list(Permission)))
def test_random_grants_never_leak_a_ward(
    land: tuple[list[AdminUnit], list[AreaSet]],
    grants: list[tuple[Role, int, int, int, int | None]],
    permission: Permission,
) -> None:
    wards, areas = land
    expected: set[str] = set()
    with transaction.atomic():
        user: User = StaffFactory()
        for role, area, ward, start, end in grants:
            starts, ends = day(start), None if end is None else day(end)
            RoleGrant.objects.create(
                user=user, role=role, area=areas[area], ward=wards[ward],
                valid_from=starts, valid_to=ends,
            )  # fmt: skip
            holds = starts <= TODAY and (ends is None or ends > TODAY)
            if holds and permission in PERMISSIONS[role]:
                expected |= reach(role, areas[area], wards[ward])
        user = User.objects.get(pk=user.pk)  # as every request does
        assert codes(policy.wards_for(user, permission)) == expected
        transaction.set_rollback(True)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def reach(role: Role, area: AreaSet, ward: AdminUnit) -> set[str]:
    if role == Role.DISTRICT_MANAGER:
        return set(area.wards.values_list("code", flat=True))
    return {ward.code} if role in {Role.WARD_MANAGER, Role.FACILITATOR} else set()
