"""Numbers of people as they may be shown (ux 6.4). Pure: pages and files only ever see these. What is
hidden with a small number, so that nothing tells it, is decided in `lms.progress.suppression`."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from lms.core.vietnamese import format_number, format_percent
from lms.progress.definitions import (
    EDGE_PERCENT,
    SMALLEST_BASE,
    SMALLEST_PUBLIC,
    SMALLEST_SHOWN,
)

MOST_HIDDEN = SMALLEST_SHOWN - 1
HIDDEN = "–"
NO_LIMIT = 10**9
"""`high` of a figure of which only the least is told."""


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
        """Hidden for being so few: inside, or in public."""
        return self.exact is None and (
            self.high <= MOST_HIDDEN or (self.low, self.high) == (1, SMALLEST_PUBLIC - 1)
        )

    @property
    def middle(self) -> float:
        """To sort and to judge by."""
        return self.low if self.high >= NO_LIMIT else (self.low + self.high) / 2

    @property
    def text(self) -> str:
        if self.is_small:
            return f"<{max(self.high + 1, SMALLEST_SHOWN)}"
        if self.high >= NO_LIMIT:
            return f"≥{format_number(self.low)}" if self.low else "–"
        return _range(format_number(self.low), format_number(self.high))

    def __str__(self) -> str:
        return self.text


def small(number: int) -> Figure:
    """A number that stands by itself: from 1 to 4 it is hidden."""
    return Figure(1, MOST_HIDDEN) if 1 <= number <= MOST_HIDDEN else Figure(number, number)


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage as it may be shown: between `low` and `high` (inf: only the least is told), or
    only in a `word`."""

    low: float
    high: float
    word: str = ""

    @property
    def is_hidden(self) -> bool:
        """Nothing of it may be told, not even a bound."""
        return self.word == HIDDEN

    @property
    def exact(self) -> float | None:
        """None where it is a bound, a range or hidden."""
        return self.low if self.low == self.high and not self.word else None

    @property
    def middle(self) -> float:
        """To sort by."""
        return self.low if self.high == inf else (self.low + self.high) / 2

    @property
    def text(self) -> str:
        """Written when asked for: a page asks for few of the many there are."""
        if self.word:
            return self.word
        if self.high == inf:
            return f"≥{format_percent(self.low)}"
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
    high = inf if figure.high >= NO_LIMIT else 100 * figure.high / base
    return Rate(100 * figure.low / base, high, word)


def _bound(figure: Figure, base: int, of_people: bool) -> str:
    """What stands in the place of a percentage that would tell a hidden number; "" for none."""
    if of_people and base < SMALLEST_BASE:
        return HIDDEN
    few = 100 * MOST_HIDDEN / base
    if figure.is_small:
        return f"≤{EDGE_PERCENT}%" if few <= EDGE_PERCENT else HIDDEN
    if of_people and 1 <= base - figure.high <= MOST_HIDDEN:
        return f"≥{100 - EDGE_PERCENT}%" if few <= EDGE_PERCENT else HIDDEN
    return ""


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"
