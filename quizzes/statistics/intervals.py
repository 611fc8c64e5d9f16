"""How far a figure may be off when few people answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from random import Random

from quizzes.statistics.tables import Pair, drawn_again

FEW = 30
"""Below this many answers a figure is shown with its interval."""

_Z = 1.959963984540054  # 95 %, both sides
_SAMPLES = 500
Interval = tuple[float, float]


def wilson(right: float, n: int) -> Interval:
    """Of a share, 95 % (E. B. Wilson, JASA 22, 1927); `right` may hold part marks, for which it is
    on the safe side: a mean between 0 and 1 never spreads wider than a share does."""
    if n == 0:
        return 0.0, 1.0
    share, square = right / n, _Z**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(
    counts: Mapping[Pair, int], figure: Callable[[dict[Pair, int]], float | None], *, seed: str
) -> Interval | None:
    """Of any figure, 95 %: the middle of what it comes to in samples drawn with replacement (B. Efron,
    Annals of Statistics 7, 1979). The same seed gives the same interval. None where too few samples
    have a figure at all."""
    rng = Random(seed)  # noqa: S311 (sampling, not a secret)
    drawn = (figure(drawn_again(counts, rng)) for _ in range(_SAMPLES))
    found = sorted(value for value in drawn if value is not None)
    if len(found) < _SAMPLES // 2:
        return None
    return found[len(found) * 25 // 1000], found[len(found) * 975 // 1000]
