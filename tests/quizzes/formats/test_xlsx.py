"""The Excel template."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from quizzes.formats import Reading, read, write
from quizzes.formats.xlsx.columns import COLUMNS, HEADS, KINDS
from quizzes.formats.xlsx.examples import EXAMPLES


def book(*rows: dict[str, Any], heads: list[str] | None = None, above: int = 0) -> bytes:
    """A workbook with these rows by the names of columns."""
    made = openpyxl.Workbook()
    page: Any = made.active
    for _number in range(above):
        page.append(["Bảng câu hỏi"])
    names = [column.name for column in COLUMNS]
    page.append(heads or [HEADS[name] for name in names])
    for row in rows:
        page.append([row.get(name) for name in names])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def single(**changed: Any) -> dict[str, Any]:
    row = {"kind": "Một lựa chọn", "stem": "Hỏi?", "option A": "a", "option B": "b", "answer": "B"}
    return row | changed


def only(row: dict[str, Any]) -> Reading:
    return read(book(row), "xlsx")


def test_every_example_comes_back_as_it_is() -> None:
    written = write(EXAMPLES, "xlsx")
    assert written.problems == []
    assert written.notes == []
    reading = read(written.data, "xlsx")
    assert reading.problems == []
    assert {question["kind"] for question in reading.questions} == set(KINDS)


def test_the_empty_template_explains_itself() -> None:
    made = openpyxl.load_workbook(io.BytesIO(write([], "xlsx").data))
    assert made.sheetnames == ["Câu hỏi", "Hướng dẫn", "Ví dụ"]
    page: Any = made["Câu hỏi"]
    assert {"Loại câu hỏi", "Nội dung câu hỏi"} <= {cell.value for cell in page[1]}
    lists = [rule.formula1 for rule in page.data_validations.dataValidation]
    assert any("Ghép đôi" in words for words in lists)
    assert made["Ví dụ"].max_row == 1 + len(EXAMPLES)
    assert read(write([], "xlsx").data, "xlsx").questions == []


def test_heads_in_any_order_without_accents_below_a_title() -> None:
    heads = [HEADS[column.name].lower() for column in COLUMNS]
    reading = read(book(single(), heads=heads, above=3), "xlsx")
    assert reading.problems == []
    assert reading.places == [5]
    assert reading.questions[0]["options"][1] == {"text": "b", "correct": True}


def test_numbers_and_flags_as_excel_keeps_them() -> None:
    number = {"kind": "so", "stem": "Hỏi?", "answer": 7.5, "tolerance": 0}
    assert only(number).questions[0]["answer"] == "7.5"
    comma = {"kind": "Số", "stem": "Hỏi?", "answer": "7,5"}
    assert only(comma).questions[0]["answer"] == "7.5"
    flag = {"kind": "Đúng/Sai", "stem": "Hỏi?", "answer": True}
    assert only(flag).questions[0]["answer"] is True
    assert only(single(**{"option A": 12.0})).questions[0]["options"][0]["text"] == "12"


def test_texts_that_look_like_formulas_stay_texts() -> None:
    options = [{"text": "=1+1", "correct": True}, {"text": "-5"}]
    written = write([{"kind": "single", "stem": "+cộng", "options": options}], "xlsx")
    made = openpyxl.load_workbook(io.BytesIO(written.data))
    assert {cell.data_type for row in made["Câu hỏi"].iter_rows() for cell in row} <= {"s", "n"}
    (question,) = read(written.data, "xlsx").questions
    assert [row["text"] for row in question["options"]] == ["=1+1", "-5"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (single(kind="Loại lạ"), "kind"),
        (single(kind=None), "kind"),
        (single(stem=None), "stem"),
        (single(answer=None), "answer"),
        (single(answer="D"), "answer"),
        (single(answer="A, B"), "answer"),
        (single(**{"option B": None, "answer": "A"}), "option A"),
        (single(weight="A 50%"), "weight"),
        (single(weight="A=150%"), "weight"),
        (single(difficulty="Rất khó"), "difficulty"),
        (single(explanation=dt.datetime(2026, 1, 2)), "explanation"),  # noqa: DTZ001
        ({"kind": "Số", "stem": "Hỏi?", "answer": "bảy"}, "answer"),
        ({"kind": "Số", "stem": "Hỏi?", "answer": "7", "tolerance": "-1"}, "tolerance"),
        ({"kind": "Đúng/Sai", "stem": "Hỏi?", "answer": "có"}, "answer"),
        ({"kind": "Ghép đôi", "stem": "Hỏi?", "option A": "a - b"}, "option A"),
        ({"kind": "Điền chỗ trống", "stem": "Hỏi?", "text": "[[2]]", "option A": "a"}, "text"),
        ({"kind": "Điền chỗ trống", "stem": "Hỏi?", "text": "[[1]]"}, "option A"),
        (
            {"kind": "Điền chỗ trống", "stem": "Hỏi?", "text": "[[1]]", "option A": "chọn: a | b"},
            "option A",
        ),
        ({"kind": "Tự luận", "stem": "Hỏi?", "max_words": "nhiều"}, "max_words"),
    ],
)
def test_problems_name_row_and_column(row: dict[str, Any], column: str) -> None:
    reading = read(book(single(), row), "xlsx")
    assert [problem.place for problem in reading.problems] == [3]
    assert HEADS[column] in reading.problems[0].message
    assert reading.document()["problems"][0]["row"] == 3


def test_a_sheet_without_our_heads_is_refused() -> None:
    assert "Loại câu hỏi" in read(book(heads=["a", "b"]), "xlsx").problems[0].message


def test_columns_not_ours_are_noted() -> None:
    heads = [HEADS[column.name] for column in COLUMNS] + ["Ghi chú riêng"]
    assert "Ghi chú riêng" in read(book(single(), heads=heads), "xlsx").notes[0].message


def test_what_the_template_cannot_hold_is_left_out_by_name() -> None:
    many = [{"text": f"{n}", "correct": n == 1} for n in range(11)]
    written = write(
        [
            {"kind": "single", "code": "X", "stem": "Q", "options": many},
            {"kind": "hotspot", "stem": "Q"},
        ],
        "xlsx",
    )
    assert [problem.place for problem in written.problems] == [1, 2]
