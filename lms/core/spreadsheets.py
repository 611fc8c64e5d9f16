"""Tables out of the house: XLSX for people, CSV for machines; both safe to open.

A cell that a spreadsheet program would run as a formula is neutralised here and nowhere else, so
every download goes through this module. Numbers stay numbers, codes stay text.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from lms.core.periods import local_datetime

Kind = Literal["text", "int", "decimal", "percent", "date", "datetime"]
Cell = str | int | float | Decimal | dt.date | None

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 3
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_CELL = 32_000
_LONGEST_SHEET_NAME = 30
_PAPER_A4 = 9
_FORMATS: dict[Kind, str] = {
    "int": "#,##0",
    "decimal": "#,##0.0",
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy hh:mm",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `percent` takes 62.4 for 62,4 %; `text` takes anything."""

    header: str
    kind: Kind = "text"
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table on one sheet: `title` in A1, `note` (what, when) in A2, the head in row 3."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    name: str = ""  # on the tab; the title, shortened, if not given
    note: str = ""


def safe_text(value: object) -> str:
    """`value` as text no spreadsheet program takes for a formula or refuses to open."""
    text = _UNWRITABLE.sub("", str(value))[:_LONGEST_CELL]
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX file; rows are read once, in order, and not kept in memory as cells."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook_response(sheets: Iterable[Sheet], *, filename: str) -> HttpResponse:
    """The workbook as a download; `filename` in plain ASCII, with .xlsx."""
    return HttpResponse(
        write_workbook(sheets), content_type=XLSX_TYPE, headers=_as_download(filename)
    )


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Lines of a CSV file, read from `rows` as they are sent. Begins with the mark Excel needs to
    read UTF-8; dates are 2026-01-31 and decimals have a dot, for machines."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe_text(column.header) for column in columns])
    for row in rows:
        yield writer.writerow([_plain(value) for value in row])


def csv_response(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, filename: str
) -> StreamingHttpResponse:
    """The table as a download; `filename` in plain ASCII, with .csv."""
    return StreamingHttpResponse(
        csv_lines(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers=_as_download(filename),
    )


class _Echo:
    """A file for csv.writer that hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _as_download(filename: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{filename}"'}


def _plain(value: Cell) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return local_datetime(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int | float | Decimal) else safe_text(value)


def _write_sheet(book: Workbook, sheet: Sheet) -> None:
    with closing(book.create_sheet(_sheet_name(book, sheet.name or sheet.title))) as page:
        _lay_out(page, sheet.columns)
        page.append([_text_cell(page, sheet.title, bold=True, size=14)])
        page.append([_text_cell(page, sheet.note)])
        page.append([_text_cell(page, column.header, bold=True) for column in sheet.columns])
        last_row = HEAD_ROW
        for row in sheet.rows:
            pairs = zip(sheet.columns, row, strict=True)
            page.append([_cell(page, column.kind, value) for column, value in pairs])
            last_row += 1
        last_column = get_column_letter(len(sheet.columns))
        page.auto_filter.ref = f"A{HEAD_ROW}:{last_column}{last_row}"
        page.print_area = f"A1:{last_column}{last_row}"
        page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _lay_out(page: Any, columns: Sequence[Column]) -> None:
    page.freeze_panes = f"A{HEAD_ROW + 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _PAPER_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width


def _sheet_name(book: Workbook, wanted: str) -> str:
    allowed = " ".join(re.sub(r"[\[\]:*?/\\']", " ", wanted).split())
    base = allowed[:_LONGEST_SHEET_NAME].strip() or "1"
    name, number = base, 1
    while name in book.sheetnames:
        number += 1
        name = f"{base[: _LONGEST_SHEET_NAME - 3]} {number}"
    return name


def _text_cell(page: Any, text: str, *, bold: bool = False, size: int = 11) -> Any:
    cell = WriteOnlyCell(page, safe_text(text))
    if bold:
        cell.font = Font(bold=True, size=size)
        cell.alignment = Alignment(vertical="top", wrap_text=size == 11)
    return cell


def _cell(page: Any, kind: Kind, value: Cell) -> Any:
    if value is None:
        return None
    if kind == "text" or isinstance(value, str):
        text = WriteOnlyCell(page, safe_text(value))
        text.number_format = "@"
        return text
    if isinstance(value, dt.datetime):
        value = local_datetime(value).replace(tzinfo=None)
    elif kind == "percent" and not isinstance(value, dt.date):
        value = float(value) / 100
    cell: Any = WriteOnlyCell(page)
    cell.value = value
    cell.number_format = _FORMATS[kind]
    return cell
