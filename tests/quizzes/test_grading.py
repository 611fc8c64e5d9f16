from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import (
    Result,
    SectionMark,
    points_needed,
    points_text,
    rescaled,
    result_of,
    stored,
    with_sections,
)


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


# --- sections ------------------------------------------------------------------------------------


def practice_certificate(law: int, work: int, left_out: int = 0) -> Result:
    """Ten questions of law and twenty of the profession; pass: law 7 and 21 in all."""
    marks = [SectionMark(1, Fraction(n < law), counts=n < 10 - left_out) for n in range(10)]
    marks += [SectionMark(2, Fraction(n < work)) for n in range(20)]
    counted = [mark.mark for mark in marks if mark.counts]
    whole = rescaled(result_of(counted, needed=21), left_out=left_out, whole=30)
    return with_sections(whole, [("Pháp luật", 7), ("Chuyên môn", 0)], marks)


@pytest.mark.parametrize(
    ("law", "work", "passed"),
    [
        (7, 14, True),
        (6, 20, False),
        (10, 11, True),
        (10, 10, False),
        (9, 11, False),
        (7, 13, False),
    ],
)
def test_a_pass_needs_the_section_and_the_whole(law: int, work: int, passed: bool) -> None:
    result = practice_certificate(law, work)
    assert result.passed is passed
    first, second = result.sections
    assert (first.points, first.whole, first.passed) == (Fraction(law), 10, law >= 7)
    assert (second.points, second.whole, second.passed) == (Fraction(work), 20, True)


def test_a_question_left_out_leaves_the_section_its_scale() -> None:
    result = practice_certificate(law=6, work=20, left_out=2)  # 6 of 8 are 7.5 of 10
    assert result.sections[0].points == Fraction(15, 2)
    assert result.passed
    assert practice_certificate(law=0, work=20, left_out=10).sections[0].points == 10


def test_without_sections_the_whole_decides() -> None:
    assert with_sections(result_of([Fraction(1)], needed=1), [], []).passed
