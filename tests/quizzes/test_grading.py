from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import points_needed, points_text, result_of, stored


@pytest.mark.parametrize(
    ("questions", "percent", "needed"),
    [(12, 70, 9), (8, 70, 6), (10, 70, 7), (20, 70, 14), (12, 100, 12), (12, 1, 1), (0, 70, 0)],
)
def test_whole_questions_needed(questions: int, percent: int, needed: int) -> None:
    assert points_needed(questions, percent) == needed


@given(questions=st.integers(1, 200), percent=st.integers(1, 100))
def test_needed_is_the_smallest_whole_number_that_reaches_the_percentage(
    questions: int, percent: int
) -> None:
    needed = points_needed(questions, percent)
    assert needed * 100 >= questions * percent > (needed - 1) * 100


@given(marks=st.lists(st.fractions(0, 1), max_size=40), needed=st.integers(0, 40))
def test_a_result_is_the_exact_sum(marks: list[Fraction], needed: int) -> None:
    result = result_of(marks, needed=needed)
    assert result.points == sum(marks)
    assert result.passed is (sum(marks) >= needed)


def test_three_thirds_make_a_whole() -> None:
    assert result_of([Fraction(1, 3)] * 3, needed=1).passed


def test_points_are_kept_and_written() -> None:
    assert stored(Fraction(2, 3), 4) == Decimal("0.6667")
    assert points_text(Decimal("10.000")) == "10"
    assert points_text(Decimal("8.667")) == "8,6"
