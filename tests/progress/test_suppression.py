"""Hiding small numbers, without a database: what the functions promise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.progress.figures import NO_LIMIT, Figure
from lms.progress.suppression import INSIDE, PUBLIC, Limits, protect_grid, protect_units

NUMBERS = st.lists(
    st.sampled_from([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12, 40]), min_size=1, max_size=7
)


def shown(numbers: list[int], *groups: list[int], limits: Limits = INSIDE) -> list[str]:
    found = protect_units(dict(enumerate(numbers)), groups, limits=limits)
    return [found.figures[key].text for key in range(len(numbers))]


def total(numbers: list[int], *groups: list[int], of: list[int] | None = None) -> str:
    found = protect_units(dict(enumerate(numbers)), groups)
    return found.total(range(len(numbers)) if of is None else of).text


@pytest.mark.parametrize(
    ("numbers", "texts", "whole"),
    [
        ([0, 5, 1234], ["0", "5", "1.234"], "1.239"),
        ([3, 45, 200, 0], ["<5", "44–47", "200", "0"], "248"),
        ([1, 3, 45], ["<5", "<5", "45"], "49"),
        ([1, 1, 45], ["<5", "<5", "39–45"], "47"),
        ([2, 3], ["<5", "<5"], "5"),
        ([1, 1, 1, 1], ["<5", "<5", "<5", "<5"], "4–16"),
        ([4, 5], ["<5", "5–8"], "9"),
        ([1, 5], ["<5", "5"], "6–9"),
    ],
)
def test_a_column_with_its_total(numbers: list[int], texts: list[str], whole: str) -> None:
    assert (shown(numbers), total(numbers)) == (texts, whole)


def test_in_public_ten_is_the_smallest_number() -> None:
    assert shown([9, 10, 120, 0], limits=PUBLIC) == ["<10", "10–18", "120", "0"]


def test_a_number_is_hidden_against_its_own_area() -> None:
    """The smaller 45 of the other area would hide nothing: the area's total is told too."""
    assert shown([3, 80, 45, 200], [0, 1], [2, 3]) == ["<5", "79–82", "45", "200"]
    assert total([3, 80, 45, 200], [0, 1], [2, 3], of=[0, 1]) == "83"


def test_an_area_too_small_to_hide_anything_has_no_exact_total() -> None:
    numbers, areas = [3, 80, 45, 200], ([0], [1, 2, 3])
    assert shown(numbers, *areas) == ["<5", "80", "44–47", "200"]
    assert total(numbers, *areas, of=[0]) == "<5"
    assert total(numbers, *areas, of=[1, 2, 3]) == "324–327"
    assert total(numbers, *areas) == "328"


def test_any_other_sum_is_told_as_far_as_its_parts_are() -> None:
    assert total([3, 45, 200], of=[1, 2]) == "244–247"
    assert total([3, 45, 200], of=[0, 1]) == "48"


@given(NUMBERS, st.sampled_from([INSIDE, PUBLIC]))
def test_nothing_false_is_told_and_everything_small_is_hidden(
    numbers: list[int], limits: Limits
) -> None:
    found = protect_units(dict(enumerate(numbers)), limits=limits)
    for key, number in enumerate(numbers):
        figure = found.figures[key]
        assert figure.low <= number <= figure.high
        if limits.is_small(number):
            assert figure == limits.hidden
    whole = found.total(range(len(numbers)))
    assert whole.low <= sum(numbers) <= whole.high
    if not any(limits.is_small(number) for number in numbers):
        assert all(figure.exact is not None for figure in found.figures.values())


def test_the_same_numbers_are_hidden_every_time() -> None:
    numbers = {key: (key * 7) % 23 for key in range(40)}
    groups = [range(0, 10), range(10, 40)]
    assert protect_units(numbers, groups) == protect_units(dict(numbers), groups)


# --- tables with totals both ways ----------------------------------------------------------------


def grid(*rows: list[int]) -> tuple[list[list[str]], set[int]]:
    found = protect_grid(dict(enumerate(rows)))
    texts = [[found.cells[r, c].text for c in range(len(row))] for r, row in enumerate(rows)]
    return texts, set(found.hidden_columns)


def test_a_rectangle_hides_a_small_number() -> None:
    texts, hidden = grid([3, 40, 20], [50, 9, 60], [70, 80, 90])
    assert texts == [["<5", "≥5", "20"], ["≥5", "≥5", "60"], ["70", "80", "90"]]
    assert hidden == set()


def test_a_row_that_stands_alone_hides_totals_of_columns() -> None:
    texts, hidden = grid([3, 40, 0], [0, 9, 60])
    assert texts == [["<5", "≥5", "0"], ["0", "9", "60"]]
    assert hidden == {0, 1}


def test_a_row_that_can_hide_nothing_is_not_shown_at_all() -> None:
    texts, hidden = grid([4, 4, 0], [50, 0, 0])
    assert texts[0] == ["–", "–", "–"]
    assert hidden == {0, 1, 2}


@given(
    st.lists(
        st.lists(st.sampled_from([0, 1, 2, 4, 5, 7, 12, 30]), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_a_grid_tells_nothing_false(rows: list[list[int]]) -> None:
    found = protect_grid(dict(enumerate(rows)))
    for (row, column), figure in found.cells.items():
        assert figure.low <= rows[row][column] <= figure.high <= NO_LIMIT
        if 1 <= rows[row][column] <= 4:
            assert figure in (INSIDE.hidden, Figure(0, NO_LIMIT))
