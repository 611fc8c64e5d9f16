"""Figures of one question: how hard it is and how well it tells learners apart.

Formulas: Moodle, "Quiz statistics calculations" (docs.moodle.org/dev); see docs/statistics.md."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from quizzes.statistics import SCALE
from quizzes.statistics.tables import Joint, Pair, best_match, covariance, mean, variance


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """`facility` and `sd` are of 1; the others of 100, as Moodle gives them. None: it cannot be
    worked out (too few sittings, or nobody differs)."""

    n: int
    facility: float | None
    sd: float | None
    discrimination: float | None  # correlation with the rest of the test
    efficiency: float | None  # of the greatest discrimination these marks allow
    intended_weight: float | None
    effective_weight: float | None
    mark_variance: float | None  # in points², for the test as a whole
    negative: bool  # the better learners get it less often right


def figures_of(
    joint: Joint,
    *,
    worth: int = SCALE,
    scale: int = SCALE,
    whole: int = 0,
    weights: float | None = None,
) -> ItemFigures:
    """`worth`: full marks, in units; `whole`: of all questions; `weights`: Σ √cov (see
    `weight_root`) over the questions of the test. Without the last two there are no weights."""
    n = joint.n
    marks = joint.marks()
    spread = variance(marks) if n else None
    root = weight_root(joint, scale=scale)
    return ItemFigures(
        n=n,
        facility=float(mean(marks) / worth) if n and worth else None,
        sd=sqrt(spread) / worth if spread is not None and worth else None,
        discrimination=discrimination(joint.counts),
        efficiency=efficiency(joint),
        intended_weight=100 * worth / whole if whole else None,
        effective_weight=100 * root / weights if weights and root is not None else None,
        mark_variance=float(spread / scale**2) if spread is not None else None,
        negative=_with_total(joint) < 0,
    )


def discrimination(counts: dict[Pair, int]) -> float | None:
    """100 · cov(mark, rest) / (sd of the marks · sd of the rest)."""
    joint = covariance(counts)
    if joint is None:
        return None
    mark = covariance(_squared(counts, 0))
    rest = covariance(_squared(counts, 1))
    if not mark or not rest:
        return None
    return 100 * float(joint) / sqrt(mark * rest)


def _squared(counts: dict[Pair, int], which: int) -> dict[Pair, int]:
    """Each value with itself: its covariance is the variance."""
    found: dict[Pair, int] = {}
    for pair, count in counts.items():
        twice = (pair[which], pair[which])
        found[twice] = found.get(twice, 0) + count
    return found


def efficiency(joint: Joint) -> float | None:
    """100 · cov(mark, rest) / the covariance if the best marks went with the best rests."""
    reached = covariance(joint.counts)
    greatest = covariance(best_match(joint.marks(), joint.rests()))
    return 100 * float(reached / greatest) if reached is not None and greatest else None


def weight_root(joint: Joint, *, scale: int = SCALE) -> float | None:
    """√ cov(mark, total) in points; None where it is negative: such a question has no weight."""
    found = _with_total(joint)
    return sqrt(found) / scale if found >= 0 else None


def _with_total(joint: Joint) -> Fraction:
    pairs: dict[Pair, int] = {}
    for mark, total, count in joint.by_total():
        pairs[mark, total] = pairs.get((mark, total), 0) + count
    return covariance(pairs) or Fraction(0)
