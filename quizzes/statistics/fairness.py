"""Do people of two groups who know the same answer a question equally well?

Mantel–Haenszel: N. Mantel and W. Haenszel, JNCI 22 (1959); on tests P. W. Holland and D. T. Thayer
(1988), with the scale and the classes A, B and C of ETS (R. Zwick, ETS RR-12-08, 2012). The variance
of ln α is that of J. Robins, N. Breslow and S. Greenland, Biometrics 42 (1986)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import erfc, log, sqrt

LEAST = 200
"""Of each group; with fewer nothing is said."""

_SURE = 1.6448536269514722  # 95 %, one side
_TO_DELTA = -2.35


@dataclass(slots=True)
class Stratum:
    """People of about the same total."""

    reference_right: int = 0
    reference_wrong: int = 0
    focal_right: int = 0
    focal_wrong: int = 0

    @property
    def n(self) -> int:
        return self.reference_right + self.reference_wrong + self.focal_right + self.focal_wrong


@dataclass(slots=True)
class Groups:
    """Rights and wrongs of two groups at one question, by total."""

    strata: dict[int, Stratum] = field(default_factory=dict)

    def add(self, *, focal: bool, right: bool, total: int) -> None:
        """`total`: whole points reached in the test, this question included."""
        stratum = self.strata.setdefault(total, Stratum())
        name = f"{'focal' if focal else 'reference'}_{'right' if right else 'wrong'}"
        setattr(stratum, name, getattr(stratum, name) + 1)

    def sizes(self) -> tuple[int, int]:
        """Of the reference group and the focal group."""
        rows = self.strata.values()
        return (
            sum(row.reference_right + row.reference_wrong for row in rows),
            sum(row.focal_right + row.focal_wrong for row in rows),
        )


@dataclass(frozen=True, slots=True)
class Fairness:
    """`delta` below 0: harder for the focal group than for others who know as much. `grade`:
    A nothing to see, B some difference, C look at the question; "" = too few people."""

    reference: int
    focal: int
    delta: float | None = None
    error: float | None = None
    p: float | None = None
    grade: str = ""

    @property
    def is_flagged(self) -> bool:
        return self.grade == "C"


def fairness_of(groups: Groups) -> Fairness:
    reference, focal = groups.sizes()
    if min(reference, focal) < LEAST:
        return Fairness(reference, focal)
    rows = [row for row in groups.strata.values() if row.n > 1]
    right_right = sum(row.reference_right * row.focal_wrong / row.n for row in rows)
    wrong_wrong = sum(row.reference_wrong * row.focal_right / row.n for row in rows)
    if not right_right or not wrong_wrong:
        return Fairness(reference, focal)
    delta = _TO_DELTA * log(right_right / wrong_wrong)
    error = -_TO_DELTA * sqrt(_variance(rows, right_right, wrong_wrong))
    p = _p_value(rows)
    return Fairness(reference, focal, delta, error, p, _grade(delta, error, p))


def _variance(rows: Iterable[Stratum], one: float, other: float) -> float:
    """Of ln α."""
    first = mixed = last = 0.0
    for row in rows:
        agree = (row.reference_right + row.focal_wrong) / row.n
        differ = (row.reference_wrong + row.focal_right) / row.n
        up = row.reference_right * row.focal_wrong / row.n
        down = row.reference_wrong * row.focal_right / row.n
        first += agree * up
        mixed += agree * down + differ * up
        last += differ * down
    return first / (2 * one**2) + mixed / (2 * one * other) + last / (2 * other**2)


def _p_value(rows: Iterable[Stratum]) -> float:
    """Of the Mantel–Haenszel chi-square with one degree of freedom and correction for continuity."""
    seen = expected = spread = 0.0
    for row in rows:
        reference = row.reference_right + row.reference_wrong
        focal = row.n - reference
        right = row.reference_right + row.focal_right
        seen += row.reference_right
        expected += reference * right / row.n
        spread += reference * focal * right * (row.n - right) / (row.n**2 * (row.n - 1))
    if not spread:
        return 1.0
    square = max(0.0, abs(seen - expected) - 0.5) ** 2 / spread
    return erfc(sqrt(square / 2))


def _grade(delta: float, error: float, p: float) -> str:
    if p >= 0.05 or abs(delta) < 1:
        return "A"
    surely_over_one = error > 0 and (abs(delta) - 1) / error > _SURE
    return "C" if abs(delta) >= 1.5 and surely_over_one else "B"
