"""Areas are dated sets of wards; a manager's scope follows them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lms.accounts import policy
from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import Permission, Role
from lms.core import periods
from lms.core.errors import DomainError
from lms.geography.services import change_wards
from lms.units.models import AdminUnit, AreaSet
from lms.units.queries import area_wards
from tests.factories import StaffFactory, UserFactory, with_role
from tests.units.conftest import Apply

pytestmark = pytest.mark.django_db
TODAY = periods.today()
DAY = dt.timedelta(days=1)


def unit(code: str) -> AdminUnit:
    return AdminUnit.objects.get(code=code)


def seen_by(user: User, on: dt.date | None = None) -> set[str]:
    again = User.objects.get(pk=user.pk)
    wards = policy.wards_for(again, Permission.VIEW_REPORTS, on=on)
    return set(wards.values_list("code", flat=True))


@pytest.fixture
def sea(administrator: User) -> AreaSet:
    return AreaSet.objects.get(code="51-bien")


def test_an_area_is_made_and_changed_and_keeps_its_history(admin_client: Client) -> None:
    made = {"name": "Cụm ven biển", "since": f"{TODAY - 30 * DAY:%d/%m/%Y}", "wards": ["21025"]}
    sent = admin_client.post("/khu-vuc/moi/", made)
    assert sent.headers["Location"] == "/khu-vuc/51-cum-ven-bien/"
    changed = {"since": f"{TODAY:%d/%m/%Y}", "wards": ["21548", "21025"]}
    admin_client.post("/khu-vuc/51-cum-ven-bien/don-vi/", changed)
    area = AreaSet.objects.get(code="51-cum-ven-bien")
    assert {w.code for w in area_wards(area)} == {"21025", "21548"}
    assert {w.code for w in area_wards(area, on=TODAY - DAY)} == {"21025"}
    page = admin_client.get("/khu-vuc/51-cum-ven-bien/").content.decode()
    assert "Đặc khu Lý Sơn (21548): từ" in page
    again = admin_client.post("/khu-vuc/moi/", made)
    assert "Đã có khu vực" in again.content.decode()


def test_a_change_before_the_last_one_is_refused(admin_client: Client, sea: AreaSet) -> None:
    early = {"since": "01/01/2025", "wards": ["21211"]}
    refused = admin_client.post("/khu-vuc/51-bien/don-vi/", early)
    assert "sau ngày này" in refused.content.decode()
    with pytest.raises(DomainError):
        change_wards(area=sea, wards=[], since=dt.date(2025, 1, 1), by=UserFactory())


def test_a_managers_scope_follows_the_area(sea: AreaSet, administrator: User) -> None:
    manager = with_role(Role.DISTRICT_MANAGER, area=sea)
    assert seen_by(manager) == {"21211"}
    change_wards(area=sea, wards=[unit("21025")], since=TODAY, by=administrator)
    assert seen_by(manager) == {"21025"}
    assert seen_by(manager, on=TODAY - DAY) == {"21211"}


def test_a_ward_is_in_one_area_of_a_kind(sea: AreaSet, administrator: User) -> None:
    hills = AreaSet.objects.get(code="51-nui")
    change_wards(area=sea, wards=[unit("21211"), unit("21220")], since=TODAY, by=administrator)
    assert not area_wards(hills).exists()
    assert [w.code for w in area_wards(hills, on=TODAY - DAY)] == ["21220"]


def test_wards_merged_in_and_out_follow(sea: AreaSet, apply: Apply) -> None:
    manager = with_role(Role.DISTRICT_MANAGER, area=sea)
    other = with_role(Role.DISTRICT_MANAGER, area=AreaSet.objects.get(code="51-nui"))
    apply(f"{TODAY},21211,merge,,,,21220,NQ 1\n")
    assert seen_by(manager) == set()
    assert seen_by(other) == {"21220"}
    assert seen_by(manager, on=TODAY - DAY) == {"21211"}


def test_an_assignment_is_dated_and_ends(admin_client: Client, sea: AreaSet) -> None:
    colleague = StaffFactory(username="hung")
    data = {
        "username": "hung",
        "role": "district_manager",
        "first": f"{TODAY + DAY:%d/%m/%Y}",
        "last": f"{TODAY + 10 * DAY:%d/%m/%Y}",
        "document": "Quyết định 45/QĐ-SXD",
    }
    sent = admin_client.post("/khu-vuc/51-bien/quan-ly/", data)
    assert sent.status_code == 302
    grant = RoleGrant.objects.get(user=colleague)
    assert (grant.valid_from, grant.valid_to) == (TODAY + DAY, TODAY + 11 * DAY)
    assert grant.document == "Quyết định 45/QĐ-SXD"
    assert seen_by(colleague) == set()  # not yet
    admin_client.post(f"/khu-vuc/51-bien/quan-ly/{grant.pk}/dung/")
    grant.refresh_from_db()
    assert grant.valid_to == TODAY + DAY  # it never begins


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"username": "khong-co"}, "Không ai đăng nhập"),
        ({"first": "01/01/2025"}, "trước hôm nay"),
        ({"last": "01/01/2025"}, "trước ngày đầu"),
        ({"document": ""}, "heo văn bản nào"),
    ],
)
def test_what_cannot_be_assigned(
    admin_client: Client, sea: AreaSet, wrong: dict[str, str], words: str
) -> None:
    StaffFactory(username="hung")
    data = {
        "username": "hung", "role": "report_viewer", "first": f"{TODAY:%d/%m/%Y}",
        "document": "Quyết định 45",
    }  # fmt: skip
    sent = admin_client.post("/khu-vuc/51-bien/quan-ly/", data | wrong)
    assert sent.status_code == 200
    assert not RoleGrant.objects.filter(area=sea).exists()
    assert words in sent.content.decode()
