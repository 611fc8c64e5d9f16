"""The ward table's columns and order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from lms.progress.figures import small
from lms.progress.tables import Line, WardRow
from lms.reports.columns import PAGE_COLUMNS, SORTS, file_columns, file_rows, sorted_rows
from tests.reports.build import counts, line, table


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def some_rows() -> list[WardRow]:
    past = {28: counts(20), 56: counts(0)}
    return table(
        line("Đăk Rve", 50, target=100, adults=400, code="1", past=past),
        line("Ba Xa", 20, target=100, code="2"),
        line("An Phú", 70, adults=100, code="3"),
        Line(None, counts(9)),
    ).rows


def order(sort: str) -> str:
    return "".join(row.ward.code if row.ward else "?" for row in sorted_rows(some_rows(), sort))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("xa-chi-tieu", "213?"),
        ("", "213?"),
        ("nonsense", "213?"),
        ("muc-dat", "213?"),
        ("-muc-dat", "123?"),
        ("ten", "321?"),
        ("-ten", "123?"),
        ("chung-nhan", "213?"),
        ("-chung-nhan", "312?"),
        ("-ty-le", "312?"),
        ("dan-so", "312?"),
        ("-xu-huong", "132?"),
    ],
)
def test_orders_put_what_is_not_known_last(sort: str, expected: str) -> None:
    assert order(sort) == expected


def test_every_column_can_be_sorted_both_ways() -> None:
    assert {sort.removeprefix("-") for sort in SORTS} == {
        "xa-chi-tieu", "ten", "dan-so", "ghi-danh", "dang-hoc", "hoan-thanh", "chung-nhan",
        "co-giam-sat", "ty-le", "chi-tieu", "muc-dat", "xu-huong", "buoi-hoc", "tien-do",
    }  # fmt: skip


def test_columns_stand_in_the_order_agreed() -> None:
    assert [column.slug for column in PAGE_COLUMNS] == [
        "dan-so", "ghi-danh", "dang-hoc", "hoan-thanh", "chung-nhan", "ty-le", "chi-tieu",
        "muc-dat", "xu-huong", "buoi-hoc", "tien-do",
    ]  # fmt: skip


def test_texts_on_the_page() -> None:
    [row] = table(line("A", 1500, enrolled=2000, active=3, certified_supervised=1200,
                       adults=4000, target=2000, sessions_held=7)).rows  # fmt: skip
    texts = {column.slug: column.text(row) for column in PAGE_COLUMNS}
    assert texts == {
        "dan-so": "4.000",
        "ghi-danh": "2.000",
        "dang-hoc": "<5",
        "hoan-thanh": "1.500",
        "chung-nhan": "1.500 (1.200)",
        "ty-le": "37,5%",
        "chi-tieu": "2.000",
        "muc-dat": "75,0%",
        "xu-huong": "–",
        "buoi-hoc": "7",
        "tien-do": "On pace",
    }


@pytest.mark.parametrize(
    ("now", "text"), [(60, "Up 20"), (40, "No change"), (39, "Down 1"), (3, "–")]
)
def test_the_trend_in_words(now: int, text: str) -> None:
    [row] = table(line("A", now, past={28: counts(20), 56: counts(0)})).rows
    column = next(column for column in PAGE_COLUMNS if column.slug == "xu-huong")
    assert column.text(row) == text


def test_files_have_numbers_or_say_why_not() -> None:
    found = table(line("A", 3, target=100, adults=100), line("B", 2, code="00115"))
    heads = [column.header for column in file_columns()]
    first, second = (dict(zip(heads, cells, strict=True)) for cells in file_rows(found.rows))
    assert first["Certified"] is None
    assert first["Certified: not shown in full"] == small(3).text
    assert first["Coverage rate"] is None
    assert first["Coverage rate: not shown in full"] == "≤5%"
    assert first["Adult population"] == 100
    assert second["Code"] == "00115"
    assert second["Coverage rate: not shown in full"] == "no base"
