"""Who chose what: every option, by how many, and by which third of the learners."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from quizzes.statistics.tables import Chosen, Joint, thirds


@dataclass(frozen=True, slots=True)
class OptionFigures:
    option: str
    count: int
    share: float  # of those who were asked
    by_third: tuple[float, float, float]  # share among the lowest, middle and highest totals


def options_of(chosen: Chosen, joint: Joint) -> list[OptionFigures]:
    """The most often chosen first."""
    totals: Counter[int] = Counter()
    for _mark, total, count in joint.by_total():
        totals[total] += count
    third_of = thirds(totals)
    sizes = Counter[int]()
    for total, count in totals.items():
        sizes[third_of[total]] += count
    cells: dict[str, Counter[int]] = {}
    for (option, total), count in chosen.counts.items():
        cells.setdefault(str(option), Counter())[third_of[total]] += count
    n = totals.total()
    rows = [_row(option, by_third, sizes, n) for option, by_third in cells.items()]
    return sorted(rows, key=lambda row: (-row.count, row.option))


def _row(option: str, by_third: Counter[int], sizes: Counter[int], n: int) -> OptionFigures:
    low, middle, high = (
        by_third[third] / sizes[third] if sizes[third] else 0 for third in range(3)
    )
    count = by_third.total()
    return OptionFigures(option, count, count / n, (low, middle, high))
