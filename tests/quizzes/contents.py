"""Contents of questions for tests, one of each kind, with a right and a not right response."""

from fractions import Fraction
from typing import Any

from quizzes import authoring, questions


def content(kind: str, **raw: Any) -> dict[str, Any]:
    written, problems = authoring.write(
        questions.kind_of(kind), {"stem": "Câu hỏi?", "explanation": "Vì vậy."} | raw
    )
    assert problems == [], problems
    return written


SINGLE = content(
    "single",
    options=[
        {"text": "dichvucong.gov.vn", "correct": True, "feedback": "Đúng rồi."},
        {"text": "dichvucong-gov.com", "feedback": "Đuôi .com không phải của Nhà nước."},
        {"text": "Cả hai đều đúng", "pin": True},
    ],
)
MULTIPLE = content(
    "multiple",
    options=[
        {"text": "Trực tuyến", "correct": True},
        {"text": "Bưu chính", "correct": True},
        {"text": "Trực tiếp", "correct": True},
        {"text": "Qua điện thoại"},
    ],
)
PART = MULTIPLE | {"scheme": "part"}
TRUE_FALSE = content("true_false", answer=True)
SHORT_TEXT = content("short_text", accept=["Hòa Bình", "Tỉnh Hòa Bình"], fold="accents")
NUMBER = content("number", answer=7, tolerance=0, unit="ngày làm việc")


def worth(kind: str, content: dict[str, Any], response: dict[str, Any] | None) -> Fraction:
    """The mark of an answer that no person has to mark."""
    mark = questions.mark(kind, content, response)
    assert mark is not None
    return mark


def option(content: dict[str, Any], text: str) -> str:
    """The id of the option with this text."""
    return next(str(row["id"]) for row in content["options"] if row["text"] == text)


RIGHT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("single", SINGLE, {"option": option(SINGLE, "dichvucong.gov.vn")}),
    (
        "multiple",
        MULTIPLE,
        {"options": [row["id"] for row in MULTIPLE["options"] if row.get("correct")]},
    ),
    ("multiple", PART, {"options": [row["id"] for row in PART["options"] if row.get("correct")]}),
    ("true_false", TRUE_FALSE, {"value": True}),
    ("short_text", SHORT_TEXT, {"text": "hoà bình"}),
    ("number", NUMBER, {"text": "7 ngày"}),
]
NOT_RIGHT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("single", SINGLE, {"option": option(SINGLE, "Cả hai đều đúng")}),
    ("multiple", MULTIPLE, {"options": [option(MULTIPLE, "Trực tuyến")]}),
    ("multiple", PART, {"options": [option(PART, "Qua điện thoại")]}),
    ("true_false", TRUE_FALSE, {"value": False}),
    ("short_text", SHORT_TEXT, {"text": "Hoà Bìn"}),
    ("number", NUMBER, {"text": "8"}),
]
