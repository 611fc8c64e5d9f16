"""From an author's words to content, with every mistake said in a sentence."""

from typing import Any

import pytest

from quizzes import authoring, questions
from tests.quizzes.contents import NUMBER, SINGLE

WORDS = {"stem": "  Câu\u00a0hỏi? ", "explanation": "Vì vậy."}


def problems(kind: str, **raw: Any) -> list[str]:
    return authoring.write(questions.kind_of(kind), WORDS | raw)[1]


def test_content_is_tidy_and_minimal() -> None:
    written, _problems = authoring.write(
        questions.kind_of("single"),
        WORDS
        | {
            "options": [
                {"text": " Có ", "correct": True, "feedback": "", "pin": False},
                {"text": "Không", "correct": False},
            ]
        },
    )
    assert written["stem"] == "Câu hỏi?"
    assert [sorted(row) for row in written["options"]] == [
        ["correct", "id", "text"],
        ["id", "text"],
    ]


def test_stored_content_written_again_is_the_same() -> None:
    for kind, content in (("single", SINGLE), ("number", NUMBER)):
        rows = [{k: v for k, v in row.items() if k != "id"} for row in content.get("options", [])]
        raw = content | ({"options": rows} if rows else {})
        assert authoring.write(questions.kind_of(kind), raw) == (content, [])


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("single", {}),
        ("single", {"options": "a"}),
        ("single", {"options": ["a", "b"]}),
        ("single", {"options": [{"text": "Có", "correct": True}]}),
        ("single", {"options": [{"text": "Có", "correct": True}, {"text": "có"}]}),
        ("single", {"options": [{"text": "Có"}, {"text": "Không"}]}),
        ("single", {"options": [{"text": t, "correct": True} for t in ("Có", "Không")]}),
        ("single", {"options": [{"text": "Có", "correct": "yes"}, {"text": "Không"}]}),
        ("single", {"options": [{"text": "Có", "right": True}, {"text": "Không"}]}),
        ("multiple", {"options": [{"text": "Có", "correct": True}, {"text": "Không"}]}),
        ("true_false", {}),
        ("true_false", {"answer": "true"}),
        ("number", {}),
        ("number", {"answer": "bảy"}),
        ("number", {"answer": 7, "tolerance": -1}),
        ("number", {"answer": True}),
        ("short_text", {"accept": []}),
        ("short_text", {"accept": ["..."]}),
        ("short_text", {"accept": ["Có"], "fold": "all"}),
        ("short_text", {"accept": ["Có"], "deny": ["có"]}),
        ("number", {"answer": 7, "explain": "?"}),
        ("number", {"answer": 7, "stem": 5}),
        ("number", {"answer": 7, "explanation": "  "}),
    ],
)
def test_mistakes_are_said(kind: str, raw: dict[str, Any]) -> None:
    found = problems(kind, **raw)
    assert found
    assert all(isinstance(problem, str) and problem for problem in found)


def test_a_mistake_in_a_row_names_the_row() -> None:
    (found,) = problems("single", options=[{"text": "Có", "correct": True}, {"text": " "}])
    assert "2" in found
