"""Exact binomial limits. No Django."""

from math import exp, lgamma, log, log1p


def upper_tail(successes: int, trials: int, chance: float) -> float:
    """P(X ≥ successes) of `trials` independent trials, summed term by term."""
    if successes <= 0:
        return 1.0
    if chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    return min(1.0, sum(_term(k, trials, chance) for k in range(successes, trials + 1)))


def _term(k: int, n: int, p: float) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(p) + (n - k) * log1p(-p))
