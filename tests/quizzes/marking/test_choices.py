"""Choosing: tables of the published rules, and what must hold for any question and answer."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import marking
from quizzes.marking import MarkingError

F = Fraction
MULTI = [name for name in marking.SCHEMES if "multiple" in marking.SCHEMES[name].kinds]


def several(right: int, wrong: int, **more: Any) -> dict[str, Any]:
    """A question with right options r1, r2, … and wrong ones w1, w2, …"""
    options = [{"id": f"r{n}", "correct": True} for n in range(1, right + 1)]
    options += [{"id": f"w{n}"} for n in range(1, wrong + 1)]
    return {"kind": "multiple", "options": options} | more


def ticks(right: int, wrong: int = 0) -> dict[str, Any]:
    return {
        "options": [f"r{n}" for n in range(1, right + 1)] + [f"w{n}" for n in range(1, wrong + 1)]
    }


def weighted(*weights: Any) -> dict[str, Any]:
    return {"kind": "multiple", "options": [{"weight": weight} for weight in weights]}


# (right, wrong) options; (right, wrong) ticked; worth by scheme
TABLE: dict[str, list[tuple[tuple[int, int], tuple[int, int], Any]]] = {
    "exact": [((2, 2), (2, 0), 1), ((2, 2), (2, 1), 0), ((2, 2), (1, 0), 0), ((0, 2), (0, 0), 0)],
    "part": [
        ((3, 1), (3, 0), 1),
        ((3, 1), (2, 0), F(2, 3)),
        ((3, 1), (2, 1), F(1, 3)),
        ((2, 3), (1, 3), 0),
    ],
    "moodle.multiple": [((3, 1), (2, 1), F(2, 3)), ((3, 1), (0, 1), 0), ((3, 1), (3, 1), 1)],
    "capa.exact": [((2, 2), (2, 0), 1), ((2, 2), (2, 2), 0), ((0, 2), (0, 0), 0)],
    "capa.every_decision": [
        ((2, 3), (2, 0), 1),
        ((2, 3), (2, 1), F(4, 5)),
        ((2, 3), (1, 1), F(3, 5)),
        ((2, 3), (0, 3), 0),
        ((2, 3), (0, 0), 0),  # nothing ticked
    ],
    "capa.halves": [
        ((1, 1), (1, 1), 0),  # one error of two options
        ((1, 2), (1, 1), F(1, 2)),  # one error of three
        ((2, 2), (1, 1), 0),  # two errors of four
        ((2, 3), (1, 1), F(1, 4)),  # two errors of five
        ((3, 3), (1, 1), 0),  # three errors
        ((3, 3), (3, 0), 1),
        ((1, 4), (0, 0), 0),  # nothing ticked, though that is one error only
    ],
    "relate.exact": [((2, 2), (2, 0), 1), ((2, 2), (1, 0), 0), ((0, 2), (0, 0), 1)],
    "relate.proportional": [
        ((2, 2), (0, 0), F(1, 2)),
        ((2, 2), (2, 2), F(1, 2)),
        ((2, 2), (0, 2), 0),
        ((1, 2), (1, 1), F(2, 3)),
    ],
    "relate.proportional_correct": [
        ((3, 1), (2, 0), F(2, 3)),
        ((3, 1), (3, 1), 0),
        ((3, 1), (0, 0), 0),
        ((0, 2), (0, 0), 1),
    ],
    "h5p.right_minus_wrong": [
        ((2, 2), (2, 1), F(1, 2)),
        ((2, 2), (1, 2), 0),
        ((0, 2), (0, 0), 1),  # blank is right
        ((0, 2), (0, 1), 0),
    ],
    "h5p.single_point": [((2, 2), (2, 0), 1), ((2, 2), (2, 1), 0), ((0, 2), (0, 0), 1)],
    "qti.match_correct": [((2, 2), (2, 0), 1), ((2, 2), (2, 1), 0), ((0, 2), (0, 0), 0)],
    "qti.map_response": [((2, 2), (1, 1), F(1, 2)), ((2, 2), (2, 2), 1), ((2, 2), (0, 0), 0)],
}


@pytest.mark.parametrize(
    ("scheme", "options", "ticked", "worth"),
    [(scheme, *row) for scheme, rows in TABLE.items() for row in rows],
)
def test_the_table(
    scheme: str, options: tuple[int, int], ticked: tuple[int, int], worth: Any
) -> None:
    assert marking.mark(scheme, several(*options), ticks(*ticked)) == worth


def test_the_table_has_every_scheme_for_several_choices() -> None:
    assert set(TABLE) == set(MULTI)


@pytest.mark.parametrize(
    ("weights", "chosen", "worth"),
    [
        ((0.5, 0.5, -0.5), ["1", "2"], 1),
        ((0.5, 0.5, -0.5), ["1", "3"], 0),
        ((0.5, 0.25, -1), ["2", "3"], 0),  # not below 0
        ((1, 0.5), ["1", "2"], 1),  # not above 1
        (("0.3333333", "0.33333", 0.3333333), ["1", "2", "3"], 1),  # thirds are thirds
        ((0.1666667, 0.8333333), ["2"], F(5, 6)),
        ((0.33, 0.67), ["1"], F(33, 100)),  # thirty-three percent is no third
    ],
)
def test_weights_are_added_and_cut(weights: Any, chosen: list[str], worth: Any) -> None:
    assert marking.mark("moodle.multiple", weighted(*weights), {"options": chosen}) == worth


def test_one_choice_is_worth_its_weight_even_below_nothing() -> None:
    question = weighted(1, 0.5, -0.25) | {"kind": "single"}
    worths = [marking.mark("moodle.single", question, {"option": id}) for id in ("1", "2", "3")]
    assert worths == [1, F(1, 2), F(-1, 4)]


@pytest.mark.parametrize("scheme", [n for n, s in marking.SCHEMES.items() if "single" in s.kinds])
def test_one_choice_is_right_or_not(scheme: str) -> None:
    question = several(1, 2) | {"kind": "single"}
    assert marking.mark(scheme, question, {"option": "r1"}) == 1
    assert marking.mark(scheme, question, {"option": "w1"}) == 0
    statement = {"kind": "true_false", "answer": False}
    assert marking.mark(scheme, statement, {"value": False}) == 1
    assert marking.mark(scheme, statement, {"value": True}) == 0


@pytest.mark.parametrize(("percent", "worth"), [(50, 1), (51, 0), (0, 1)])
def test_one_point_for_reaching_a_percentage(percent: int, worth: int) -> None:
    question = several(2, 1, pass_percentage=percent)
    assert marking.mark("h5p.single_point", question, ticks(1)) == worth


def test_options_that_count_neither_way_and_that_are_always_right() -> None:
    question = several(2, 1)
    question["options"] += [{"id": "d", "disregard": True}, {"id": "a", "always_correct": True}]
    chosen = {"options": ["r1", "d"]}
    assert marking.mark("relate.proportional", question, chosen) == F(3, 4)
    assert marking.mark("relate.proportional_correct", question, chosen) == F(2, 3)
    assert marking.mark("relate.exact", question, {"options": ["r1", "r2", "d"]}) == 1
    assert marking.mark("relate.exact", question, {"options": ["r1", "r2", "a"]}) == 1


def test_the_same_value_twice_matches_another_bag_but_maps_once() -> None:
    twice = {"options": ["r1", "r1"]}
    assert marking.mark("qti.match_correct", several(1, 1), twice) == 0
    assert marking.mark("qti.map_response", several(1, 1), twice) == 1


# --- what holds for any question -----------------------------------------------------------------

sizes = st.tuples(st.integers(1, 6), st.integers(0, 6))


@st.composite
def asked(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    question = several(*draw(sizes))
    ids = [option["id"] for option in question["options"]]
    return question, {"options": draw(st.lists(st.sampled_from(ids), unique=True))}


@given(case=asked())
def test_every_scheme_stays_between_nothing_and_all(case: Any) -> None:
    assert all(0 <= marking.mark(scheme, *case) <= 1 for scheme in MULTI)


@pytest.mark.parametrize("scheme", MULTI)
@given(size=sizes)
def test_the_key_is_worth_all(scheme: str, size: tuple[int, int]) -> None:
    assert marking.mark(scheme, several(*size), ticks(size[0])) == 1


@pytest.mark.parametrize("scheme", MULTI)
@given(case=asked(), mix=st.randoms())
def test_the_order_of_options_and_ticks_plays_no_part(scheme: str, case: Any, mix: Any) -> None:
    question, response = case
    options, ids = list(question["options"]), list(response["options"])
    mix.shuffle(options)
    mix.shuffle(ids)
    shuffled = marking.mark(scheme, question | {"options": options}, {"options": ids})
    assert shuffled == marking.mark(scheme, question, response)


@given(case=asked())
def test_the_strict_schemes_never_give_more_than_the_mild_ones(case: Any) -> None:
    worth = {scheme: marking.mark(scheme, *case) for scheme in MULTI}
    assert worth["capa.exact"] <= worth["capa.halves"] <= worth["capa.every_decision"]
    assert worth["relate.exact"] <= worth["relate.proportional_correct"]
    assert worth["relate.exact"] <= worth["relate.proportional"]
    assert worth["part"] == worth["h5p.right_minus_wrong"]


@pytest.mark.parametrize("scheme", MULTI)
@pytest.mark.parametrize(
    "response",
    [
        {},
        {"options": "r1"},
        {"options": ["zz"]},
        {"options": [None]},
        {"options": [["r1"]]},
        {"text": "r1"},
    ],
)
def test_a_strange_response_is_worth_nothing(scheme: str, response: Any) -> None:
    assert marking.mark(scheme, several(1, 1), response) == 0


@pytest.mark.parametrize("scheme", MULTI)
def test_no_response_and_not_knowing_are_worth_nothing(scheme: str) -> None:
    assert marking.mark(scheme, several(0, 1), None) == 0
    assert marking.mark(scheme, several(0, 1), {"unknown": True}) == 0


@pytest.mark.parametrize(
    ("scheme", "question"),
    [
        ("no.such", several(1, 1)),
        ("capa.halves", several(1, 1) | {"kind": "single"}),
        ("exact", {"kind": "multiple"}),
        ("exact", {"kind": "multiple", "options": []}),
        ("exact", {"kind": "multiple", "options": ["a"]}),
        ("exact", {"kind": "multiple", "options": [{"id": "a"}, {"id": "a"}]}),
        ("moodle.multiple", weighted("half")),
        ("exact", {"kind": "multiple", "options": [{"id": "1", "correct": 1}, {"id": "2"}]}),
        ("exact", {"kind": "true_false", "answer": "true"}),
        ("moodle.multiple", weighted(True)),
        ("qti.map_response", several(1, 1, mapping={"entries": []})),
        ("qti.map_response", several(1, 1, mapping=[1])),
    ],
)
def test_a_question_that_cannot_be_marked_is_an_error(scheme: str, question: Any) -> None:
    with pytest.raises(MarkingError):
        marking.mark(scheme, question, {"options": ["1"]})
