"""Reading the template. Columns are known by their heads, with or without accents, in any order."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from lms.core.vietnamese import clean_lines, clean_text, fold
from quizzes.formats import limits
from quizzes.formats.neutral import Question, Reading, RefusedError
from quizzes.formats.xlsx.columns import BY_HEAD, HEAD_WITHIN, HEADS, SHEET
from quizzes.formats.xlsx.rows import Row, question_of

_NEEDED = {"kind", "stem"}
_DECLARED = re.compile(rb"<!(?:\x00?D\x00?O\x00?C\x00?T\x00?Y|\x00?E\x00?N\x00?T\x00?I)", re.I)
_MOST_ROWS = limits.MOST_QUESTIONS + 1000  # empty ones among them


def read(data: bytes) -> Reading:
    reading = Reading(unit="row")
    _check(data)
    rows = _cells(data)
    places: dict[str, int] = {}
    for number, cells in rows:
        if not places:
            places = _head(number, cells, reading)
        elif any(text for text, _problem in cells):
            reading.attempt(number, lambda p=places, c=cells: _question(p, c))  # type: ignore[misc]
    if not places:
        raise RefusedError(
            _("No row has the column heads “%(kind)s” and “%(stem)s”. Use the template.")
            % {"kind": HEADS["kind"], "stem": HEADS["stem"]}
        )
    return reading


Cell = tuple[str, str]  # the text, and what is wrong with it


def _check(data: bytes) -> None:
    """The parts of a workbook are XML: none may declare entities."""
    with limits.opened(data) as archive:
        for member in archive.namelist():
            if member.endswith((".xml", ".rels")) and _DECLARED.search(archive.read(member)):
                raise RefusedError(
                    _("The file has a document type or entities (DTD). Such files are not read.")
                )


def _cells(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """Rows of the sheet with the questions, from 1."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise RefusedError(_("This is not a spreadsheet. Save it as .xlsx.")) from error
    try:
        named = [sheet for sheet in book.worksheets if fold(sheet.title) == fold(SHEET)]
        page: Any = (named or book.worksheets)[0]
        for number, row in enumerate(page.iter_rows(max_row=_MOST_ROWS), start=1):
            yield number, [_cell(cell) for cell in row[: len(HEADS) + 20]]
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise RefusedError(_("This is not a spreadsheet. Save it as .xlsx.")) from error
    finally:
        book.close()


def _cell(cell: Any) -> Cell:
    value = cell.value
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return "?", _("the spreadsheet made a date of this; set the cell to text and type it again")
    if cell.data_type == "e":
        return "?", _("the cell shows an error (%(text)s)") % {"text": value}
    if isinstance(value, bool):
        return str(value), ""
    if isinstance(value, float):
        percent = "%" in (cell.number_format or "")
        return (f"{value * 100:g}%" if percent else f"{value:.12g}"), ""
    return ("", "") if value is None else (clean_lines(str(value)), "")


def _head(number: int, cells: list[Cell], reading: Reading) -> dict[str, int]:
    """Where the columns stand, if this row is the head; others are noted."""
    heads = [fold(clean_text(text)) for text, _problem in cells]
    places = {BY_HEAD[head]: place for place, head in enumerate(heads) if head in BY_HEAD}
    if not places.keys() >= _NEEDED or number > HEAD_WITHIN:
        return {}
    for (text, _problem), head in zip(cells, heads, strict=True):
        if head and head not in BY_HEAD:
            reading.note(number, _("The column “%(name)s” is not used.") % {"name": text})
    return places


def _question(places: dict[str, int], cells: list[Cell]) -> Question:
    named = {name: cells[place] for name, place in places.items() if place < len(cells)}
    for name, (_text, problem) in named.items():
        if problem:
            raise Row({}).wrong(name, problem)
    return question_of(Row({name: text for name, (text, _problem) in named.items() if text}))
