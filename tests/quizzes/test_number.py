"""Numbers as people here and elsewhere type them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.vietnamese import format_number
from quizzes import questions
from tests.quizzes.contents import content, worth


def mark(typed: str, answer: Any, tolerance: Any = 0, unit: str = "") -> int:
    asked = content("number", answer=answer, tolerance=tolerance, unit=unit)
    return int(worth("number", asked, {"text": typed}))


@pytest.mark.parametrize(
    "typed", ["1.234,5", "1,234.5", "1234.5", "1234,5", "1 234,5", "+1234,50", "1.234,5 đồng"]
)
def test_both_ways_of_writing_are_read(typed: str) -> None:
    assert mark(typed, 1234.5) == 1


def test_a_number_that_reads_in_two_ways_is_right_in_both() -> None:
    assert mark("1.234", 1234) == mark("1.234", 1.234) == mark("1,234", 1234) == 1


@given(number=st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_the_vietnamese_form_of_any_number_is_right(number: Decimal) -> None:
    assert mark(format_number(number, 2), str(number)) == 1


@pytest.mark.parametrize("typed", ["7", "7 ngày", "7 ngay lam viec", "7 Ngày Làm Việc.", "07"])
def test_the_unit_may_be_left_out_or_begun(typed: str) -> None:
    assert mark(typed, 7, unit="ngày làm việc") == 1


@pytest.mark.parametrize("typed", ["7 tháng", "7 ngày nghỉ", "7 giờ", "8 ngày"])
def test_another_unit_is_another_answer(typed: str) -> None:
    assert mark(typed, 7, unit="ngày làm việc") == 0


def test_square_metres_in_both_letters() -> None:
    assert mark("250 m²", 250, unit="m2") == mark("250m2", 250, unit="m²") == 1
    assert mark("250 m3", 250, unit="m2") == 0


@pytest.mark.parametrize(
    ("typed", "worth"), [("9,5", 1), ("10,5", 1), ("10", 1), ("9,49", 0), ("10,51", 0)]
)
def test_tolerance_holds_on_both_sides(typed: str, worth: int) -> None:
    assert mark(typed, 10, tolerance=0.5) == worth


@pytest.mark.parametrize(
    "typed", ["bảy", "khoảng 7", "7 hay 8", "7-8", "1.2.3", "--7", "", "10 15", "9" * 80]
)
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    asked = content("number", answer=7)
    assert "7" in questions.refusal("number", asked, {"text": typed})
    assert worth("number", asked, {"text": typed}) == 0
