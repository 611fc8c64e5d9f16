"""What holds for every kind of question."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import questions
from quizzes.kind import FIELD
from tests.quizzes.contents import (
    BY_HAND,
    GAP_TEXT,
    MULTIPLE,
    NOT_RIGHT,
    NUMBER,
    PART,
    RIGHT,
    SINGLE,
    SURVEY_SCALE,
    worth,
)

CONTENTS = [
    (kind, content)
    for kind, content, _right in [*RIGHT, *BY_HAND, ("survey_scale", SURVEY_SCALE, {})]
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)
SHAPES = ["option", "options", "value", "text", "pairs", "order", "gaps", "places", "x", "y",
          "file", "name", "level", "unknown", "else"]  # fmt: skip
KEYS = st.sampled_from(SHAPES)


def test_the_kinds_are_found_in_their_order() -> None:
    names = ["single", "multiple", "true_false", "image_choice", "short_text", "number"]
    names += ["matching", "ordering", "drag_drop", "gap_text", "hotspot"]
    names += ["open_answer", "file_answer", "survey_scale"]
    assert list(questions.KINDS) == names
    assert all(name == kind.name for name, kind in questions.KINDS.items())


@pytest.mark.parametrize(("kind", "content", "response"), RIGHT)
def test_the_right_answer_is_worth_one(kind: str, content: dict[str, Any], response: Any) -> None:
    assert questions.refusal(kind, content, response) == ""
    assert worth(kind, content, response) == 1


@pytest.mark.parametrize(("kind", "content", "response"), NOT_RIGHT)
def test_another_answer_is_accepted_and_worth_less(
    kind: str, content: dict[str, Any], response: Any
) -> None:
    assert questions.refusal(kind, content, response) == ""
    assert worth(kind, content, response) < 1


@pytest.mark.parametrize(("kind", "content"), CONTENTS)
def test_not_knowing_is_always_offered_and_worth_nothing(
    kind: str, content: dict[str, Any]
) -> None:
    for form in ({FIELD: ["unknown"]}, {"unknown": ["on", "unknown"], FIELD: [""]}):
        response = questions.read(kind, content, form)
        assert response == {"unknown": True}
        assert questions.refusal(kind, content, {"unknown": True}) == ""
        assert worth(kind, content, response) == 0
    assert worth(kind, content, None) == 0


@pytest.mark.parametrize(("kind", "content"), CONTENTS)
def test_an_empty_form_is_no_answer(kind: str, content: dict[str, Any]) -> None:
    assert questions.read(kind, content, {}) is None
    assert questions.read(kind, content, {FIELD: ["", ""]}) is None


@pytest.mark.parametrize("kind", ["short_text", "number", "gap_text", "open_answer"])
def test_spaces_are_no_answer(kind: str) -> None:
    assert questions.read(kind, GAP_TEXT, {FIELD: ["", "  "]}) is None


@pytest.mark.parametrize(("kind", "content"), CONTENTS)
def test_a_given_answer_counts_more_than_not_knowing_left_ticked(
    kind: str, content: dict[str, Any]
) -> None:
    given = "7:7" if kind != "ordering" else f"{content['items'][0]['id']}:1"
    response = questions.read(kind, content, {FIELD: [given], "unknown": ["unknown"]})
    assert response is not None
    assert not questions.is_unknown(response)


@pytest.mark.parametrize(("kind", "content"), CONTENTS)
@given(response=st.dictionaries(KEYS, JSON, max_size=3))
def test_any_response_is_refused_or_marked_between_zero_and_one(
    kind: str, content: dict[str, Any], response: dict[str, Any]
) -> None:
    assert isinstance(questions.refusal(kind, content, response), str)
    mark = questions.mark(kind, content, response)
    assert mark is None or 0 <= mark <= 1
    assert isinstance(questions.kind_of(kind).describe(content, response), str)
    questions.kind_of(kind).controls(content, [], response)


@pytest.mark.parametrize(("kind", "content"), CONTENTS)
@given(values=st.lists(st.text(max_size=30), max_size=4))
def test_any_posted_form_is_read_and_never_breaks(
    kind: str, content: dict[str, Any], values: list[str]
) -> None:
    response = questions.read(kind, content, {FIELD: values})
    if response is not None and questions.refusal(kind, content, response) == "":
        mark = questions.mark(kind, content, response)
        assert mark is None or 0 <= mark <= 1
        assert questions.kind_of(kind).describe(content, response)


@pytest.mark.parametrize(("kind", "content", "response"), RIGHT)
def test_the_right_answer_has_words(kind: str, content: dict[str, Any], response: Any) -> None:
    assert questions.kind_of(kind).key_text(content)
    assert questions.kind_of(kind).describe(content, response)


@pytest.mark.parametrize("chosen", [["nosuch"], [], ["nosuch", SINGLE["options"][0]["id"]], "abc"])
def test_options_that_are_not_offered_are_refused(chosen: Any) -> None:
    assert questions.refusal("multiple", MULTIPLE, {"options": chosen})
    assert questions.refusal("single", SINGLE, {"option": "nosuch"})
    assert questions.refusal("single", SINGLE, {"option": ["a"]})


@given(order=st.permutations(MULTIPLE["options"]), chosen=st.sets(st.integers(0, 3)))
def test_marks_do_not_depend_on_any_order(order: list[dict[str, Any]], chosen: set[int]) -> None:
    ids = [MULTIPLE["options"][place]["id"] for place in sorted(chosen)]
    for content in (MULTIPLE, PART):
        turned = content | {"options": order}
        first = worth("multiple", content, {"options": ids})
        assert worth("multiple", turned, {"options": ids[::-1]}) == first


@pytest.mark.parametrize(
    ("chosen", "exact", "part"),
    [
        ([0, 1, 2], Fraction(1), Fraction(1)),
        ([0, 1], Fraction(0), Fraction(2, 3)),
        ([0, 1, 3], Fraction(0), Fraction(1, 3)),
        ([0, 1, 2, 3], Fraction(0), Fraction(2, 3)),
        ([0, 3], Fraction(0), Fraction(0)),
        ([3], Fraction(0), Fraction(0)),
    ],
)
def test_marking_schemes_of_several_choices(
    chosen: list[int], exact: Fraction, part: Fraction
) -> None:
    ids = {"options": [MULTIPLE["options"][place]["id"] for place in chosen]}
    assert worth("multiple", MULTIPLE, ids) == exact
    assert worth("multiple", PART, ids) == part


def test_option_ids_say_nothing_about_the_key() -> None:
    turned = [row | {"correct": not row.get("correct")} for row in SINGLE["options"]]
    again = questions.kind_of("single").finish({"options": turned[::-1]})
    assert {row["id"] for row in again["options"]} == {row["id"] for row in SINGLE["options"]}


def test_what_the_author_says_about_the_chosen_option() -> None:
    kind = questions.kind_of("single")
    assert kind.feedback(SINGLE, {"option": SINGLE["options"][1]["id"]}).startswith("Đuôi .com")
    assert kind.feedback(SINGLE, {"option": SINGLE["options"][2]["id"]}) == ""
    assert kind.feedback(SINGLE, {"unknown": True}) == ""


def test_numbers_are_shown_with_their_unit_once() -> None:
    kind = questions.kind_of("number")
    assert kind.key_text(NUMBER) == "7 ngày làm việc"
    assert kind.describe(NUMBER, {"text": "7"}) == "7 ngày làm việc"
    assert kind.describe(NUMBER, {"text": "7 ngày"}) == "7 ngày"
    assert kind.key_text(NUMBER | {"answer": "1234.50", "unit": ""}) == "1.234,5"
