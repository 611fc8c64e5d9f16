"""What no format or only some hold is left out by name, beside what they do hold."""

from __future__ import annotations

import pytest

from quizzes.formats import FORMATS, write

DRAG_DROP = {
    "kind": "drag_drop",
    "code": "K-1",
    "stem": "Kéo?",
    "items": [{"id": "a", "text": "CCCD", "target": "Xuất trình"}],
    "targets": ["Xuất trình", "Nộp"],
}
CHOICE = {
    "kind": "single",
    "code": "C-1",
    "stem": "Gì?",
    "options": [{"text": "Đúng", "correct": True}, {"text": "Sai"}],
}


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_dragging_is_left_out_of_every_format_by_name(format: str) -> None:
    written = write([DRAG_DROP, CHOICE], format)
    assert [problem.message.split(":")[0] for problem in written.problems] == ["K-1"]
    assert written.kept == [2]
