"""Pairs, gaps, order, places on a picture, things put in places."""

from contextlib import suppress
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import marking

F = Fraction
PAIRS = {
    "kind": "matching",
    "pairs": [
        {"left": "Mèo", "right": "thú"},
        {"left": "Chó", "right": "thú"},
        {"left": "Gà", "right": "chim"},
    ],
    "extra": ["cá", "thú"],
}


@pytest.mark.parametrize(
    ("pairs", "worth"),
    [
        ({"1": "1", "2": "2", "3": "3"}, 1),
        ({"1": "2", "2": "1", "3": "3"}, 1),  # equal texts are the same
        ({"1": "x2", "2": "x2", "3": "3"}, 1),
        ({"1": "x1", "2": "2", "3": "3"}, F(2, 3)),
        ({"1": "3", "2": "3", "3": "3"}, F(1, 3)),
        ({"3": "3"}, F(1, 3)),
        ({}, 0),
        ("1", 0),
        ({"1": None, "2": ["2"], "3": "9"}, 0),
    ],
)
def test_pairs(pairs: Any, worth: Any) -> None:
    response = {"pairs": pairs}
    assert marking.mark("moodle.matching", PAIRS, response) == worth
    assert marking.mark("part", PAIRS, response) == worth
    assert marking.mark("exact", PAIRS, response) == int(worth == 1)
    assert marking.mark("qti.match_correct", PAIRS, response) == int(worth == 1)


def test_pairs_by_a_table_of_values() -> None:
    question = PAIRS | {
        "mapping": {"entries": [{"key": "1 1", "value": 1}, {"key": "3 3", "value": 2}], "max": 4}
    }
    pairs = {"1": "1", "2": "2", "3": "3"}
    assert marking.mark("qti.map_response", question, {"pairs": pairs}) == F(3, 4)
    assert marking.mark("qti.map_response", PAIRS, {"pairs": pairs}) == 1


GAPS = {
    "kind": "gap_text",
    "gaps": [{"accept": ["xã", "phường"]}, {"accept": ["7"], "deny": ["17"]}],
}


@pytest.mark.parametrize(
    ("given_", "worth"),
    [
        (["xa", "7"], 1),
        (["Phường.", " 7 "], 1),
        (["xã", ""], F(1, 2)),
        (["xã"], F(1, 2)),
        (["7", "xã"], 0),
        ([], 0),
        ("xã", 0),
        (["xã", "7", "more"], 1),
        ([None, 7], 0),
    ],
)
def test_gaps(given_: Any, worth: Any) -> None:
    assert marking.mark("part", GAPS, {"gaps": given_}) == worth
    assert marking.mark("exact", GAPS, {"gaps": given_}) == int(worth == 1)


# --- order ---------------------------------------------------------------------------------------

ORDER = ("exact", "part", "order.neighbours", "order.pairs", "qti.match_correct")


def items(count: int) -> dict[str, Any]:
    return {"kind": "ordering", "items": [{"text": str(n)} for n in range(count)]}


@pytest.mark.parametrize(
    ("order", "worths"),
    [
        ("1234", (1, 1, 1, 1, 1)),
        ("2341", (0, 0, F(2, 3), F(1, 2), 0)),
        ("4321", (0, 0, 0, 0, 0)),
        ("1243", (0, F(1, 2), F(1, 3), F(5, 6), 0)),
        ("123", (0, 0, 0, 0, 0)),
        ("1233", (0, 0, 0, 0, 0)),
    ],
)
def test_order(order: str, worths: tuple[Any, ...]) -> None:
    got = tuple(marking.mark(scheme, items(4), {"order": list(order)}) for scheme in ORDER)
    assert got == worths


@pytest.mark.parametrize("scheme", ORDER)
def test_only_the_right_order_is_worth_all(scheme: str) -> None:
    for order in permutations("12345"):
        worth = marking.mark(scheme, items(5), {"order": list(order)})
        assert 0 <= worth <= 1
        assert (worth == 1) == (order == tuple("12345"))


# --- pictures and places -------------------------------------------------------------------------

SPOTS = {
    "kind": "hotspot",
    "regions": [
        {"id": "r", "shape": "rect", "coords": [10, 10, 30, 20], "correct": True},
        {"id": "c", "shape": "circle", "coords": [60, 60, 5]},
        {"id": "p", "shape": "poly", "coords": [80, 0, 100, 0, 100, 20], "correct": True},
    ],
}


@pytest.mark.parametrize(
    ("x", "y", "worth"),
    [
        (10, 10, 1),
        (20, 15, 1),
        (30, 20, 1),
        (30.1, 20, 0),
        (60, 60, 0),
        (95, 5, 1),
        (85, 15, 0),
        (90, 10, 1),
        (50, 50, 0),
    ],
)
def test_a_point(x: float, y: float, worth: int) -> None:
    for scheme in ("exact", "part"):
        assert marking.mark(scheme, SPOTS, {"x": x, "y": y}) == worth


@pytest.mark.parametrize(
    ("response", "exact", "part"),
    [
        ({"option": "r"}, 1, 1),
        ({"option": "c"}, 0, 0),
        ({"options": ["r", "p"]}, 1, 1),
        ({"options": ["r"]}, 0, F(1, 2)),
        ({"options": ["r", "p", "c"]}, 0, F(1, 2)),
        ({"options": []}, 0, 0),
        ({"option": "zz"}, 0, 0),
        ({"x": 101, "y": 1}, 0, 0),
        ({"x": True, "y": True}, 0, 0),
        ({"x": "20", "y": "15"}, 0, 0),
    ],
)
def test_the_list_beside_the_picture(response: Any, exact: Any, part: Any) -> None:
    assert marking.mark("exact", SPOTS, response) == exact
    assert marking.mark("part", SPOTS, response) == part


PLACES = {
    "kind": "drag_drop",
    "items": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "stray"}],
    "targets": [{"id": "t1", "accepts": ["a", "b"]}, {"id": "t2", "accepts": ["c"]}],
}


@pytest.mark.parametrize(
    ("places", "exact", "part"),
    [
        ({"a": "t1", "b": "t1", "c": "t2"}, 1, 1),
        ({"a": "t1", "b": "t1"}, 0, F(2, 3)),
        ({"a": "t2", "b": "t1", "c": "t2"}, 0, F(2, 3)),
        ({"a": "t1", "b": "t1", "c": "t2", "stray": "t2"}, 0, F(2, 3)),
        ({"a": "t1", "b": "t1", "c": "t2", "stray": ""}, 1, 1),
        ({"stray": "t1"}, 0, 0),
        ({}, 0, 0),
        (["a"], 0, 0),
    ],
)
def test_things_in_places(places: Any, exact: Any, part: Any) -> None:
    assert marking.mark("exact", PLACES, {"places": places}) == exact
    assert marking.mark("part", PLACES, {"places": places}) == part


# --- anything ------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["option", "options", "value", "text", "pairs", "order", "gaps", "x", "y", "places"]
)
QUESTIONS = [PAIRS, GAPS, items(3), SPOTS, PLACES]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["kind"])
@given(response=st.dictionaries(KEYS, JSON, max_size=3))
def test_any_response_is_marked(question: dict[str, Any], response: dict[str, Any]) -> None:
    for scheme in marking.schemes_for(question["kind"]):
        assert 0 <= marking.mark(scheme, question, response) <= 1


FIELDS = st.sampled_from(
    [
        "options",
        "answer",
        "accept",
        "answers",
        "deny",
        "fold",
        "units",
        "unit",
        "unit_penalty",
        "tolerance",
        "pairs",
        "extra",
        "items",
        "gaps",
        "regions",
        "targets",
        "mapping",
        "pass_percentage",
    ]
)
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(
            [
                "id",
                "text",
                "correct",
                "weight",
                "value",
                "tolerance",
                "name",
                "factor",
                "accept",
                "deny",
                "fold",
                "accepts",
                "shape",
                "coords",
                "right",
                "key",
            ]
        ),
        JSON,
        max_size=4,
    ),
    max_size=3,
)


@given(
    scheme=st.sampled_from(list(marking.SCHEMES)),
    question=st.dictionaries(FIELDS, JSON | ROWS, max_size=6),
    response=st.dictionaries(KEYS, JSON, max_size=3),
)
def test_any_question_is_marked_or_refused_by_name(
    scheme: str, question: Any, response: Any
) -> None:
    for kind in marking.SCHEMES[scheme].kinds:
        with suppress(marking.MarkingError):
            assert isinstance(marking.mark(scheme, question | {"kind": kind}, response), Fraction)
