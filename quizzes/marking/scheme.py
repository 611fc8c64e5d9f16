"""What a marking scheme is: a named rule from a question and a response to a fraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Question = Mapping[str, Any]  # the neutral form of docs/marking.md
Response = Mapping[str, Any]
Rule = Callable[[Question, Response], Fraction]

NONE = Fraction(0)
FULL = Fraction(1)


class MarkingError(ValueError):
    """The question cannot be marked this way; the message says what is wrong with it. Responses
    never raise: a response of a strange shape is worth 0."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """`rules`: by kind of question. `words`: what the scheme does, in one sentence for authors."""

    name: str
    label: StrOrPromise
    words: StrOrPromise
    rules: Mapping[str, Rule]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self.rules)


def full_if(right: bool) -> Fraction:
    return FULL if right else NONE


def for_kinds(rule: Rule, *kinds: str) -> dict[str, Rule]:
    """One rule for several kinds."""
    return dict.fromkeys(kinds, rule)
