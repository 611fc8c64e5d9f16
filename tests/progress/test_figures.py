"""What may be shown of numbers of people, and that nobody can work out the rest."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.progress.figures import Figure, protect, rate, small


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1234, "1.234")]
)
def test_numbers_from_one_to_four_are_hidden(number: int, text: str) -> None:
    assert small(number).text == text


def possible(figures: list[Figure], total: Figure) -> list[tuple[int, ...]]:
    """Every assignment an attacker who knows the rules cannot rule out."""

    def choices(figure: Figure) -> range:
        low = figure.low if figure.exact is not None or figure.is_small else max(figure.low, 5)
        return range(low, figure.high + 1)

    found = product(*(choices(figure) for figure in figures))
    return [numbers for numbers in found if total.low <= sum(numbers) <= total.high]


@given(st.lists(st.sampled_from([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 12, 40]), min_size=1, max_size=6))
def test_no_hidden_number_follows_from_the_rest(numbers: list[int]) -> None:
    figures, total = protect(numbers)
    worlds = possible(figures, total)
    assert tuple(numbers) in worlds
    for place, number in enumerate(numbers):
        if 1 <= number <= 4:
            assert figures[place].is_small
            assert len({world[place] for world in worlds}) > 1


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12))
def test_little_more_is_hidden_than_must_be(numbers: list[int]) -> None:
    figures, total = protect(numbers)
    ranges = [figure for figure in figures if figure.exact is None and not figure.is_small]
    assert len(ranges) <= 1
    if not any(1 <= number <= 4 for number in numbers):
        assert ranges == []
    if ranges or not any(figure.is_small for figure in figures):
        assert total.exact == sum(numbers)


def test_the_next_smallest_number_becomes_a_range() -> None:
    figures, total = protect([3, 45, 200, 0])
    assert [figure.text for figure in figures] == ["<5", "44–47", "200", "0"]
    assert total.text == "248"


def test_two_hidden_numbers_hide_each_other() -> None:
    figures, total = protect([1, 3, 45])
    assert [figure.text for figure in figures] == ["<5", "<5", "45"]
    assert total.text == "49"


def test_a_single_small_ward_has_no_total_either() -> None:
    figures, total = protect([3])
    assert (figures[0].text, total.text) == ("<5", "<5")


@pytest.mark.parametrize(
    ("numbers", "text"), [([1, 1], "<5"), ([1, 1, 1, 1], "4–16"), ([4, 4], "2–8"), ([1, 2], "3")]
)
def test_totals_of_nothing_but_hidden_numbers(numbers: list[int], text: str) -> None:
    assert protect(numbers)[1].text == text


@pytest.mark.parametrize(
    ("figure", "base", "text", "exact"),
    [
        (small(62), 200, "31,0%", 31.0),
        (small(0), 200, "0,0%", 0.0),
        (small(3), 200, "≤5%", None),
        (small(4), 40, "–", None),
        (small(198), 200, "≥95%", None),
        (small(200), 200, "100,0%", 100.0),
        (small(28), 30, "–", None),
        (small(10), 19, "–", None),
        (Figure(44, 47), 1000, "4,4–4,7%", None),
        (Figure(440, 441), 100_000, "0,4%", None),
    ],
)
def test_rates(figure: Figure, base: int, text: str, exact: float | None) -> None:
    found = rate(figure, base)
    assert found is not None
    assert (found.text, found.exact) == (text, exact)


def test_no_base_no_rate() -> None:
    assert rate(small(10), None) is None
    assert rate(small(10), 0) is None


def test_a_target_is_no_group_of_people() -> None:
    found = rate(small(12), 13, of_people=False)
    assert found is not None
    assert found.text == "92,3%"
