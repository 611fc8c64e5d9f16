"""From counts to every figure that is stored and shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import isclose

from quizzes.statistics import SCALE, items, whole
from quizzes.statistics.distractors import OptionFigures, options_of
from quizzes.statistics.fairness import Fairness, fairness_of
from quizzes.statistics.gathering import Gathered, ItemCounts
from quizzes.statistics.intervals import FEW, Interval, bootstrap, wilson
from quizzes.statistics.items import ItemFigures
from quizzes.statistics.tables import Joint, median, variance
from quizzes.statistics.whole import TestFigures

ENOUGH = 100
"""Answers before a question is judged."""

EASY_ABOVE = 0.95
WEAK_BELOW = 10.0  # of 100
SEEN_BY = 0.8
"""Share of the learners; where a test draws from a bank, a question more of them met is known."""


@dataclass(frozen=True, slots=True)
class ItemReport:
    item: int
    figures: ItemFigures
    exposure: float  # share of the sittings that had this question
    median_seconds: float | None
    options: list[OptionFigures]
    fairness: dict[str, Fairness]
    facility_interval: Interval | None  # only where few answered
    discrimination_interval: Interval | None
    flags: list[str]  # "easy", "weak", "exposed", "unfair"


@dataclass(frozen=True, slots=True)
class Report:
    whole: TestFigures
    items: dict[int, ItemReport]
    mean_interval: Interval | None  # only where few took the test

    @property
    def is_shaky(self) -> bool:
        """The pass mark lies where the test tells people apart badly."""
        found = self.whole.consistency
        return self.whole.n >= FEW and found is not None and found < whole.SHAKY_BELOW


def report_of(gathered: Gathered, *, needed: float | None = None, drawn: bool = False) -> Report:
    """`needed`: points that pass; `drawn`: papers are drawn from a bank larger than they are."""
    roots = [items.weight_root(counts.joint) or 0 for counts in gathered.items.values()]
    weights, worth = sum(roots), SCALE * len(gathered.places)
    reports = {
        item: _item_report(item, counts, gathered.n, weights, worth, drawn)
        for item, counts in gathered.items.items()
    }
    figures = whole.figures_of(gathered.totals, variances=_variances(gathered), needed=needed)
    return Report(figures, reports, _mean_interval(gathered.totals))


def _variances(gathered: Gathered) -> list[float]:
    """Of every question; where papers differ, of every place of the paper, as Moodle does it with
    questions drawn at random."""
    if gathered.is_one_paper:
        counts = [item.joint.marks() for item in gathered.items.values()]
    else:
        counts = list(gathered.places.values())
    return [float((variance(marks) or 0) / SCALE**2) for marks in counts]


def _item_report(
    item: int, counts: ItemCounts, sittings: int, weights: float, whole_worth: int, drawn: bool
) -> ItemReport:
    figures = items.figures_of(counts.joint, whole=whole_worth, weights=weights)
    fairness = {name: fairness_of(groups) for name, groups in counts.groups.items()}
    exposure = figures.n / sittings
    few = figures.n < FEW
    return ItemReport(
        item=item,
        figures=figures,
        exposure=exposure,
        median_seconds=float(median(counts.seconds)) if counts.seconds else None,
        options=options_of(counts.chosen, counts.joint),
        fairness=fairness,
        facility_interval=_facility_interval(counts.joint) if few else None,
        discrimination_interval=_discrimination_interval(item, counts.joint) if few else None,
        flags=flags_of(figures, exposure if drawn else 0, fairness),
    )


def flags_of(figures: ItemFigures, exposure: float, fairness: dict[str, Fairness]) -> list[str]:
    """What its owner should look at; nothing before enough people answered."""
    if figures.n < ENOUGH:
        return []
    found = figures.discrimination
    flags = {
        "easy": figures.facility is not None and figures.facility > EASY_ABOVE,
        "weak": found is not None and found < WEAK_BELOW and not isclose(found, WEAK_BELOW),
        "exposed": exposure > SEEN_BY,
        "unfair": any(one.is_flagged for one in fairness.values()),
    }
    return [name for name, is_up in flags.items() if is_up]


def _facility_interval(joint: Joint) -> Interval:
    points = sum(mark * count for mark, count in joint.marks().items()) / SCALE
    return wilson(points, joint.n)


def _discrimination_interval(item: int, joint: Joint) -> Interval | None:
    return bootstrap(joint.counts, items.discrimination, seed=str(item))


def _mean_interval(totals: Counter[int]) -> Interval | None:
    """Of the mean in points."""
    if not 1 < totals.total() < FEW:
        return None
    pairs = {(total, 0): count for total, count in totals.items()}
    return bootstrap(pairs, _mean_of_first, seed="mean")


def _mean_of_first(pairs: dict[tuple[int, int], int]) -> float:
    points = sum(one * count for (one, _), count in pairs.items())
    return points / sum(pairs.values()) / SCALE
