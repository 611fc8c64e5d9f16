"""Which result of several attempts counts. Pure; points are exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a marked attempt, or of several together. `sections`: by name, (share reached,
    share this section alone must reach); asked for where an average counts."""

    points: Decimal
    max_points: int
    needed: int
    passed: bool
    sections: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)

    @property
    def share(self) -> Fraction:
        """Of what could be reached; a paper without points is worth nothing."""
        return Fraction(self.points) / self.max_points if self.max_points else Fraction(0)


def counted(rule: str, outcomes: Sequence[Outcome]) -> Outcome | None:
    """What the results, oldest first, come to by `rule` (best, last, average or first); None where
    there is none yet. Papers of different lengths are compared by their share of the points."""
    if not outcomes:
        return None
    if rule == "first":
        return outcomes[0]
    if rule == "last":
        return outcomes[-1]
    if rule == "average":
        return _average(outcomes)
    return max(outcomes, key=lambda one: (one.passed, one.share))


def earned(rule: str, outcomes: Sequence[Outcome]) -> Outcome | None:
    """The result by which the test was first passed, as the results came in one after the other; None
    where it never was. What comes later takes no pass away: see docs/marking.md."""
    so_far = (counted(rule, outcomes[:number]) for number in range(1, len(outcomes) + 1))
    return next((result for result in so_far if result and result.passed), None)


def _average(outcomes: Sequence[Outcome]) -> Outcome:
    """In points of the last paper, rounded down; passed by the exact shares, in all and in every
    section of the last paper."""
    last = outcomes[-1]
    share = sum((one.share for one in outcomes), Fraction(0)) / len(outcomes)
    needed = Fraction(last.needed, last.max_points) if last.max_points else Fraction(0)
    exact = share * last.max_points
    points = Decimal(exact.numerator) / Decimal(exact.denominator)
    return Outcome(
        points.quantize(Decimal("0.001"), rounding=ROUND_DOWN),
        last.max_points,
        last.needed,
        share >= needed and all(_reached(name, outcomes) for name in last.sections),
    )


def _reached(section: str, outcomes: Sequence[Outcome]) -> bool:
    """By the average of the attempts that had the section."""
    shares = [one.sections[section][0] for one in outcomes if section in one.sections]
    return sum(shares, Fraction(0)) / len(shares) >= outcomes[-1].sections[section][1]
