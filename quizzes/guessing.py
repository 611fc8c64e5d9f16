"""What chance alone gives at a question."""

from __future__ import annotations

from quizzes import questions
from quizzes.kind import FIELD, Content


def guess_score(name: str, content: Content) -> float | None:
    """What chance alone gives, of 1: the mean mark of all options where one is chosen; None for
    other kinds."""
    kind = questions.kind_of(name)
    ids = [
        option.id for option in kind.options(content, [id for id, _last in kind.layout(content)])
    ]
    both = kind.read(content, {FIELD: ids}) if len(ids) > 1 else None
    if both is None or len(kind.chosen(both)) != 1:
        return None
    responses = [kind.read(content, {FIELD: [id]}) for id in ids]
    marks = [questions.mark(name, content, response) for response in responses]
    return float(sum(mark or 0 for mark in marks) / len(marks))
