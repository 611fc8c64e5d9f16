"""The attack on small numbers: everything a reader may download becomes linear inequalities, and
linear programming finds the least and the most each number can be. A number is recovered where only
one value is left."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from lms.progress.figures import NO_LIMIT, Figure

SLACK = 1e-6


@dataclass
class Attack:
    """`told`: what stands in a table about a number; `sum_told`: about a sum of numbers; `at_most`:
    what follows from the definitions (a ≤ b)."""

    places: dict[Hashable, int] = field(default_factory=dict)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    rows: list[dict[int, float]] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def told(self, key: Hashable, figure: Figure) -> None:
        place = self._place(key)
        low, high = self.bounds[place]
        self.bounds[place] = max(low, figure.low), min(high, figure.high)

    def sum_told(self, keys: Iterable[Hashable], figure: Figure) -> None:
        places = [self._place(key) for key in keys]
        self._row(dict.fromkeys(places, 1.0), figure.high)
        self._row(dict.fromkeys(places, -1.0), -figure.low)

    def difference_told(self, later: Hashable, earlier: Hashable, change: int) -> None:
        self._row({self._place(later): 1.0, self._place(earlier): -1.0}, change)
        self._row({self._place(later): -1.0, self._place(earlier): 1.0}, -change)

    def at_most(self, key: Hashable, other: Hashable) -> None:
        self._row({self._place(key): 1.0, self._place(other): -1.0}, 0)

    def at_most_sum(self, key: Hashable, others: Iterable[Hashable]) -> None:
        row = dict.fromkeys((self._place(other) for other in others), -1.0)
        self._row(row | {self._place(key): 1.0}, 0)

    def possible(self, key: Hashable) -> tuple[int, int]:
        """The least and the most whole number the number can be."""
        ends = [self._solve(self.places[key], sign) for sign in (1, -1)]
        return ceil(ends[0] - SLACK), floor(ends[1] + SLACK)

    def recovered(self, truth: Mapping[Hashable, int], smallest: int) -> list[Hashable]:
        """The small numbers of which only one value is left. Fails if the truth is ruled out: then
        the tables told something false."""
        found = []
        for key, number in truth.items():
            if 1 <= number < smallest and key in self.places:
                low, high = self.possible(key)
                assert low <= number <= high, (key, number, low, high)
                if low == high:
                    found.append(key)
        return found

    def _place(self, key: Hashable) -> int:
        if key not in self.places:
            self.places[key] = len(self.bounds)
            self.bounds.append((0, NO_LIMIT))
        return self.places[key]

    def _row(self, row: dict[int, float], most: float) -> None:
        if abs(most) < NO_LIMIT:
            self.rows.append(row)
            self.limits.append(most)

    def _solve(self, place: int, sign: int) -> float:
        aim = np.zeros(len(self.bounds))
        aim[place] = sign
        matrix = np.zeros((len(self.rows), len(self.bounds)))
        for number, row in enumerate(self.rows):
            for column, factor in row.items():
                matrix[number, column] = factor
        some = len(self.rows) > 0
        answer = linprog(
            aim,
            A_ub=matrix if some else None,
            b_ub=self.limits if some else None,
            bounds=self.bounds,
            method="highs",
        )
        assert answer.status == 0, answer.message
        return float(sign * answer.fun)
