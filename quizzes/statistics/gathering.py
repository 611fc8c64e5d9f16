"""Sittings in, counts out: one pass, in any order, without keeping a sitting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.statistics import SCALE
from quizzes.statistics.fairness import Groups
from quizzes.statistics.tables import Chosen, Joint

NOTHING = ""  # in place of an option: no answer
UNKNOWN = "?"  # "I don't know yet"
LONGEST_SECONDS = 1800
"""Whoever was away longer did something else meanwhile."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One question of a sitting. `item`: what is told apart (the version of a question); `mark` in
    units; `options`: the ids that were chosen; `seconds` from the answer saved before it."""

    item: int
    mark: int
    options: tuple[str, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """All questions of one attempt, answered or not, in the order of its paper. `groups`: name of a
    comparison and whether this person is in its focal group; who is in neither has no entry."""

    marked: Sequence[Marked]
    groups: Mapping[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class ItemCounts:
    joint: Joint = field(default_factory=Joint)
    chosen: Chosen = field(default_factory=Chosen)
    seconds: Counter[int] = field(default_factory=Counter)
    groups: dict[str, Groups] = field(default_factory=dict)


@dataclass(slots=True)
class Gathered:
    """What is known of a test. Grows with the number of questions and of different marks."""

    n: int = 0
    totals: Counter[int] = field(default_factory=Counter)
    items: dict[int, ItemCounts] = field(default_factory=dict)
    places: dict[int, Counter[int]] = field(
        default_factory=dict
    )  # marks at each place of the paper

    def add(self, sitting: Sitting) -> None:
        total = sum(marked.mark for marked in sitting.marked)
        self.n += 1
        self.totals[total] += 1
        for place, marked in enumerate(sitting.marked):
            self.places.setdefault(place, Counter())[marked.mark] += 1
            self._add_marked(marked, total, sitting.groups)

    def _add_marked(self, marked: Marked, total: int, groups: Mapping[str, bool]) -> None:
        counts = self.items.get(marked.item)
        if counts is None:
            counts = self.items[marked.item] = ItemCounts()
        counts.joint.add(marked.mark, total - marked.mark)
        for option in marked.options:
            counts.chosen.add(option, total)
        if marked.seconds is not None:
            counts.seconds[max(0, min(marked.seconds, LONGEST_SECONDS))] += 1
        for name, focal in groups.items():
            compared = counts.groups.setdefault(name, Groups())
            compared.add(focal=focal, right=marked.mark == SCALE, total=total // SCALE)

    @property
    def is_one_paper(self) -> bool:
        """Everybody had the same questions."""
        return all(counts.joint.n == self.n for counts in self.items.values())


def gather(sittings: Iterable[Sitting]) -> Gathered:
    found = Gathered()
    for sitting in sittings:
        found.add(sitting)
    return found
