"""A question states its marking scheme by name; an author reads in words what it does."""

from typing import Any

import pytest
from django.test import Client

from lms.core.periods import now
from quizzes import authoring, marking, questions, services
from quizzes.models import Quiz
from tests.factories import UserFactory, add_question
from tests.quizzes.contents import content, option
from tests.quizzes.test_bank import editor, quiz, room  # noqa: F401 (fixtures)
from tests.quizzes.test_editing import url

WEIGHTED: list[dict[str, Any]] = [
    {"text": "A", "weight": "0,5"},
    {"text": "B", "weight": 0.5},
    {"text": "C", "weight": "-0.25"},
]


def written(kind: str, **raw: Any) -> tuple[dict[str, Any], list[str]]:
    return authoring.write(questions.kind_of(kind), {"stem": "Câu?", "explanation": "Vì."} | raw)


def marked(rows: list[dict[str, Any]], right: int) -> list[dict[str, Any]]:
    return [{**row, "correct": place < right} for place, row in enumerate(rows)]


def test_weights_are_written_as_people_write_them_and_add_up() -> None:
    asked, problems = written("multiple", options=marked(WEIGHTED, 2), scheme="moodle.multiple")
    assert problems == []
    assert [row["weight"] for row in asked["options"]] == ["0.5", "0.5", "-0.25"]
    chosen = {"options": [option(asked, "A"), option(asked, "C")]}
    assert questions.mark("multiple", asked, chosen) == marking.mark(
        "moodle.multiple", asked | {"kind": "multiple"}, chosen
    )


@pytest.mark.parametrize(
    ("kind", "weights", "scheme"),
    [
        ("multiple", ["0.5", "0.4", "0"], "moodle.multiple"),
        ("multiple", ["0.5", "0.5", "-2"], "exact"),
        ("multiple", ["half", "0.5", "0"], "exact"),
        ("single", ["0.9", "0", "0"], "moodle.single"),
    ],
)
def test_weights_that_cannot_be_are_refused(kind: str, weights: list[str], scheme: str) -> None:
    rows = [{"text": str(n), "weight": weight} for n, weight in enumerate(weights)]
    right = 1 if kind == "single" else 2
    assert len(written(kind, options=marked(rows, right), scheme=scheme)[1]) == 1


def test_a_negative_weight_costs_nothing_in_an_attempt() -> None:
    rows = [{"text": "A", "weight": 1}, {"text": "B", "weight": -0.5}]
    asked = content("single", options=marked(rows, 1), scheme="moodle.single")
    response = {"option": option(asked, "B")}
    assert marking.mark("moodle.single", asked | {"kind": "single"}, response) == -0.5
    assert questions.mark("single", asked, response) == 0


@pytest.mark.parametrize(
    "kind", [kind for kind in questions.KINDS.values() if "scheme" in {f.name for f in kind.fields}]
)
def test_the_choice_says_in_words_what_each_scheme_does(kind: Any) -> None:
    field = next(field for field in kind.fields if field.name == "scheme")
    assert [name for name, _words in field.choices] == list(kind.schemes)
    for name, words in field.choices:
        assert str(marking.SCHEMES[name].words) in str(words)


def test_answers_with_weights_wildcards_and_their_own_words() -> None:
    asked = content(
        "short_text",
        answers=[
            {"text": "sông Hồng", "weight": 1, "feedback": "Đúng."},
            {"text": "sông *", "weight": "0,5", "feedback": "Sông khác."},
        ],
        scheme="moodle.short_text",
    )
    kind = questions.kind_of("short_text")
    assert questions.mark("short_text", asked, {"text": "Sông Đà"}) == 0.5
    assert kind.feedback(asked, {"text": "Sông Đà"}) == "Sông khác."
    assert kind.feedback(asked, {"text": "núi"}) == ""
    assert kind.key_text(asked) == "sông Hồng"


def test_numbers_with_units_and_their_own_words() -> None:
    asked = content(
        "number",
        answers=[
            {"value": "1,5", "tolerance": "0", "feedback": "Đúng."},
            {"value": 2, "weight": 0.5, "feedback": "Gần đúng."},
        ],
        units=[{"name": "m", "factor": 1}, {"name": "cm", "factor": 100}],
        unit_penalty=0.1,
        scheme="moodle.number",
    )
    kind = questions.kind_of("number")
    marks = [questions.mark("number", asked, {"text": one}) for one in ("150 cm", "1,5", "2 m")]
    assert [float(mark or 0) for mark in marks] == [1, 0.9, 0.5]
    assert kind.feedback(asked, {"text": "200 cm"}) == "Gần đúng."
    assert kind.key_text(asked) == "1,5 m"
    assert kind.refusal(asked, {"text": "1,5e1 cm"}) == ""
    assert kind.refusal(asked, {"text": "một mét"})


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"answers": [{"value": "x"}]},
        {"answer": 1, "units": [{"name": "m", "factor": 0}]},
        {"answer": 1, "unit_penalty": 2},
        {"answers": [{"value": 1, "weight": 3}]},
        {"answers": [{"value": "*"}], "scheme": "exact"},
    ],
)
def test_numbers_that_cannot_be_marked_are_refused(raw: dict[str, Any]) -> None:
    assert written("number", **raw)[1]


def test_a_star_stands_for_every_other_number() -> None:
    answers = [{"value": 7}, {"value": "*", "weight": 0.25, "feedback": "Chưa đúng."}]
    asked = content("number", answers=answers, scheme="moodle.number")
    kind = questions.kind_of("number")
    assert questions.mark("number", asked, {"text": "9"}) == 0.25
    assert kind.feedback(asked, {"text": "9"}) == "Chưa đúng."
    assert kind.key_text(asked) == "7"


@pytest.mark.django_db
def test_the_form_shows_the_schemes_and_an_attempt_is_marked_by_the_one_chosen(
    room: Client,  # noqa: F811
    quiz: Quiz,  # noqa: F811
) -> None:
    rows = [{"text": t, "correct": t in "AB"} for t in "ABCDE"]
    raw = {"stem": "Chọn hai.", "options": rows, "scheme": "capa.halves"}
    question = add_question(quiz, "multiple", raw)
    page = room.get(url("edit", question.pk)).content.decode()
    assert "capa.halves" in page
    quiz.items.exclude(question=question).delete()
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=now())
    newest = question.versions.first()
    assert newest is not None
    response = {"options": [option(newest.content, "A"), option(newest.content, "C")]}
    services.save_answer(attempt=attempt, position=1, response=response, at=now())
    assert float(services.submit_attempt(attempt=attempt, at=now()).points or 0) == 0.25
