"""Texts and numbers that are typed."""

import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.vietnamese import format_number
from quizzes import marking

F = Fraction


def text(
    typed: str, *answers: tuple[str, Any], scheme: str = "moodle.short_text", **more: Any
) -> F:
    rows = [{"text": pattern, "weight": weight} for pattern, weight in answers]
    return marking.mark(scheme, {"kind": "short_text", "answers": rows} | more, {"text": typed})


@pytest.mark.parametrize(
    ("typed", "pattern", "fits"),
    [
        ("beautiful bird", "beautiful *", True),
        ("beautiful", "beautiful *", False),
        ("beautiful", "beautiful*", True),
        ("a beautiful bird", "beautiful *", False),
        ("frog", "*", True),
        ("frog", "f**g", True),
        ("2*3", r"2\*3", True),
        ("2x3", r"2\*3", False),
        ("2*3 = 6", r"2\*3*", True),
        ("FROG", "frog", True),
        ("  frog  ", "frog", True),
        ("fr  og", "fr og", False),
        ("aXbXc", "a*b*c", True),
        ("acb", "a*b*c", False),
        ("ab", "a*ab", False),
        ("f.og", "fr*", False),
        ("hoà", "hòa", False),  # letter by letter, unlike our own scheme
        ("", "*", False),
    ],
)
def test_patterns(typed: str, pattern: str, fits: bool) -> None:
    assert text(typed, (pattern, 1)) == int(fits)


def test_the_first_answer_that_fits_decides() -> None:
    answers = (("toad", 1), ("*d", 0.5), ("frog", 1), ("*", 0))
    assert [text(typed, *answers) for typed in ("toad", "pond", "frog", "x")] == [1, F(1, 2), 1, 0]
    assert text("frog", ("*", -0.5), ("frog", 1)) == F(-1, 2)


def test_capitals_matter_only_where_asked() -> None:
    assert text("FROG", ("frog", 1), fold="exact") == 0
    assert text("ĐÀ NẴNG", ("đà nẵng", 1)) == 1
    assert text("Đà Nẵng", ("da n*", 1), fold="accents") == 1
    assert text("đà nẵng", ("*", 1), deny=["Đà Nẵng"]) == 0


@given(typed=st.text("aăâ đĐêớ*\\.", min_size=1, max_size=12))
def test_any_text_is_its_own_answer_however_composed(typed: str) -> None:
    pattern = typed.strip().replace("*", r"\*")
    if typed.strip() and "\\\\" not in pattern and not pattern.endswith("\\"):
        plain = "\\" not in typed
        decomposed = unicodedata.normalize("NFD", typed)
        assert not plain or text(decomposed, (pattern, 1)) == 1


def test_many_stars_are_quick() -> None:
    assert text("a" * 5000, ("*a" * 50 + "b", 1)) == 0


def test_our_own_scheme_takes_weights_too() -> None:
    assert text("hoà bình", ("Hòa Bình", 1), scheme="exact") == 1
    assert text("tỉnh hoà bình.", ("*hòa bình", 0.5), scheme="exact") == F(1, 2)


def test_qti_matches_letter_by_letter_and_maps_as_told() -> None:
    question = {"kind": "short_text", "accept": ["York", "Yorkshire"]}
    worth = [
        marking.mark("qti.match_correct", question, {"text": one})
        for one in ("York", "york", "Yorkshire")
    ]
    assert worth == [1, 0, 1]
    mapping = {
        "default": -1,
        "entries": [
            {"key": "York", "value": 2},
            {"key": "leeds", "value": 1, "case_sensitive": False},
        ],
    }
    mapped = {
        one: marking.mark("qti.map_response", question | {"mapping": mapping}, {"text": one})
        for one in ("York", "york", "LEEDS", "")
    }
    assert mapped == {"York": 1, "york": F(-1, 2), "LEEDS": F(1, 2), "": 0}


# --- numbers -------------------------------------------------------------------------------------


def number(typed: str, *, scheme: str = "moodle.number", **question: Any) -> F:
    return marking.mark(scheme, {"kind": "number"} | question, {"text": typed})


@pytest.mark.parametrize(
    "typed",
    [
        "1.234,5",
        "1,234.5",
        "1234.5",
        "1234,5",
        "1 234,5",
        "+1234,50",
        "1.2345e3",
        "1,2345×10^3",
        "12345e-1",
    ],
)
def test_both_forms_and_powers_of_ten(typed: str) -> None:
    assert number(typed, answer=1234.5) == 1


@pytest.mark.parametrize("typed", ["", "x", "1e9999", "1.2.3", "--1", ".", "e5", "9" * 900])
def test_what_is_no_number_is_worth_nothing(typed: str) -> None:
    assert number(typed, answers=[{"value": "*"}]) == 0


@given(
    right=st.decimals(-(10**6), 10**6, places=3),
    tolerance=st.decimals(0, 100, places=3),
    step=st.sampled_from([Decimal("0"), Decimal("0.001"), Decimal("-0.001")]),
    side=st.sampled_from([1, -1]),
)
def test_the_interval_holds_its_ends_and_nothing_beyond(
    right: Decimal, tolerance: Decimal, step: Decimal, side: int
) -> None:
    typed = right + side * (tolerance + step)
    inside = abs(typed - right) <= tolerance
    for scheme in ("moodle.number", "exact"):
        given_ = {"answer": str(right), "tolerance": str(tolerance)}
        assert number(format_number(typed, 3), scheme=scheme, **given_) == int(inside)


@pytest.mark.parametrize(
    ("type_", "low", "high"),
    [
        ("nominal", "7.5", "8.5"),
        ("relative", "4", "12"),
        ("geometric", "5.3333333333333333334", "12"),
    ],
)
def test_kinds_of_tolerance(type_: str, low: str, high: str) -> None:
    answers = [{"value": 8, "tolerance": 0.5, "tolerance_type": type_}]
    for typed, worth in (
        (low, 1),
        (high, 1),
        (f"{Decimal(low) - 1}", 0),
        (f"{Decimal(high) + 1}", 0),
    ):
        assert number(typed, answers=answers) == worth


def test_the_first_interval_decides() -> None:
    answers = [
        {"value": 3.14, "tolerance": 0.005},
        {"value": 3, "tolerance": 1, "weight": 0.5},
        {"value": "*", "weight": -0.1},
    ]
    assert number("3,142", answers=answers, unit="") == 1
    assert number("3,5", answers=answers) == F(1, 2)
    assert number("9", answers=answers) == 0  # a negative weight counts only with a right unit


METRES: dict[str, Any] = {
    "answer": 1.5,
    "units": [
        {"name": "m", "factor": 1},
        {"name": "cm", "factor": 100},
        {"name": "km", "factor": 0.001},
    ],
}


@pytest.mark.parametrize(
    ("typed", "worth"),
    [
        ("1,5 m", 1),
        ("1.5m", 1),
        ("150 cm", 1),
        ("0,0015 km", 1),
        ("cm 150", 1),
        ("1,5", F(4, 5)),  # no unit
        ("1,5 dm", F(4, 5)),  # an unknown one
        ("1,5 cm", F(4, 5)),  # right only without its factor
        ("1,5 CM", F(4, 5)),
        ("150 m", 0),
    ],
)
def test_units_and_their_penalty(typed: str, worth: Any) -> None:
    assert number(typed, **METRES, unit_penalty=0.2) == worth


def test_the_penalty_is_of_the_answer_or_of_the_whole_question() -> None:
    half = METRES | {"answers": [{"value": 1.5, "weight": 0.5}]}
    assert number("1,5", **half, unit_penalty=0.2) == F(2, 5)
    assert number("1,5", **half, unit_penalty=0.2, unit_penalty_of="question") == F(3, 10)
    assert number("1,5", **half, unit_penalty=0.6, unit_penalty_of="question") == 0
    assert number("1,5", **half) == F(1, 2)


def test_qti_numbers_match_by_value_without_tolerance() -> None:
    worth = [
        number(one, scheme="qti.match_correct", answer=2.5, tolerance=1)
        for one in ("2,50", "2.5", "2.6")
    ]
    assert worth == [1, 1, 0]
