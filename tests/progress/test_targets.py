"""Populations and targets: from a file, and by hand in the editing room."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook

from lms.accounts.roles import Role
from lms.progress.bases import read_file, save_entries
from lms.progress.models import BaseChange, PlanTarget, Population, Target
from lms.units.dated_files import FileRefused
from lms.units.models import Succession
from tests.factories import AreaFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db

HEAD = "Mã;Tên;Năm;Dân số trưởng thành (người);Nguồn;Đến ngày;Chỉ tiêu;Văn bản giao"
ROW = "21025;Ba Xa;2026;1.886;Công an tỉnh;01/01/2026;1200;Kế hoạch 12/KH-UBND"


@pytest.fixture(autouse=True)
def _wards() -> None:
    WardFactory(code="21025", name="Ba Xa")
    WardFactory(code="00115")


def csv_file(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "chi-tieu.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8-sig")
    return path


def run(path: Path, *args: str) -> str:
    out = StringIO()
    call_command("import_targets", str(path), *args, stdout=out)
    return out.getvalue()


def test_a_dry_run_writes_nothing_and_says_so(tmp_path: Path) -> None:
    out = run(csv_file(tmp_path, ROW))
    assert out.startswith("1 ")
    assert "--write" in out
    assert not Population.objects.exists()
    assert not Target.objects.exists()


def test_writing_twice_gives_the_same(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ROW)
    for _ in range(2):
        run(path, "--write")
    population, target = Population.objects.get(), Target.objects.get()
    assert (population.ward.code, population.year, population.number) == ("21025", 2026, 1886)
    assert (population.source, population.as_of) == ("Công an tỉnh", dt.date(2026, 1, 1))
    assert (target.people, target.decided_by) == (1200, "Kế hoạch 12/KH-UBND")


def test_a_spreadsheet_with_a_title_and_numbers_as_numbers(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Chỉ tiêu năm 2026"])
    page.append([])
    page.append(["ma", "NAM", "dan so", "nguon", "den ngay", "chi tieu"])
    page.append([115, 2026.0, 2000, "Thống kê", dt.date(2026, 1, 1), 0.6])
    page["F4"].number_format = "0%"
    path = tmp_path / "chi-tieu.xlsx"
    book.save(path)
    entries = read_file(path)
    [population], [target] = entries.populations, entries.targets
    assert (target.people, target.percent) == (1200, Decimal(60))
    assert target.base
    assert target.base.number == population.number == 2000
    assert population.as_of == dt.date(2026, 1, 1)
    run(path, "--write")
    assert Target.objects.get().ward.code == "00115"


def test_a_target_alone_and_english_heads(tmp_path: Path) -> None:
    [target] = read_file(csv_file(tmp_path, "21025,2026,50", head="code,year,target")).targets
    assert (target.place.full_name, target.year, target.people) == ("Xã Ba Xa", 2026, 50)
    assert target.due == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("99999;;2026;;;;5;", "cột “Mã”"),
        (";;2026;;;;5;", "cột “Mã”"),
        ("21025;;26;;;;5;", "cột “Năm”"),
        ("00115;;2026;nhiều;x;01/01/2026;5;", "cột “Dân số trưởng thành (người)”"),
        ("00115;;2026;95%;x;01/01/2026;5;", "cột “Dân số trưởng thành (người)”"),
        ("00115;;2026;1,234;x;01/01/2026;5;", "cột “Dân số trưởng thành (người)”"),
        ("00115;Phường Khác;2026;100;x;01/01/2026;5;", "cột “Mã”"),
        (";Tổng cộng;2026;1.887;;;;", "cột “Dân số trưởng thành (người)”"),
        ("00115;;2026;0;x;01/01/2026;5;", "cột “Dân số trưởng thành (người)”"),
        ("21025;;2027;100;;01/01/2026;5;", "cột “Nguồn”"),
        ("21025;;2027;100;x;;5;", "cột “Đến ngày”"),
        ("21025;;2027;100;x;31/02/2026;5;", "cột “Đến ngày”"),
        ("00115;;2027;;;;60%;", "cột “Chỉ tiêu”"),
        ("21025;;2027;100;x;01/01/2026;160%;", "cột “Chỉ tiêu”"),
        ("21025;;2027;100;x;01/01/2026;x%;", "cột “Chỉ tiêu”"),
        ("21025;;2027;100;x;01/01/2026;101;", "cột “Chỉ tiêu”"),
        ("21025;;2027;100;x;01/01/2026;-5;", "cột “Chỉ tiêu”"),
        ("21025;;2027;;;;;", "cột “Chỉ tiêu”"),
        ("21025;;2026;100;x;01/01/2026;12;", "cột “Mã”"),
    ],
)
def test_a_faulty_cell_is_named_and_nothing_is_written(
    tmp_path: Path, row: str, sentence: str
) -> None:
    path = csv_file(tmp_path, ROW, "", row)
    with pytest.raises(CommandError) as refused:
        run(path, "--write")
    words = sentence.replace("cột", "column"), sentence
    assert any(word in str(refused.value) for word in words)
    assert " 4, " in str(refused.value)
    assert not Population.objects.exists()


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        run(csv_file(tmp_path, "1;;2026;;;;5;", "2;;2026;;;;5;"))
    assert len(str(refused.value).splitlines()) == 3


def test_files_that_are_none(tmp_path: Path) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"no spreadsheet")
    latin = tmp_path / "x.csv"
    latin.write_bytes("Mã;Năm".encode("utf-16"))
    headless = csv_file(tmp_path, "1;2", head="a;b")
    for path in (broken, latin, headless, tmp_path / "none.csv"):
        with pytest.raises(CommandError):
            run(path)


def table(folder: Path, *rows: str) -> Path:
    head = "Mã;Năm;Mẫu số;Loại mẫu số;Nguồn;Đến ngày;Chỉ tiêu;Đối tượng;Chỉ tiêu về;Hạn;Quyết định"
    return csv_file(folder, *rows, head=head)


def test_targets_by_group_indicator_and_deadline_keep_the_base_they_were_worked_out_from(
    tmp_path: Path,
) -> None:
    ward, area = WardFactory(code="21028"), AreaFactory(code="51-son-tinh", name="Sơn Tịnh")
    province = ward.parent
    assert province
    path = table(
        tmp_path,
        "21028;2025;90;cán bộ;Sở Nội vụ;01/01/2025;;;;;",
        "21028;2026;1.886;;Công an;01/01/2026;60%;;Xác nhận VNeID;30/06/2026;KH 12",
        "21028;2026;;;;;80%;Cán bộ;;;KH 12",
        f"{province.code};2026;;;;;500.000;;;;KH 368",
        "51-son-tinh;2026;10.000;;Công an;01/01/2026;50%;;;;KH 368",
    )
    saved = save_entries(entries=read_file(path))
    assert (saved.populations, saved.targets) == (2, 4)
    vneid, officials = Target.objects.order_by("deadline")
    assert (vneid.people, vneid.percent, vneid.deadline) == (
        1132,
        Decimal(60),
        dt.date(2026, 6, 30),
    )
    assert (vneid.base_kind, vneid.base_number, vneid.base_source) == ("nguoi_lon", 1886, "Công an")
    assert (officials.people, officials.base_kind, officials.base_year) == (72, "can_bo", 2025)
    whole, part = PlanTarget.objects.order_by("-people")
    assert (whole.province, whole.people, part.area, part.people) == (
        province,
        500_000,
        area,
        5_000,
    )
    assert Population.objects.count() == 2  # the base of an area is told, not kept as a population


def test_what_changes_is_noted_and_what_does_not_is_not(tmp_path: Path) -> None:
    save_entries(entries=read_file(csv_file(tmp_path, ROW)))
    again = save_entries(entries=read_file(csv_file(tmp_path, ROW.replace("1200", "1300"))))
    assert (again.populations, again.targets) == (1, 1)
    newest, *older = BaseChange.objects.all()
    assert (newest.subject, newest.before, newest.after) == ("chi_tieu", 1200, 1300)
    assert newest.document == "Kế hoạch 12/KH-UBND"
    assert {(one.before, one.after) for one in older} == {(None, 1886), (None, 1200)}


def test_a_former_code_is_answered_with_what_it_became(tmp_path: Path) -> None:
    former = WardFactory(code="21000", name="Tịnh Kỳ", closed_on=dt.date(2026, 4, 30))
    now = WardFactory(code="21040", name="Tịnh Khê")
    Succession.objects.create(
        predecessor=former, successor=now, date=former.closed_on, change="merge", decree="x"
    )
    with pytest.raises(FileRefused) as refused:
        read_file(csv_file(tmp_path, ROW.replace("21025;Ba Xa", "21000;")))
    assert "Xã Tịnh Khê (21040)" in str(refused.value)


def test_merged_cells_are_named_and_a_row_of_totals_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Kế hoạch năm 2026", "", "", ""])
    page.append(["Mã", "Tên", "Năm", "Chỉ tiêu"])
    page.append(["21025", "Ba Xa", 2026, 40])
    page.append(["00115", "", 2026, "1.000"])
    page.append(["", "Tổng số", "", 1040])
    page.merge_cells("A1:D1")
    path = tmp_path / "ke-hoach.xlsx"
    book.save(path)
    entries = read_file(path)
    assert [target.people for target in entries.targets] == [40, 1000]
    assert len(entries.notes) == 1
    assert "5" in entries.notes[0]
    page.merge_cells("C3:C4")
    book.save(path)
    with pytest.raises(FileRefused) as refused:
        read_file(path)
    assert "C3:C4" in str(refused.value)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(3, "Năm")]


class TestTheRoom:
    PAGE = "/bien-tap/chi-tieu/nhap/"

    @pytest.fixture(autouse=True)
    def _administrator(self, client: Client) -> None:
        client.force_login(with_role(Role.ADMINISTRATOR))

    def send(self, client: Client, path: Path) -> str:
        with path.open("rb") as file:
            return client.post(self.PAGE, {"file": file}).content.decode()

    def test_nothing_is_written_before_it_is_confirmed(
        self, client: Client, tmp_path: Path
    ) -> None:
        assert client.get(self.PAGE).status_code == 200
        page = self.send(client, csv_file(tmp_path, ROW))
        assert "1.886" in page
        assert not Population.objects.exists()
        found = re.search(r'name="confirm" value="([^"]+)"', page)
        assert found
        client.post(self.PAGE, {"confirm": found.group(1)})
        assert Target.objects.get().people == 1200
        assert BaseChange.objects.filter(by__isnull=False).count() == 2
        assert "1200" in client.get("/bien-tap/snippets/progress/basechange/").content.decode()
        again = client.post(self.PAGE, {"confirm": found.group(1)}, follow=True)
        assert "Chọn lại tệp" in again.content.decode()

    def test_faults_stand_in_a_table_and_nothing_can_be_confirmed(
        self, client: Client, tmp_path: Path
    ) -> None:
        page = self.send(client, csv_file(tmp_path, ROW, "99999;;2026;;;;5;"))
        assert "<td>Mã</td>" in page
        assert 'name="confirm"' not in page

    def test_changes_by_hand_are_noted_too(self, client: Client, tmp_path: Path) -> None:
        save_entries(entries=read_file(csv_file(tmp_path, ROW)))
        target = Target.objects.get()
        address = f"/bien-tap/snippets/progress/target/edit/{target.pk}/"
        sent = {name: getattr(target, name) or "" for name in (
            "year", "group", "indicator", "percent", "base_kind", "base_number", "base_year",
            "base_source", "decided_by")}  # fmt: skip
        sent |= {"ward": target.ward_id, "people": 1250, "deadline": "2026-12-31"}
        assert client.post(address, sent).status_code == 302
        change = BaseChange.objects.first()
        assert change
        assert (change.before, change.after, bool(change.by)) == (1200, 1250, True)
        client.post(f"/bien-tap/snippets/progress/target/delete/{target.pk}/")
        gone = BaseChange.objects.first()
        assert gone
        assert (gone.before, gone.after) == (1250, None)

    def test_history_is_for_reading(self, client: Client) -> None:
        answer = client.get("/bien-tap/snippets/progress/basechange/add/")
        assert answer.status_code in (302, 403, 404)


@pytest.mark.parametrize(
    "name", ["population", "target", "plantarget", "periodrule", "customperiod"]
)
def test_administrators_keep_them_by_hand(client: Client, name: str) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    address = f"/bien-tap/snippets/progress/{name}/"
    assert client.get(address).status_code == 200
    page = client.get(f"{address}add/")
    assert page.status_code == 200
    assert ("Ba Xa" in page.content.decode()) == (name in ("population", "target"))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.WARD_MANAGER])
def test_nobody_else_does(client: Client, role: Role) -> None:
    scope = {"ward": WardFactory()} if role == Role.WARD_MANAGER else {}
    client.force_login(with_role(role, **scope))
    assert client.get("/bien-tap/snippets/progress/target/").status_code != 200
