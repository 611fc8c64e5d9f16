"""What the signs are read from, and what they say. No Django: the same functions judge facts from the
database and invented ones in tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SignKey(StrEnum):
    FAST = "fast"
    ALIKE = "alike"
    CROWDED = "crowded"
    NIGHT = "night"
    OUTLIER = "outlier"
    MONTH_END = "month_end"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: what was chosen, written so that equal answers are equal texts, and whether it was
    right."""

    response: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """A passed attempt. Moments are local time; `syllables`: of the paper's questions and options;
    `answers` by version of the question, where they were read."""

    person: int
    started_at: dt.datetime
    submitted_at: dt.datetime
    syllables: int = 0
    device: str = ""
    answers: Mapping[int, Given] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return (self.submitted_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Unit:
    """What is judged as one: a class session, or a month of what a ward learned without a class.
    `present` and `from_paper`: people confirmed as present, and those of them from paper. `wrong`: by
    version of a question, the share of first answers that are wrong, wherever it was asked."""

    passes: tuple[Sitting, ...]
    present: int = 0
    from_paper: int = 0
    wrong: Mapping[int, float] = field(default_factory=dict)

    @property
    def people(self) -> int:
        return len({one.person for one in self.passes})


@dataclass(frozen=True, slots=True)
class Tally:
    """First attempts somebody supervised, and those of them that passed."""

    tried: int
    passed: int

    @property
    def rate(self) -> float:
        return self.passed / self.tried


@dataclass(frozen=True, slots=True)
class Sign:
    """`strength` 0–1; `people` show it, out of `of`; `who` they are, where it is theirs and not their
    facilitator's."""

    key: SignKey
    strength: float
    people: int
    of: int
    who: frozenset[int] = field(default=frozenset(), compare=False)
