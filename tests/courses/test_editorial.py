"""Editors and reviewers of one ministry: Wagtail's groups follow the roles of today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from courses import editorial
from courses.models import MinistryPage
from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import Role
from tests.factories import AgencyFactory, StaffFactory, make_course, make_ministry, with_role

pytestmark = pytest.mark.django_db


def groups_of(user: User) -> list[str]:
    return sorted(group.name for group in user.groups.all())


@pytest.fixture
def construction() -> MinistryPage:
    return make_ministry()


@pytest.fixture
def health() -> MinistryPage:
    return make_ministry(
        title="Bộ Y tế",
        slug="bo-y-te",
        sector="Y tế",
        sector_slug="y-te",
        agency=AgencyFactory(code="byt", name="Bộ Y tế"),
    )


def may(user: User, page: Page, action: str) -> bool:
    fresh = User.objects.get(pk=user.pk)
    return bool(getattr(page.permissions_for_user(fresh), action)())


def test_roles_become_groups_of_the_ministry(construction: MinistryPage) -> None:
    agency = construction.agency
    assert groups_of(with_role(Role.EDITOR, agency=agency)) == ["Biên tập viên – Bộ Xây dựng"]
    assert groups_of(with_role(Role.REVIEWER, agency=agency)) == ["Người duyệt – Bộ Xây dựng"]
    assert groups_of(with_role(Role.ADMINISTRATOR)) == [
        "Người duyệt – Bộ Xây dựng",
        "Quản trị khóa học",
    ]
    assert groups_of(with_role(Role.CIVIL_SERVANT)) == []


def test_editors_write_and_reviewers_publish_in_their_ministry_alone(
    construction: MinistryPage, health: MinistryPage
) -> None:
    course = make_course()
    editor = with_role(Role.EDITOR, agency=construction.agency)
    reviewer = with_role(Role.REVIEWER, agency=construction.agency)
    other = with_role(Role.REVIEWER, agency=health.agency)
    assert may(editor, course, "can_edit")
    assert not may(editor, course, "can_publish")
    assert may(reviewer, course, "can_publish")
    for action in ("can_edit", "can_publish"):
        assert not may(other, course, action)


def test_an_editor_of_another_ministry_sees_nothing_of_it(
    client: Client, construction: MinistryPage, health: MinistryPage
) -> None:
    course = make_course(title="Khóa xây dựng")
    client.force_login(with_role(Role.EDITOR, agency=health.agency))
    assert (
        "Khóa xây dựng"
        not in client.get(f"/bien-tap/pages/{construction.pk}/", follow=True).content.decode()
    )
    edit = client.get(f"/bien-tap/pages/{course.pk}/edit/", follow=True)
    assert "Khóa xây dựng" not in edit.content.decode()
    images = client.get("/bien-tap/images/").content.decode()
    assert "Bộ Xây dựng" not in images


def test_an_editor_without_agency_works_for_all(
    construction: MinistryPage, health: MinistryPage
) -> None:
    assert len(groups_of(with_role(Role.EDITOR))) == 2


def test_taking_a_role_away_takes_the_groups(construction: MinistryPage) -> None:
    user = with_role(Role.EDITOR, agency=construction.agency)
    RoleGrant.objects.get(user=user).delete()
    assert groups_of(user) == []


def test_a_role_that_ended_is_gone_at_the_next_sign_in(
    client: Client, construction: MinistryPage
) -> None:
    with time_machine.travel(date(2026, 11, 1)):
        user = StaffFactory()
        RoleGrant.objects.create(
            user=user,
            role=Role.EDITOR,
            agency=construction.agency,
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 12, 1),
        )
        assert groups_of(user) != []
    with time_machine.travel(date(2026, 12, 1)):
        client.force_login(user)
        assert groups_of(user) == []


def test_groups_an_administrator_gave_are_left_alone(construction: MinistryPage) -> None:
    user = StaffFactory()
    user.groups.add(Group.objects.create(name="Nhóm khác"))
    editorial.sync_editor_groups(user=user)
    assert groups_of(user) == ["Nhóm khác"]


def test_setting_up_twice_makes_nothing_twice(construction: MinistryPage) -> None:
    first = editorial.setup_ministry_groups(ministry=construction)
    again = editorial.setup_ministry_groups(ministry=construction)
    assert first == again
    counts = [GroupPagePermission.objects.filter(group=group).count() for group in first]
    assert counts == [2, 5]


def test_residents_cannot_open_the_editors_room(client: Client, construction: Any) -> None:
    client.force_login(with_role(Role.CIVIL_SERVANT))
    assert client.get("/bien-tap/").status_code in (302, 403)
