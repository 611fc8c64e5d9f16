"""Figures with a code: the same again whenever they are asked for; and why a figure changed."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from lms.accounts.roles import Role
from lms.core import periods
from lms.core.models import AuditEvent
from lms.progress import services
from lms.progress.snapshots import snapshot_code
from tests.factories import with_role
from tests.progress import world
from tests.reports.conftest import District

ADDRESS = "/quan-ly/xuat/"


@pytest.fixture
def kept(district: District) -> dt.date:
    day = periods.today() - dt.timedelta(days=1)
    services.take_snapshot(day=day)
    return day


def values(client: Client, **data: str) -> dict[str, list[tuple[object, ...]]]:
    asked = {"ky": "chot", "tep": "xlsx", "muc-dich": "bao-cao"} | data
    response = client.post(ADDRESS, asked)
    assert response.status_code == 200, response
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.values) for sheet in book}


def test_the_same_code_gives_the_same_values(
    manager_client: Client, district: District, kept: dt.date
) -> None:
    before = values(manager_client)
    code = snapshot_code(kept)
    assert all(code in str(rows[1][0]) for rows in before.values())
    world.certified_people(district.large, district.course, 9, periods.now() - dt.timedelta(2))
    services.recount_stale()
    again = values(manager_client, **{"ky": "nay", "ma-so-lieu": code})
    assert again == before
    assert values(manager_client, ky="nay")["Xã-phường"] != before["Xã-phường"]


def test_a_wrong_code_says_so(manager_client: Client, kept: dt.date) -> None:
    asked = {"ky": "chot", "tep": "xlsx", "muc-dich": "hop", "ma-so-lieu": "BDS-1"}
    page = manager_client.post(ADDRESS, asked).content.decode()
    assert "bd-errsum" in page
    assert "BDS-1" in page


def test_why_a_figure_changed(manager_client: Client, district: District, kept: dt.date) -> None:
    certify_late = periods.now() - dt.timedelta(days=3)
    world.certified_people(district.large, district.course, 6, certify_late)
    today = periods.today()
    services.take_snapshot(day=today)
    page = manager_client.get(
        "/quan-ly/vi-sao/", {"so": "certified", "tu": f"{kept}", "den": f"{today}"}
    ).content.decode()
    assert "Từ 27 đến 33 người: tăng 6." in page
    assert "ghi nhận muộn" in page


@pytest.mark.parametrize(("first", "last"), [("2020-01-01", "2020-01-02"), ("x", ""), ("", "")])
def test_days_that_were_not_kept_are_refused(
    manager_client: Client, kept: dt.date, first: str, last: str
) -> None:
    page = manager_client.get("/quan-ly/vi-sao/", {"so": "certified", "tu": first, "den": last})
    assert "bd-errsum" in page.content.decode()


def test_exact_numbers_are_for_a_purpose_and_logged(client: Client, district: District) -> None:
    admin = with_role(Role.ADMINISTRATOR)
    client.force_login(admin)
    assert "bd-errsum" in client.post("/quan-ly/so-chinh-xac/", {}).content.decode()
    assert not AuditEvent.objects.filter(action="report.exact").exists()
    page = client.post("/quan-ly/so-chinh-xac/", {"muc-dich": "Đối chiếu hồ sơ"}).content.decode()
    assert "Ba Xa" in page
    event = AuditEvent.objects.get(action="report.exact")
    assert (event.actor, event.details) == (admin, {"purpose": "Đối chiếu hồ sơ"})
    client.force_login(district.manager)
    assert client.get("/quan-ly/so-chinh-xac/").status_code == 403
