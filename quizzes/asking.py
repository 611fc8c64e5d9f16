"""A question as its page asks it: what the templates of the kinds need. No writes, no attempt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quizzes import media, questions
from quizzes.kind import Content, Response


def asking(name: str, content: Content, order: Sequence[str], response: Response) -> dict[str, Any]:
    """`response`: what is shown as answered, {} for nothing yet."""
    kind = questions.kind_of(name)
    chosen = kind.chosen(response)
    return {
        "stem": content["stem"],
        "unit": content.get("unit", ""),
        "media": media.of(content, "stem"),
        "template": kind.template,
        "kind_script": kind.script,
        "takes_file": kind.takes_file,
        "options": [(one, one.id in chosen) for one in kind.options(content, order)],
        "controls": kind.controls(content, order, response),
        "text": response.get("text", ""),
        "unknown": questions.is_unknown(response),
    }
