"""What may be shown of numbers of people, and that nobody can work out the rest."""

from __future__ import annotations

import pytest

from lms.progress.figures import Figure, rate, small


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1234, "1.234")]
)
def test_numbers_from_one_to_four_are_hidden(number: int, text: str) -> None:
    assert small(number).text == text


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
