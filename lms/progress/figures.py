"""Numbers of people as they may be shown (ux 6.4). Pure: pages and files only ever see these.

From 1 to 4 people the number is hidden. Where everything else in its column is exact, the total
would give it away: then the next smallest number is shown as a range no narrower than what can be
worked out anyhow, and if there is none to take, the total is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.core.vietnamese import format_number, format_percent
from lms.progress.definitions import EDGE_PERCENT, SMALLEST_BASE, SMALLEST_SHOWN

MOST_HIDDEN = SMALLEST_SHOWN - 1


@dataclass(frozen=True, slots=True)
class Figure:
    """Between `low` and `high` people, both included."""

    low: int
    high: int

    @property
    def exact(self) -> int | None:
        """The number where it may be shown."""
        return self.low if self.low == self.high else None

    @property
    def is_small(self) -> bool:
        return self.exact is None and self.high <= MOST_HIDDEN

    @property
    def middle(self) -> float:
        """To sort and to judge by."""
        return (self.low + self.high) / 2

    @property
    def text(self) -> str:
        if self.is_small:
            return f"<{SMALLEST_SHOWN}"
        return _range(format_number(self.low), format_number(self.high))

    def __str__(self) -> str:
        return self.text


def small(number: int) -> Figure:
    """A number that stands by itself: from 1 to 4 it is hidden."""
    return Figure(1, MOST_HIDDEN) if 1 <= number <= MOST_HIDDEN else Figure(number, number)


def protect(numbers: Sequence[int]) -> tuple[list[Figure], Figure]:
    """A column and its total, such that no hidden number follows from the rest."""
    figures = [small(number) for number in numbers]
    hidden = [number for number in numbers if 1 <= number <= MOST_HIDDEN]
    total = sum(numbers)
    if not _are_given_away(hidden):
        return figures, Figure(total, total)
    few, many = len(hidden), MOST_HIDDEN * len(hidden)
    partner = _partner(numbers, sum(hidden), few)
    if partner is None:
        seen = total - sum(hidden)
        is_small = total <= MOST_HIDDEN and few < MOST_HIDDEN
        return figures, small(total) if is_small else Figure(seen + few, seen + many)
    rest = sum(hidden) + numbers[partner]
    figures[partner] = Figure(max(rest - many, SMALLEST_SHOWN), rest - few)
    return figures, Figure(total, total)


def _are_given_away(hidden: list[int]) -> bool:
    """Whether their sum, which the total tells, leaves no doubt about any of them."""
    few, many = len(hidden), MOST_HIDDEN * len(hidden)
    return bool(hidden) and (few == 1 or sum(hidden) in (few, many))


def _partner(numbers: Sequence[int], hidden: int, few: int) -> int | None:
    """The place of the smallest number large enough to leave every possibility open, else of the
    largest that leaves any; it is known to be no small number itself."""
    shown = [place for place, number in enumerate(numbers) if number >= SMALLEST_SHOWN]
    rest = {place: hidden + numbers[place] for place in shown}
    ample = [p for p in shown if rest[p] >= MOST_HIDDEN * few + SMALLEST_SHOWN]
    if ample:
        return min(ample, key=lambda place: numbers[place])
    enough = [p for p in shown if rest[p] > few + SMALLEST_SHOWN]
    return max(enough, key=lambda place: numbers[place], default=None)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage as it may be shown: between `low` and `high`, or only in a `word`."""

    low: float
    high: float
    word: str = ""

    @property
    def exact(self) -> float | None:
        """None where it is a bound, a range or hidden."""
        return self.low if self.low == self.high and not self.word else None

    @property
    def middle(self) -> float:
        """To sort by."""
        return (self.low + self.high) / 2

    @property
    def text(self) -> str:
        """Written when asked for: a page asks for few of the many there are."""
        if self.word:
            return self.word
        written = format_percent(self.high)
        if self.low == self.high or format_percent(self.low) == written:
            return written
        return f"{format_number(self.low, 1)}–{written}"


def rate(figure: Figure, base: int | None, *, of_people: bool = True) -> Rate | None:
    """`figure` in per cent of `base`; None without a base. `of_people`: the base is people too, so
    a rest of fewer than 5 of them is not to be told either."""
    if not base:
        return None
    word = _bound(figure, base, of_people)
    return Rate(100 * figure.low / base, 100 * figure.high / base, word)


def _bound(figure: Figure, base: int, of_people: bool) -> str:
    """What stands in the place of a percentage that would tell a hidden number; "" for none."""
    if of_people and base < SMALLEST_BASE:
        return "–"
    few = 100 * MOST_HIDDEN / base
    if figure.is_small:
        return f"≤{EDGE_PERCENT}%" if few <= EDGE_PERCENT else "–"
    if of_people and 1 <= base - figure.high <= MOST_HIDDEN:
        return f"≥{100 - EDGE_PERCENT}%" if few <= EDGE_PERCENT else "–"
    return ""


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"
