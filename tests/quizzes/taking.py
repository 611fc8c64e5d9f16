"""Taking a test in tests: the responses to a paper, right or not."""

from typing import Any

from quizzes.models import Attempt
from quizzes.queries import SheetRow, sheet


def right_response(row: SheetRow) -> dict[str, Any]:
    """To a one-choice question of `make_quiz`."""
    return {"option": next(option.id for option in row.options if option.text.startswith("Đúng"))}


def other_response(row: SheetRow) -> dict[str, Any]:
    return {"option": next(option.id for option in row.options if option.text.startswith("Khác"))}


def responses(attempt: Attempt, *, right: int) -> dict[int, dict[str, Any]]:
    """By position: the first `right` ones right, the others not."""
    return {
        row.position: right_response(row) if row.position <= right else other_response(row)
        for row in sheet(attempt)
    }
