"""How an invented person answers a question: rightly, wrongly, or "I don't know yet"."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from quizzes import option_rows, questions
from quizzes.kind import RIGHT, WRONG, Content, Response
from quizzes.queries import Asked

Ways = dict[str, Callable[[Content], Response]]
_UNKNOWN: Response = dict(questions.UNKNOWN_RESPONSE)
_RIGHT: Ways = {
    "single": lambda content: {"option": min(option_rows.correct(content))},
    "multiple": lambda content: {"options": sorted(option_rows.correct(content))},
    "true_false": lambda content: {"value": bool(content.get("answer"))},
    "number": lambda content: {"text": str(content.get("answer"))},
    "short_text": lambda content: {"text": str(content["accept"][0])},
}
_WRONG: Ways = {
    "single": lambda content: {"option": min(_distractors(content))},
    "multiple": lambda content: {"options": [min(_distractors(content))]},
    "true_false": lambda content: {"value": not content.get("answer")},
    "number": lambda content: {"text": str(int(float(content.get("answer", 0))) + 3)},
    "short_text": lambda content: {"text": "không nhớ"},
}


class Key:
    """Right and wrong responses to questions, each worked out once."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, bool], Response] = {}

    def response(self, question: Asked, *, right: bool) -> Response:
        place = (question.version, right)
        if place not in self._kept:
            make = right_response if right else wrong_response
            self._kept[place] = make(question)
        return self._kept[place]


class Answering:
    """Right at `right` positions of a paper of `questions`; otherwise mostly wrong."""

    __slots__ = ("key", "right", "unknown")

    def __init__(self, rng: Random, key: Key, *, right: int, questions: int) -> None:
        self.key = key
        self.right = frozenset(rng.sample(range(1, questions + 1), min(right, questions)))
        self.unknown = frozenset(n for n in range(1, questions + 1) if rng.random() < 0.2)

    def __call__(self, position: int, question: Asked) -> Response:
        if position not in self.right and position in self.unknown:
            return dict(_UNKNOWN)
        return self.key.response(question, right=position in self.right)


def right_response(question: Asked) -> Response:
    """Worth the whole mark; "I don't know yet" to a kind of question this module does not know."""
    return _checked(question, _RIGHT, worth_all=True)


def wrong_response(question: Asked) -> Response:
    """Worth nothing."""
    return _checked(question, _WRONG, worth_all=False)


def _checked(question: Asked, ways: Ways, *, worth_all: bool) -> Response:
    """Kept with the question: thousands answer the same."""
    way = ways.get(question.kind)
    response = way(question.content) if way else dict(_UNKNOWN)
    mark = questions.mark(question.kind, question.content, response)
    fits = not questions.refusal(question.kind, question.content, response)
    return response if fits and mark == (RIGHT if worth_all else WRONG) else dict(_UNKNOWN)


def _distractors(content: Content) -> set[str]:
    return option_rows.ids(content) - option_rows.correct(content) or {""}
