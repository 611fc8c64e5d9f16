"""Reading a file of populations and targets: an XLSX or CSV table with a row a ward and year.

Columns are known by their heads, in Vietnamese or English, with or without accents, in any order;
others are passed over. Nothing is written here.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from lms.core.vietnamese import clean_text, fold
from lms.units.dated_files import CellProblem, DatedFile, Fault, FileRefused, for_each_row
from lms.units.models import AdminUnit

COLUMNS = {
    "code": ("ma", "ma xa", "ma don vi", "ma xa phuong", "code"),
    "year": ("nam", "year"),
    "adults": ("dan so truong thanh", "dan so", "nguoi lon", "adults"),
    "source": ("nguon", "nguon so lieu", "source"),
    "as_of": ("den ngay", "ngay so lieu", "as of"),
    "target": ("chi tieu", "target"),
    "decided_by": ("van ban giao", "quyet dinh", "decided by"),
}
NEEDED = ("code", "year")
HEAD_WITHIN = 10  # rows; a title may stand above the head
MOST_BYTES = 5_000_000
MOST_UNPACKED = 100_000_000
MOST_ROWS = 20_000
YEARS = range(2020, 2101)
_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})*|\d+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says: a population, a target, or both."""

    ward_id: int
    year: int
    adults: int | None = None
    source: str = ""
    as_of: dt.date | None = None
    target: int | None = None
    decided_by: str = ""


def read_entries(path: Path) -> list[Entry]:
    """The rows of the file at `path`; FileRefused names every faulty cell by row and column."""
    file = read_table(path)
    wards = dict(AdminUnit.objects.wards().values_list("code", "pk"))
    reader = _RowReader(file, wards)
    return for_each_row(file, reader.entry)


# --- the table ---------------------------------------------------------------------------------


def read_table(path: Path) -> DatedFile:
    """The table with our names of the columns we know; the heads as written are kept in `head`."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, _("the file is larger than 5 MB"))
    rows = list(_xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path))
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        places = _places(row)
        if set(NEEDED) <= places.keys():
            return _below_head(path, rows, number, places)
    problem = _("no row has the column heads “Mã” and “Năm”")
    raise _refused(path, problem)


def _below_head(
    path: Path, rows: list[list[str]], number: int, places: dict[str, int]
) -> DatedFile:
    cells = [
        (below, {"row": str(below)} | _named(row, places))
        for below, row in enumerate(rows[number + 1 :], start=number + 2)
        if any(row)
    ]
    heads = tuple(rows[number][places[name]] if name in places else "" for name in COLUMNS)
    return DatedFile(path.name, heads, tuple(cells))


def _named(row: list[str], places: dict[str, int]) -> dict[str, str]:
    return {name: row[place] for name, place in places.items() if place < len(row)}


def _places(row: list[str]) -> dict[str, int]:
    """Where the columns stand whose heads are in `row`; a unit in brackets does not matter."""
    folded = [fold(re.sub(r"\(.*?\)", "", head)).replace("_", " ").strip() for head in row]
    return {
        name: folded.index(next(word for word in words if word in folded))
        for name, words in COLUMNS.items()
        if any(word in folded for word in words)
    }


def _csv_rows(path: Path) -> Iterator[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path, _("save the file as CSV in UTF-8")) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    for row in csv.reader(io.StringIO(text), delimiter=delimiter):
        yield [clean_text(cell) for cell in row]


def _xlsx_rows(path: Path) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise _refused(path, _("the file is larger than 5 MB"))
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        raise _refused(path, _("this is not a spreadsheet; save it as .xlsx or .csv")) from error
    try:
        page: Any = book.worksheets[0]
        for row in page.iter_rows(max_row=MOST_ROWS):
            yield [_cell_text(cell) for cell in row]
    finally:
        book.close()


def _cell_text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and "%" in (cell.number_format or ""):
        return f"{value * 100:g}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else clean_text(str(value))


def _refused(path: Path, problem: str) -> FileRefused:
    return FileRefused(path.name, [Fault(1, "", problem)])


# --- a row -------------------------------------------------------------------------------------


class _RowReader:
    """Judges the rows of one file, each against those before it."""

    def __init__(self, file: DatedFile, wards: dict[str, int]) -> None:
        self.heads = dict(zip(COLUMNS, file.head, strict=True))
        self.wards = wards
        self.seen: dict[tuple[int, int], str] = {}

    def entry(self, cells: dict[str, str]) -> Entry:
        ward, year = self.ward(cells), self.year(cells)
        self.refuse_twice(cells, ward, year)
        adults = self.number(cells, "adults")
        entry = Entry(
            ward_id=ward,
            year=year,
            adults=adults,
            source=cells.get("source", ""),
            as_of=self.date(cells, "as_of"),
            target=self.target(cells, adults),
            decided_by=cells.get("decided_by", ""),
        )
        self.refuse_half(entry)
        return entry

    def problem(self, column: str, text: str) -> CellProblem:
        return CellProblem(self.heads[column] or COLUMNS[column][0], text)

    def ward(self, cells: dict[str, str]) -> int:
        code = cells.get("code", "")
        if not code:
            raise self.problem("code", _("is empty"))
        ward = self.wards.get(code.zfill(5))
        if ward is None:
            raise self.problem(
                "code", _("there is no ward with the code %(code)s") % {"code": code}
            )
        return ward

    def year(self, cells: dict[str, str]) -> int:
        text = cells.get("year", "")
        if not text.isdecimal() or int(text) not in YEARS:
            raise self.problem("year", _("write a year between 2020 and 2100"))
        return int(text)

    def refuse_twice(self, cells: dict[str, str], ward: int, year: int) -> None:
        first = self.seen.setdefault((ward, year), cells["row"])
        if first != cells["row"]:
            raise self.problem("code", _("the same as row %(row)s") % {"row": first})

    def number(self, cells: dict[str, str], column: str) -> int | None:
        text = cells.get(column, "")
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or int(re.sub(r"[. ]", "", text)) == 0:
            problem = _("“%(value)s” is not a whole number above 0") % {"value": text}
            raise self.problem(column, problem)
        return int(re.sub(r"[. ]", "", text))

    def date(self, cells: dict[str, str], column: str) -> dt.date | None:
        text = cells.get(column, "")
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return dt.datetime.strptime(text, form).date() if text else None  # noqa: DTZ007
            except ValueError:
                continue
        raise self.problem(column, _("write the date as 31/01/2026"))

    def target(self, cells: dict[str, str], adults: int | None) -> int | None:
        """In people; a target in per cent is turned into people here, once."""
        text = cells.get("target", "").replace(",", ".")
        if not text.endswith("%"):
            return self.number(cells, "target")
        if adults is None:
            raise self.problem("target", _("a target in % needs the population in the same row"))
        try:
            percent = float(text.removesuffix("%"))
        except ValueError as error:
            raise self.problem("target", _("write the target as 1886 or 60%")) from error
        if not 0 < percent <= 100:
            raise self.problem("target", _("write a percentage between 0 and 100"))
        return round(adults * percent / 100)

    def refuse_half(self, entry: Entry) -> None:
        if entry.adults is None and entry.target is None:
            raise self.problem("target", _("the row has neither a population nor a target"))
        if entry.adults is not None and not entry.source:
            raise self.problem("source", _("say where the population figure comes from"))
        if entry.adults is not None and entry.as_of is None:
            raise self.problem("as_of", _("say of which day the population figure is"))
        if entry.adults is not None and entry.target is not None and entry.target > entry.adults:
            raise self.problem("target", _("is more than the adult population"))
