"""Files: read back as a spreadsheet program would."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from lms.accounts.roles import Role
from lms.core import periods
from lms.core.models import AuditEvent
from lms.progress import definitions, services
from lms.progress.reporting_periods import make_standard_rules
from tests.factories import UserFactory, WardFactory, with_role
from tests.progress import world
from tests.reports.conftest import District, certify

ADDRESS = "/quan-ly/xuat/"
XLSX = {"ky": "nay", "tep": "xlsx", "muc-dich": "bao-cao"}
CSV = XLSX | {"tep": "csv"}
HEAD = 3


def workbook(client: Client, **data: str) -> Any:
    response = client.post(ADDRESS, XLSX | {key.replace("_", "-"): v for key, v in data.items()})
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def records(sheet: Any) -> list[dict[str, Any]]:
    heads = [cell.value for cell in sheet[HEAD]]
    return [
        dict(zip(heads, (cell.value for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=HEAD + 1)
    ]


def csv_rows(client: Client, **data: str) -> list[list[str]]:
    response: Any = client.post(ADDRESS, CSV | {k.replace("_", "-"): v for k, v in data.items()})
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_the_sheets_of_the_workbook(manager_client: Client) -> None:
    book = workbook(manager_client)
    assert book.sheetnames == [
        "Bìa", "Tổng hợp", "Xã-phường", "Khóa học", "Buổi học", "Cán bộ", "Định nghĩa",
        "Nhật ký chỉnh số liệu",
    ]  # fmt: skip
    for sheet in book:
        assert sheet["A1"].value
        assert sheet.freeze_panes == f"A{HEAD + 1}"
        assert not sheet.merged_cells.ranges


def test_numbers_are_numbers_and_codes_are_text(manager_client: Client) -> None:
    sheet = workbook(manager_client)["Xã-phường"]
    first, second = records(sheet)
    assert (first["Mã"], second["Mã"]) == ("00115", "21025")
    assert second["Chứng nhận"] == 20
    assert second["Tỷ lệ phổ cập"] == pytest.approx(0.1)
    assert second["Mức đạt chỉ tiêu"] == pytest.approx(0.5)
    formats = {cell.value: sheet.cell(HEAD + 2, cell.column).number_format for cell in sheet[HEAD]}
    assert formats["Mã"] == "@"
    assert formats["Chứng nhận"] == "#,##0"
    assert formats["Tỷ lệ phổ cập"] == "0.0%"


def test_hidden_numbers_are_empty_with_a_word_beside(
    manager_client: Client, district: District
) -> None:
    tiny = WardFactory(code="21999")
    district.area.memberships.create(ward=tiny, valid_from=dt.date(2025, 7, 1))
    certify(tiny, district.course, 3, adults=200, target=10)
    services.recount_stale()
    rows = {row["Mã"]: row for row in records(workbook(manager_client)["Xã-phường"])}
    assert rows["21999"]["Chứng nhận"] is None
    assert rows["21999"]["Chứng nhận: không ghi đủ"] == "<5"
    assert rows["21999"]["Tỷ lệ phổ cập: không ghi đủ"] == "≤5%"
    assert rows["00115"]["Chứng nhận: không ghi đủ"] == "6–9"
    assert rows["21025"]["Chứng nhận"] == 20
    [course] = records(workbook(manager_client)["Khóa học"])
    assert course["Chứng nhận"] == 30


def test_the_summary_and_the_cover(manager_client: Client) -> None:
    book = workbook(manager_client)
    summary = {row["Nội dung"]: row["Số"] for row in records(book["Tổng hợp"])}
    assert summary["Chứng nhận"] == 27
    assert summary["Chỉ tiêu năm"] == 110
    assert summary["Tỷ lệ phổ cập"] == pytest.approx(9)
    cover = " ".join(str(cell.value) for row in book["Bìa"] for cell in row)
    assert "Khu vực Sơn Tịnh" in cover
    assert "Xã-phường" in cover


def test_definitions_are_those_of_the_page(manager_client: Client) -> None:
    rows = records(workbook(manager_client)["Định nghĩa"])
    assert [row["Nội dung"] for row in rows][: len(definitions.MEASURES)] == [
        str(measure.label) for measure in definitions.MEASURES
    ]


def test_sessions_with_real_dates(manager_client: Client, district: District) -> None:
    at = periods.now().replace(microsecond=0, second=0)
    session = world.hold_session(district.large, at, district.course)
    for _ in range(5):
        world.attend(session, UserFactory(ward=district.large), at)
    world.hold_session(district.large, at + dt.timedelta(hours=2))
    world.hold_session(district.large, at - dt.timedelta(hours=2))
    planned, row, missed = records(workbook(manager_client)["Buổi học"])
    assert [planned["Tình trạng"], missed["Tình trạng"]] == ["sắp tới", "không có người"]
    assert row["Tình trạng"] == "đã học"
    assert row["Bắt đầu"] == at.replace(tzinfo=None)
    assert row["Mã xã"] == "21025"
    assert row["Có mặt"] == 5


def test_cells_cannot_become_formulas(manager_client: Client, district: District) -> None:
    type(district.large).objects.filter(pk=district.large.pk).update(name="x")
    session = world.hold_session(district.large, periods.now())
    type(session).objects.update(title="=HYPERLINK(1)")
    type(session.point).objects.update(name="@SUM(1)")
    [row] = records(workbook(manager_client)["Buổi học"])
    assert row["Buổi học"] == "'=HYPERLINK(1)"
    assert row["Điểm học"] == "'@SUM(1)"


def test_order_and_filter_of_the_table_survive(manager_client: Client) -> None:
    page = manager_client.get(ADDRESS, {"sap-xep": "-chung-nhan", "loai": "xa"}).content.decode()
    assert '<input type="hidden" name="sap-xep" value="-chung-nhan">' in page
    assert '<input type="hidden" name="loai" value="xa">' in page
    rows = csv_rows(manager_client, sap_xep="-chung-nhan")
    assert [row[1] for row in rows[1:]] == ["21025", "00115"]
    assert csv_rows(manager_client, loai="phuong")[1:] == []


def test_csv_holds_the_same_rows_as_the_sheet(manager_client: Client) -> None:
    heads, *rows = csv_rows(manager_client)
    sheet = records(workbook(manager_client)["Xã-phường"])
    assert heads == [*sheet[0], "Mã số liệu"]
    assert [row[1] for row in rows] == [record["Mã"] for record in sheet]
    place = heads.index("Tỷ lệ phổ cập")
    assert [float(row[place]) for row in rows] == [7.0, 10.0]


def test_the_file_is_named_by_unit_period_and_day(
    manager_client: Client, client: Client, district: District
) -> None:
    def name(data: dict[str, str]) -> str:
        return str(client.post(ADDRESS, data).headers["Content-Disposition"])

    today = periods.today()
    assert f'"bdhvs_son-tinh_{today:%Y}_{today:%Y%m%d}.xlsx"' in name(XLSX)
    client.force_login(with_role(Role.WARD_MANAGER, ward=district.small))
    assert f'"bdhvs_00115_{today:%Y}_{today:%Y%m%d}.csv"' in name(CSV)
    client.force_login(with_role(Role.ADMINISTRATOR))
    assert '"bdhvs_51_' in name(XLSX)


def test_a_past_period_comes_out_the_same_again(manager_client: Client, district: District) -> None:
    end = periods.today().replace(day=1) - dt.timedelta(days=1)
    make_standard_rules()
    services.take_snapshot(day=end)
    assert f'value="thang-{end:%Y-%m}"' in manager_client.get(ADDRESS).content.decode()
    before = csv_rows(manager_client, ky=f"thang-{end:%Y-%m}")
    assert [row[6] for row in before[1:]] != []
    world.certified_people(district.large, district.course, 5, periods.now() - dt.timedelta(40))
    services.recount_stale()
    assert csv_rows(manager_client, ky=f"thang-{end:%Y-%m}") == before
    assert csv_rows(manager_client) != before
    book = workbook(manager_client, ky=f"thang-{end:%Y-%m}")
    assert book.sheetnames == [
        "Bìa", "Tổng hợp", "Xã-phường", "Định nghĩa", "Nhật ký chỉnh số liệu",
    ]  # fmt: skip


def test_each_file_is_logged_with_its_scope_and_purpose(
    manager_client: Client, district: District
) -> None:
    workbook(manager_client)
    event = AuditEvent.objects.get(action="report.exported")
    assert event.actor == district.manager
    assert event.target == f"units.areaset:{district.area.pk}"
    assert event.details == {
        "file": "xlsx",
        "period": f"{periods.today():%Y}",
        "snapshot": "",
        "wards": 2,
        "purpose": "bao-cao",
    }


@pytest.mark.parametrize(
    "data",
    [{}, {"tep": "xlsx"}, {"tep": "pdf", "muc-dich": "hop"}, XLSX | {"ky": "1999-01"}],
)
def test_a_form_half_filled_says_what_is_missing(
    manager_client: Client, data: dict[str, str]
) -> None:
    response = manager_client.post(ADDRESS, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "bd-errsum" in page
    assert "<title>Lỗi:" in " ".join(page.split())
    assert not AuditEvent.objects.filter(action="report.exported").exists()
