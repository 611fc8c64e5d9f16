"""Downloads: nothing runs as a formula, numbers are numbers, codes keep their zeros."""

import csv
import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.http import StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from lms.core.spreadsheets import (
    Cell,
    Column,
    Sheet,
    csv_lines,
    csv_response,
    safe_text,
    workbook_response,
    write_workbook,
)

COLUMNS = [
    Column("Mã đơn vị"),
    Column("Xã, phường", width=30),
    Column("Ghi danh", "int"),
    Column("Tỷ lệ phổ cập", "percent"),
    Column("Ngày", "date"),
    Column("Lúc", "datetime"),
]
MOMENT = dt.datetime(2026, 1, 31, 18, 30, tzinfo=dt.UTC)
ROW: list[Cell] = ["00004", "Phường Ba Đình", 1234, 62.4, dt.date(2026, 1, 31), MOMENT]


def opened(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook(sheets)))


def active(book: openpyxl.Workbook) -> Any:
    return book.active


class TestSafeText:
    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
    def test_formulas_are_neutralised(self, start: str) -> None:
        assert safe_text(f"{start}cmd|' /C calc'!A0").startswith("'")

    def test_ordinary_text_is_left_alone(self) -> None:
        assert safe_text("Ksor H'Thoan - A1") == "Ksor H'Thoan - A1"

    @given(st.text())
    def test_any_text_opens_again_and_is_no_formula(self, text: str) -> None:
        book = opened(Sheet("T", [Column("A")], [[text]]))
        cell = active(book)["A4"]
        assert cell.data_type != "f"
        assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


class TestWorkbook:
    def test_the_sheet_has_the_form_reports_need(self) -> None:
        book = opened(Sheet("Tổng hợp", COLUMNS, [ROW, ROW], note="Đến 31/01/2026"))
        page = active(book)
        assert page["A1"].value == "Tổng hợp"
        assert page["A2"].value == "Đến 31/01/2026"
        assert [cell.value for cell in page[3]] == [column.header for column in COLUMNS]
        assert page.freeze_panes == "A4"
        assert page.auto_filter.ref == "A3:F5"
        assert page.print_area == "'Tổng hợp'!$A$1:$F$5"
        assert page.print_title_rows == "$3:$3"
        assert not page.merged_cells.ranges

    def test_cells_have_their_own_types(self) -> None:
        page = active(opened(Sheet("T", COLUMNS, [ROW])))
        code, _name, count, share, day, moment = page[4]
        assert (code.value, code.number_format) == ("00004", "@")
        assert (count.value, count.number_format) == (1234, "#,##0")
        assert (share.value, share.number_format) == (pytest.approx(0.624), "0.0%")
        assert (day.value, day.number_format) == (dt.datetime(2026, 1, 31), "dd/mm/yyyy")  # noqa: DTZ001
        assert moment.value == dt.datetime(2026, 2, 1, 1, 30)  # noqa: DTZ001 (local, as shown)

    def test_a_suppressed_number_is_text_and_a_missing_one_empty(self) -> None:
        page = active(opened(Sheet("T", [Column("N", "int"), Column("M", "int")], [["<5", None]])))
        assert [cell.value for cell in page[4]] == ["<5", None]

    def test_sheet_names_are_allowed_short_and_different(self) -> None:
        long = "Xã/phường: tổng hợp [tháng] của cả tỉnh Quảng Ngãi"
        book = opened(*(Sheet(long, [Column("A")], []) for _ in range(3)))
        assert len(set(book.sheetnames)) == 3
        assert all(len(name) < 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)

    def test_an_empty_table_still_opens(self) -> None:
        assert active(opened(Sheet("T", COLUMNS, []))).auto_filter.ref == "A3:F3"

    def test_a_row_of_the_wrong_length_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            write_workbook([Sheet("T", COLUMNS, [["00004"]])])

    def test_download(self) -> None:
        response = workbook_response([Sheet("T", COLUMNS, [ROW])], filename="bdhvs_51.xlsx")
        assert response["Content-Disposition"] == 'attachment; filename="bdhvs_51.xlsx"'
        assert response.content.startswith(b"PK")


class TestCsv:
    def test_excel_reads_it_as_utf8_and_machines_read_the_values(self) -> None:
        text = "".join(csv_lines(COLUMNS, [ROW, [None] * 6]))
        assert text.startswith("\ufeff")
        head, row, empty = csv.reader(io.StringIO(text.lstrip("\ufeff")))
        assert head == [column.header for column in COLUMNS]
        assert row == [
            "00004", "Phường Ba Đình", "1234", "62.4", "2026-01-31", "2026-02-01T01:30:00+07:00",
        ]  # fmt: skip
        assert empty == [""] * 6

    def test_formulas_are_neutralised_and_negative_numbers_are_not(self) -> None:
        lines = list(csv_lines([Column("A"), Column("B", "int")], [["=1+1", -5]]))
        assert lines[1] == "'=1+1,-5\r\n"

    def test_rows_are_read_while_they_are_sent(self) -> None:
        read: list[int] = []

        def rows() -> Any:
            for number in range(3):
                read.append(number)
                yield [number]

        response = csv_response([Column("N", "int")], rows(), filename="so.csv")
        assert isinstance(response, StreamingHttpResponse)
        chunks = iter(response)
        next(chunks)
        next(chunks)
        assert read == [0]
