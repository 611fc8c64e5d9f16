"""Populations and targets: from a file, and by hand in the editing room."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook

from lms.accounts.roles import Role
from lms.progress.models import Population, Target
from lms.progress.target_files import Entry, read_entries
from tests.factories import WardFactory, with_role

pytestmark = pytest.mark.django_db

HEAD = "Mã;Tên;Năm;Dân số trưởng thành (người);Nguồn;Đến ngày;Chỉ tiêu;Văn bản giao"
ROW = "21025;Ba Xa;2026;1.886;Công an tỉnh;01/01/2026;1200;Kế hoạch 12/KH-UBND"


@pytest.fixture(autouse=True)
def _wards() -> None:
    WardFactory(code="21025")
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
    [entry] = read_entries(path)
    assert entry.target == 1200
    assert entry.adults == 2000
    assert entry.as_of == dt.date(2026, 1, 1)
    run(path, "--write")
    assert Target.objects.get().ward.code == "00115"


def test_a_target_alone_and_english_heads(tmp_path: Path) -> None:
    [entry] = read_entries(csv_file(tmp_path, "21025,2026,50", head="code,year,target"))
    assert entry == Entry(entry.ward_id, 2026, target=50)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("99999;;2026;;;;5;", "cột “Mã”"),
        (";;2026;;;;5;", "cột “Mã”"),
        ("21025;;26;;;;5;", "cột “Năm”"),
        ("00115;;2026;nhiều;x;01/01/2026;5;", "cột “Dân số trưởng thành (người)”"),
        ("00115;;2026;0;x;01/01/2026;5;", "cột “Dân số trưởng thành (người)”"),
        ("21025;;2027;100;;01/01/2026;5;", "cột “Nguồn”"),
        ("21025;;2027;100;x;;5;", "cột “Đến ngày”"),
        ("21025;;2027;100;x;31/02/2026;5;", "cột “Đến ngày”"),
        ("21025;;2027;;;;60%;", "cột “Chỉ tiêu”"),
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


@pytest.mark.parametrize("name", ["population", "target"])
def test_administrators_keep_them_by_hand(client: Client, name: str) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    address = f"/bien-tap/snippets/progress/{name}/"
    assert client.get(address).status_code == 200
    page = client.get(f"{address}add/")
    assert page.status_code == 200
    assert "Ba Xa" in page.content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.WARD_MANAGER])
def test_nobody_else_does(client: Client, role: Role) -> None:
    scope = {"ward": WardFactory()} if role == Role.WARD_MANAGER else {}
    client.force_login(with_role(role, **scope))
    assert client.get("/bien-tap/snippets/progress/target/").status_code != 200
