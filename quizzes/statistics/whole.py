"""Figures of a test as a whole. Formulas as in `items`; Livingston's coefficient after S. A.
Livingston, Journal of Educational Measurement 9 (1972)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from quizzes.statistics import SCALE
from quizzes.statistics.tables import central_sum, mean, median

SHAKY_BELOW = 0.7
"""A pass mark that decides less consistently than this deserves a warning."""


@dataclass(frozen=True, slots=True)
class TestFigures:
    """Marks in points; `alpha` and `error_ratio` of 100. None: it cannot be worked out."""

    __test__ = False  # not a test of ours

    n: int
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    skew: float | None = None
    kurtosis: float | None = None
    alpha: float | None = None  # coefficient of internal consistency
    error_ratio: float | None = None
    standard_error: float | None = None
    consistency: float | None = None  # of the pass mark, Livingston's k², up to 1


@dataclass(frozen=True, slots=True)
class _Shape:
    sd: float | None
    skew: float | None
    kurtosis: float | None


def figures_of(
    totals: Mapping[int, int],
    *,
    variances: Iterable[float] = (),
    needed: float | None = None,
    scale: int = SCALE,
) -> TestFigures:
    """`totals`: how often each total (in units) was reached; `variances`: of the marks of every
    question, in points²; `needed`: points that pass."""
    n = sum(totals.values())
    if n == 0:
        return TestFigures(0)
    middle, shape = float(mean(totals) / scale), _shape(totals, n, scale)
    alpha = _alpha(list(variances), shape.sd) if n > 2 else None
    ratio = None if alpha is None else 100 * sqrt(max(0.0, 1 - alpha / 100))
    return TestFigures(
        n=n,
        mean=middle,
        median=float(median(totals) / scale),
        sd=shape.sd,
        skew=shape.skew,
        kurtosis=shape.kurtosis,
        alpha=alpha,
        error_ratio=ratio,
        standard_error=ratio * shape.sd / 100 if ratio is not None and shape.sd else None,
        consistency=consistency(alpha, middle, shape.sd, needed),
    )


def _shape(totals: Mapping[int, int], n: int, scale: int) -> _Shape:
    """From the k-statistics k2, k3 and k4: unbiased for the population the learners come from."""
    if n < 2:
        return _Shape(None, None, None)
    m2, m3, m4 = (float(central_sum(totals, power) / scale**power) / n for power in (2, 3, 4))
    k2 = n * m2 / (n - 1)
    skew = kurtosis = None
    if k2 and n > 2:
        k3 = n**2 * m3 / ((n - 1) * (n - 2))
        skew = k3 / k2**1.5
    if k2 and n > 3:
        k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
        kurtosis = k4 / k2**2
    return _Shape(sqrt(k2), skew, kurtosis)


def _alpha(variances: list[float], sd: float | None) -> float | None:
    """100 · p / (p − 1) · (1 − Σ var(question) / var(total)): Cronbach's alpha in %."""
    p = len(variances)
    return 100 * p / (p - 1) * (1 - sum(variances) / sd**2) if sd and p > 1 else None


def consistency(
    alpha: float | None, middle: float, sd: float | None, needed: float | None
) -> float | None:
    """k² = (α · var + (mean − needed)²) / (var + (mean − needed)²): how surely the same learners
    would pass again."""
    if alpha is None or not sd or needed is None:
        return None
    away = (middle - needed) ** 2
    return (alpha / 100 * sd**2 + away) / (sd**2 + away)
