"""Named marking schemes: how an answer becomes a fraction. Pure; formulas and their sources are in
docs/marking.md.

`mark` gives what the scheme says, which for some is below 0 or above 1; an attempt cuts it to
0 … 1 (`quizzes.questions.mark`). Kinds marked by a person, or not at all, have no scheme."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from quizzes.marking import capa, h5p, moodle, own, qti, relate
from quizzes.marking.scheme import NONE, MarkingError, Scheme

__all__ = ["SCHEMES", "MarkingError", "Scheme", "mark", "schemes_for"]

SCHEMES: Mapping[str, Scheme] = {
    scheme.name: scheme
    for module in (own, moodle, capa, relate, h5p, qti)
    for scheme in module.SCHEMES
}


def mark(scheme: str, question: Mapping[str, Any], response: Mapping[str, Any] | None) -> Fraction:
    """What `response` is worth. `question` is in the neutral form, with its "kind". No response and
    "I don't know yet" are worth 0; MarkingError if the question cannot be marked by the scheme."""
    if scheme not in SCHEMES:
        raise MarkingError(f'there is no scheme "{scheme}"')
    rule = SCHEMES[scheme].rules.get(str(question.get("kind")))
    if rule is None:
        kinds = ", ".join(SCHEMES[scheme].kinds)
        raise MarkingError(f'"{scheme}" marks {kinds}, not "{question.get("kind")}"')
    if response is None or response.get("unknown") is True:
        return NONE
    return rule(question, response)


def schemes_for(kind: str) -> tuple[str, ...]:
    """Names of the schemes a question of this kind can be marked by, ours first."""
    return tuple(name for name, scheme in SCHEMES.items() if kind in scheme.rules)
