"""Counts that everything else is worked out from. Adding a sitting takes a fixed time, and memory
grows with the number of different marks, not of sittings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from random import Random

Pair = tuple[int, int]


def drawn_again(counts: Mapping[Pair, int], rng: Random) -> Counter[Pair]:
    """As many as there are, drawn with replacement: one sample of a bootstrap."""
    return Counter(rng.choices(list(counts), weights=list(counts.values()), k=sum(counts.values())))


@dataclass(slots=True)
class Joint:
    """How often each pair (mark at one question, mark at all the others) occurred, in units."""

    counts: Counter[Pair] = field(default_factory=Counter)

    def add(self, mark: int, rest: int) -> None:
        self.counts[mark, rest] += 1

    @property
    def n(self) -> int:
        return self.counts.total()

    def marks(self) -> Counter[int]:
        return _margin((mark, count) for (mark, _rest), count in self.counts.items())

    def rests(self) -> Counter[int]:
        return _margin((rest, count) for (_mark, rest), count in self.counts.items())

    def by_total(self) -> Iterator[tuple[int, int, int]]:
        """(mark, total with it, how often)."""
        return ((mark, mark + rest, count) for (mark, rest), count in self.counts.items())


def _margin(entries: Iterable[tuple[int, int]]) -> Counter[int]:
    counter: Counter[int] = Counter()
    for value, count in entries:
        counter[value] += count
    return counter


def mean(counts: Mapping[int, int]) -> Fraction:
    """In units; at least one must be counted."""
    return Fraction(sum(value * count for value, count in counts.items()), _n(counts))


def central_sum(counts: Mapping[int, int], power: int) -> Fraction:
    """Σ (value − mean) ^ power, exact."""
    middle = mean(counts)
    return sum((count * (value - middle) ** power for value, count in counts.items()), Fraction(0))


def variance(counts: Mapping[int, int]) -> Fraction | None:
    """With n − 1; None for fewer than two."""
    n = _n(counts)
    return central_sum(counts, 2) / (n - 1) if n > 1 else None


def median(counts: Mapping[int, int]) -> Fraction:
    """The middle value, or half way between the two."""
    n = _n(counts)
    lower, upper = (_value_at(counts, place) for place in ((n - 1) // 2, n // 2))
    return Fraction(lower + upper, 2)


def covariance(pairs: Mapping[Pair, int]) -> Fraction | None:
    """With n − 1; None for fewer than two."""
    n = sum(pairs.values())
    if n < 2:
        return None
    products = sum(one * other * count for (one, other), count in pairs.items())
    first = sum(one * count for (one, _), count in pairs.items())
    second = sum(other * count for (_, other), count in pairs.items())
    return (products - Fraction(first * second, n)) / (n - 1)


def best_match(one: Mapping[int, int], other: Mapping[int, int]) -> Counter[Pair]:
    """Both sorted and paired, lowest with lowest: the pairing with the greatest covariance."""
    pairs: Counter[Pair] = Counter()
    left, right = sorted(one.items()), sorted(other.items())
    i = j = 0
    a, b = (left[0][1], right[0][1]) if left and right else (0, 0)
    while i < len(left) and j < len(right):
        taken = min(a, b)
        pairs[left[i][0], right[j][0]] += taken
        a, b = a - taken, b - taken
        if a == 0 and (i := i + 1) < len(left):
            a = left[i][1]
        if b == 0 and (j := j + 1) < len(right):
            b = right[j][1]
    return pairs


def thirds(counts: Mapping[int, int]) -> dict[int, int]:
    """Every value with its third: 0 lowest, 1 middle, 2 highest. Equal values stay together, in the
    third where the middle of them falls."""
    n, below, found = _n(counts), 0, {}
    for value, count in sorted(counts.items()):
        found[value] = min(2, 3 * (2 * below + count) // (2 * n))
        below += count
    return found


def _n(counts: Mapping[int, int]) -> int:
    return sum(counts.values())


def _value_at(counts: Mapping[int, int], place: int) -> int:
    ordered = (value for value, count in sorted(counts.items()) for _ in range(count))
    return next(islice(ordered, place, None))


@dataclass(slots=True)
class Chosen:
    """How often each option was chosen at each total. Options are of one question: few."""

    counts: Counter[tuple[Hashable, int]] = field(default_factory=Counter)

    def add(self, option: Hashable, total: int) -> None:
        self.counts[option, total] += 1
