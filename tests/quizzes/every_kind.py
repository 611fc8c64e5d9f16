"""A test with one question of every kind, in the order of the kinds, with real pictures."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw

from quizzes import questions, services
from quizzes.models import Quiz
from tests.factories import add_question, make_course, make_quiz
from tests.quizzes import contents
from tests.quizzes.conftest import EVENING

CONTENTS = {
    "single": contents.SINGLE,
    "multiple": contents.MULTIPLE,
    "true_false": contents.TRUE_FALSE,
    "image_choice": contents.IMAGE_CHOICE,
    "short_text": contents.SHORT_TEXT,
    "number": contents.NUMBER,
    "matching": contents.MATCHING,
    "ordering": contents.ORDERING,
    "drag_drop": contents.DRAG_DROP,
    "gap_text": contents.GAP_TEXT,
    "hotspot": contents.HOTSPOT,
    "open_answer": contents.OPEN_ANSWER,
    "file_answer": contents.FILE_ANSWER,
    "survey_scale": contents.SURVEY_SCALE,
}
STEMS = {name: f"Câu hỏi loại {number}?" for number, name in enumerate(questions.KINDS, start=1)}
_COLOURS = ("#9b1c1f", "#1b4b66", "#1e6b45", "#8a5a14")


def quiz_of_every_kind() -> Quiz:
    quiz = make_quiz(make_course(), questions=0)
    for number, name in enumerate(questions.KINDS):
        content = with_real_pictures(CONTENTS[name], _COLOURS[number % 4])
        add_question(quiz, name, {**content, "stem": STEMS[name]})
    return quiz


def with_real_pictures(content: dict[str, Any], colour: str) -> dict[str, Any]:
    if not content.get("media"):
        return content
    rows = [
        {**row, **services.keep_medium(data=drawn(n, colour), alt=row["alt"], at=EVENING).facts,
         "alt": row["alt"]}
        for n, row in enumerate(content["media"])
    ]  # fmt: skip
    return content | {"media": rows}


def drawn(number: int, colour: str) -> bytes:
    """A screen with a field above and a round button below, 800 × 400."""
    picture = Image.new("RGB", (800, 400), "#fbf7ef")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 380, 70), outline=colour, width=6)
    pen.ellipse((560, 280, 720, 360), fill=colour)
    pen.line((0, 360 - 40 * number, 480, 360), fill=colour, width=8)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
