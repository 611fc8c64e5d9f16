"""Writing the template: empty (to be filled in) or with questions, with lists to choose from, a
sheet that explains and a sheet of examples. Cells are texts, never formulas, whatever they hold."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from quizzes.formats import writing
from quizzes.formats.limits import MOST_QUESTIONS
from quizzes.formats.neutral import Question, Written
from quizzes.formats.xlsx.columns import (
    COLUMNS,
    EXAMPLE_SHEET,
    HEADS,
    HELP_SHEET,
    LISTS,
    SHEET,
    WAYS,
)
from quizzes.formats.xlsx.examples import EXAMPLES
from quizzes.formats.xlsx.question_rows import row_of

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(questions: list[Question]) -> Written:
    written = Written(extension="xlsx", content_type=XLSX_TYPE)
    rows = [row for _question, row in writing.each(written, questions, row_of)]
    book = Workbook()
    page: Any = book.active
    page.title = SHEET
    _table(page, rows)
    _lists(page)
    _explain(book.create_sheet(HELP_SHEET))
    _table(book.create_sheet(EXAMPLE_SHEET), [row_of(question) for question in EXAMPLES])
    stream = io.BytesIO()
    book.save(stream)
    written.data = stream.getvalue()
    return written


def _table(page: Any, rows: Iterable[dict[str, str]]) -> None:
    for number, column in enumerate(COLUMNS, start=1):
        _put(page, 1, number, column.head, bold=True)
        page.column_dimensions[get_column_letter(number)].width = column.width
    for place, row in enumerate(rows, start=2):
        for number, column in enumerate(COLUMNS, start=1):
            if row.get(column.name):
                _put(page, place, number, row[column.name])
    page.freeze_panes = "D2"


def _put(page: Any, row: int, column: int, text: str, *, bold: bool = False) -> None:
    cell = page.cell(row=row, column=column)
    cell.value = text
    cell.data_type = "s"  # "=1+1" is a text too
    cell.quotePrefix = True
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)


def _lists(page: Any) -> None:
    """Words to choose from, in every row that may be filled in."""
    for number, column in enumerate(COLUMNS, start=1):
        if column.name in LISTS:
            words = ",".join(LISTS[column.name].values())
            allowed = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            letter = get_column_letter(number)
            allowed.add(f"{letter}2:{letter}{MOST_QUESTIONS + 1}")
            page.add_data_validation(allowed)


def _explain(page: Any) -> None:
    page.column_dimensions["A"].width = 28
    page.column_dimensions["B"].width = 100
    lines = [
        ("Cách điền", f"Mỗi dòng của trang “{SHEET}” là một câu hỏi. Trang “{EXAMPLE_SHEET}” có ví "
         "dụ cho từng loại; trang đó không được nhập."),
        ("", "Tệp có lỗi thì không câu nào được ghi. Hệ thống báo lỗi theo dòng và cột."),
        ("", ""),
        ("Cột", "Ý nghĩa"),
        *((HEADS[column.name], column.help) for column in COLUMNS if column.help),
        ("", ""),
        ("Loại câu hỏi", "Cách ghi"),
        *WAYS,
    ]  # fmt: skip
    for place, (name, meaning) in enumerate(lines, start=1):
        _put(page, place, 1, name, bold=True)
        _put(page, place, 2, meaning)
