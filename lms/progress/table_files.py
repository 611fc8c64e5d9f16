"""Reading a table out of an XLSX or CSV file, whose columns are known by their heads: in Vietnamese
or English, with or without accents, in any order; others are passed over."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from lms.core.vietnamese import clean_text, fold
from lms.units.dated_files import DatedFile, Fault, FileRefused

HEAD_WITHIN = 10  # rows; a title may stand above the head
MOST_BYTES = 5_000_000
MOST_UNPACKED = 100_000_000
MOST_ROWS = 20_000
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"')

Heads = Mapping[str, tuple[str, ...]]
"""Our name of each column: the heads, folded, under which it is known."""


@dataclass
class _Sheet:
    rows: list[list[str]]
    merged: list[str] = field(default_factory=list)  # "B4:B6"


def read_table(path: Path, columns: Heads, *, needed: tuple[str, ...], missing: str) -> DatedFile:
    """The table at `path` with our names of the columns; the heads as written are kept in `head`, in
    the order of `columns`. FileRefused with `missing` where no row has the `needed` heads."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, _("the file is larger than 5 MB"))
    sheet = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    for number, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        places = _places(row, columns)
        if set(needed) <= places.keys():
            _refuse_merged(path, sheet, number)
            return _below_head(path, sheet.rows, number, places, columns)
    raise _refused(path, missing)


def _below_head(
    path: Path, rows: list[list[str]], number: int, places: dict[str, int], columns: Heads
) -> DatedFile:
    cells = [
        (below, {"row": str(below)} | _named(row, places))
        for below, row in enumerate(rows[number + 1 :], start=number + 2)
        if any(row)
    ]
    heads = tuple(rows[number][places[name]] if name in places else "" for name in columns)
    return DatedFile(path.name, heads, tuple(cells))


def _named(row: list[str], places: dict[str, int]) -> dict[str, str]:
    return {name: row[place] for name, place in places.items() if place < len(row)}


def _places(row: list[str], columns: Heads) -> dict[str, int]:
    """Where the columns stand whose heads are in `row`; a unit in brackets does not matter."""
    folded = [fold(re.sub(r"\(.*?\)", "", head)).replace("_", " ").strip() for head in row]
    return {
        name: folded.index(next(word for word in words if word in folded))
        for name, words in columns.items()
        if any(word in folded for word in words)
    }


def _refuse_merged(path: Path, sheet: _Sheet, head: int) -> None:
    """A merged cell has its text in the first place only: the rows below would look empty."""
    faults = []
    for place in sheet.merged:
        left, top, _right, bottom = range_boundaries(place)
        if bottom is not None and bottom > head + 1:
            column = sheet.rows[head][left - 1] if left and left <= len(sheet.rows[head]) else ""
            problem = _("the cells %(place)s are merged; unmerge them and fill in every row")
            faults.append(Fault(int(top or 1), column, problem % {"place": place}))
    if faults:
        raise FileRefused(path.name, faults)


def _csv(path: Path) -> _Sheet:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(path, _("save the file as CSV in UTF-8")) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return _Sheet([[clean_text(cell) for cell in row] for row in rows][:MOST_ROWS])


def _xlsx(path: Path) -> _Sheet:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MOST_UNPACKED:
                raise _refused(path, _("the file is larger than 5 MB"))
            book = load_workbook(path, read_only=True, data_only=True)
            page: Any = book.worksheets[0]
            # openpyxl tells merged cells only when it loads whole books into memory.
            merged = _MERGED.findall(archive.read(page._worksheet_path.lstrip("/")))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError) as error:
        raise _refused(path, _("this is not a spreadsheet; save it as .xlsx or .csv")) from error
    try:
        rows = [[_cell_text(cell) for cell in row] for row in page.iter_rows(max_row=MOST_ROWS)]
    finally:
        book.close()
    return _Sheet(rows, [place.decode() for place in merged])


def _cell_text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float) and "%" in (cell.number_format or ""):
        return f"{value * 100:g}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else clean_text(str(value))


def _refused(path: Path, problem: str) -> FileRefused:
    return FileRefused(path.name, [Fault(1, "", problem)])
