"""Aiken: the letter, a dot or a bracket, and ANSWER:."""

import pytest

from quizzes.formats import read, write

GOOD = """Câu một?
A. Không
B. Có
ANSWER: B

Câu hai?
A) Đúng
B)Sai
C) Cả hai
ANSWER: A
"""


def test_dots_and_brackets() -> None:
    reading = read(GOOD.encode(), "aiken")
    assert reading.problems == []
    assert reading.questions[0] == {
        "kind": "single",
        "stem": "Câu một?",
        "options": [{"text": "Không"}, {"text": "Có", "correct": True}],
    }
    assert [row["text"] for row in reading.questions[1]["options"]] == ["Đúng", "Sai", "Cả hai"]
    assert read(GOOD.encode()).questions == reading.questions  # guessed


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Q\nA. a\nANSWER: A", [3]),
        ("A. không thuộc câu nào\n", [1]),
        ("ANSWER: A", [1]),
        ("Q\nA. a\nB. b\n", [1]),
        ("Q\nA. a\nB. b\nQ2\nA. a\nB. b\nANSWER: A", [1]),
        ("Q\nA. a\nB. b\nANSWER: C", [4]),
        ("Q\nA. a\nB. b\nANSWER: AB", [4]),
        ("Q\nA. a\nC. b\nANSWER: A", [4]),
        ("Q dòng một\nQ dòng hai\nA. a\nB. b\nANSWER: A", [1]),
    ],
)
def test_refused_by_line(text: str, lines: list[int]) -> None:
    assert [problem.place for problem in read(text.encode(), "aiken").problems] == lines


def test_only_one_choice_is_written() -> None:
    written = write(
        [
            {"kind": "number", "stem": "Q", "answer": "1"},
            {
                "kind": "single",
                "stem": "A. Q",
                "options": [{"text": "a", "correct": True}, {"text": "b"}],
            },
        ],
        "aiken",
    )
    assert [problem.place for problem in written.problems] == [1, 2]
