"""Points of steps, and what passes (ux 3.3). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.simulation.engine import StepResult
    from courses.simulation.script import Script

FULL = 2
TRIES_THAT_COUNT = 3


class Outcome(StrEnum):
    FIRST = "first"
    RETRY = "retry"
    HELPED = "helped"
    SKIPPED = "skipped"


def points_for(outcome: str, misses: int) -> int:
    """2 at the first try without a hint; 1 at the second or third, or with a hint; else 0."""
    if outcome == Outcome.FIRST:
        return FULL
    return 1 if outcome == Outcome.RETRY and misses < TRIES_THAT_COUNT else 0


@dataclass(frozen=True, slots=True)
class Score:
    """`own`: steps done without being shown where; `failed_critical`: uids worth nothing that had
    to be right."""

    points: int
    most: int
    own: int
    steps: int
    failed_critical: tuple[str, ...]

    @property
    def percent(self) -> int:
        return self.points * 100 // self.most if self.most else 0

    def passes(self, pass_percent: int) -> bool:
        """Compared without rounding."""
        return (
            self.most > 0
            and self.points * 100 >= pass_percent * self.most
            and not self.failed_critical
        )


def score(script: Script, results: Mapping[str, StepResult]) -> Score:
    """Of the steps the run went through; ways not taken do not count."""
    done = [(script.by_uid[uid], result) for uid, result in results.items()]
    return Score(
        points=sum(result.points * step.weight for step, result in done),
        most=sum(FULL * step.weight for step, _result in done),
        own=sum(result.outcome in (Outcome.FIRST, Outcome.RETRY) for _step, result in done),
        steps=len(done),
        failed_critical=tuple(
            step.uid for step, result in done if step.critical and not result.points
        ),
    )
