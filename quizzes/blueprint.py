"""What a paper is made of: sections, each with rows of "n questions of this category, tag,
difficulty and competence". Pure.

A question may fit several rows and is drawn once. Which sets of questions can fill the rows together
is a transversal matroid, so taking questions in order of preference, each if the rows can still be
filled with it, fills as many places as any draw could, with the most preferred questions (J. Edmonds,
"Matroids and the greedy algorithm", Mathematical Programming 1, 1971)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from lms.core.vietnamese import clean_text


@dataclass(frozen=True, slots=True)
class Facets:
    """What is known of a question of the bank. `category`: a path such as "Luật/Đất đai"."""

    question: int
    category: str = ""
    tags: frozenset[str] = frozenset()
    difficulty: str = ""
    competence: str = ""
    own: bool = True  # of the course itself, not of another one of its ministry


@dataclass(frozen=True, slots=True)
class Row:
    """`count` questions; what is empty may be anything. A category stands for all below it. `wide`:
    also from the other courses of the ministry."""

    count: int
    category: str = ""
    tag: str = ""
    difficulty: str = ""
    competence: str = ""
    wide: bool = False

    def takes(self, facets: Facets) -> bool:
        return (
            (self.wide or facets.own)
            and (not self.category or f"{facets.category}/".startswith(f"{self.category}/"))
            and (not self.tag or self.tag in facets.tags)
            and (not self.difficulty or self.difficulty == facets.difficulty)
            and (not self.competence or self.competence == facets.competence)
        )


@dataclass(frozen=True, slots=True)
class Section:
    """`minimum`: points this section alone must reach for a pass; 0: none."""

    name: str
    rows: tuple[Row, ...]
    minimum: int = 0

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)


Blueprint = tuple[Section, ...]


def load(stored: Iterable[Mapping[str, Any]]) -> Blueprint:
    """From the form it is stored in: [{"name", "minimum", "rows": [{"count", …}]}]."""
    return tuple(
        Section(entry["name"], tuple(Row(**row) for row in entry["rows"]), entry.get("minimum", 0))
        for entry in stored
    )


def category_path(text: str) -> str:
    """ "Luật / Đất  đai/" is "Luật/Đất đai"."""
    return "/".join(filter(None, (clean_text(part) for part in text.split("/"))))


def rows_of(blueprint: Blueprint) -> list[Row]:
    return [row for section in blueprint for row in section.rows]


# --- filling the rows ----------------------------------------------------------------------------


@dataclass(slots=True)
class _Filling:
    """Questions put into rows one by one; those already in may move to another row they fit."""

    room: list[int]  # by row: places still free
    inside: list[set[int]]  # by row: questions
    fits: dict[int, frozenset[int]] = field(default_factory=dict)  # by question: rows
    full: set[int] = field(default_factory=set)  # rows nothing more can be put into, for good

    def add(self, question: int, rows: frozenset[int]) -> bool:
        """Put the question in if the rows can still be filled with it."""
        if rows <= self.full:
            return False
        came_from = self._way_to_room(rows)
        if came_from is None:
            return False
        self.fits[question] = rows
        self._shift(question, *came_from)
        return True

    def _way_to_room(
        self, rows: frozenset[int]
    ) -> tuple[int, dict[int, tuple[int, int] | None]] | None:
        """(a row with room, how it is reached); None closes every row that was looked at: whatever
        is in them fits no other row with room."""
        reached: dict[int, tuple[int, int] | None] = dict.fromkeys(sorted(rows - self.full))
        waiting = deque(reached)
        while waiting:
            row = waiting.popleft()
            if self.room[row]:
                return row, reached
            for question in sorted(self.inside[row]):
                for other in self.fits[question] - reached.keys() - self.full:
                    reached[other] = (row, question)
                    waiting.append(other)
        self.full |= reached.keys()
        return None

    def _shift(
        self, question: int, row: int, reached: Mapping[int, tuple[int, int] | None]
    ) -> None:
        """Every question on the way moves on by one row, and the new one takes the first."""
        self.room[row] -= 1
        while (step := reached[row]) is not None:
            before, moving = step
            self.inside[before].remove(moving)
            self.inside[row].add(moving)
            row = before
        self.inside[row].add(question)


def fill(
    rows: Sequence[Row], bank: Iterable[Facets], *, seen: Mapping[int, int], seed: str
) -> list[list[int]]:
    """By row the questions drawn: never seen ones first, then those seen least often, among equals
    by chance. A row stays short only if no draw could fill it. The same `seed` draws the same."""
    fits = _fits(rows, bank)
    order = sorted(fits)
    Random(seed).shuffle(order)  # noqa: S311 (a fair draw, not a secret)
    order.sort(key=lambda question: seen.get(question, 0))
    filling = _Filling([row.count for row in rows], [set() for _ in rows])
    for question in order:
        if len(filling.full) == len(rows):
            break
        filling.add(question, fits[question])
    return [sorted(inside) for inside in filling.inside]


def _fits(rows: Sequence[Row], bank: Iterable[Facets]) -> dict[int, frozenset[int]]:
    """By question the rows it fits; those that fit none are left out."""
    found = {
        facets.question: frozenset(place for place, row in enumerate(rows) if row.takes(facets))
        for facets in bank
    }
    return {question: places for question, places in found.items() if places}


# --- the proof that the pools are big enough -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pool:
    """`there`: questions that fit the row; `missing`: places of it no draw can fill."""

    row: Row
    there: int
    missing: int

    @property
    def exposure(self) -> float:
        """The share of its questions one paper shows, of 1; 1 where nothing is left over."""
        return min(1.0, self.row.count / self.there) if self.there else 1.0


@dataclass(frozen=True, slots=True)
class Shortage:
    """Rows (places from 0) that together ask for more questions than fit any of them."""

    rows: tuple[int, ...]
    needed: int
    there: int


@dataclass(frozen=True, slots=True)
class DryRun:
    pools: tuple[Pool, ...]
    shortages: tuple[Shortage, ...]

    @property
    def is_enough(self) -> bool:
        return not self.shortages


def dry_run(rows: Sequence[Row], bank: Iterable[Facets]) -> DryRun:
    """Whether every paper can be filled. It is a proof both ways: a filled draw shows that it can,
    and a set of rows that together has too few questions that it cannot (Hall's theorem)."""
    fits = _fits(rows, bank)
    filling = _Filling([row.count for row in rows], [set() for _ in rows])
    for question in sorted(fits):
        filling.add(question, fits[question])
    pools = tuple(
        Pool(row, sum(place in places for places in fits.values()), filling.room[place])
        for place, row in enumerate(rows)
    )
    return DryRun(pools, tuple(_shortages(rows, fits, filling)))


def _shortages(
    rows: Sequence[Row], fits: Mapping[int, frozenset[int]], filling: _Filling
) -> Iterable[Shortage]:
    """For every row with room left: the rows whose questions could be moved into it, and it. Every
    question that fits one of them is in one of them."""
    told: set[int] = set()
    for place in (place for place, room in enumerate(filling.room) if room):
        if place in told:
            continue
        tied = _tied(place, fits, filling)
        told |= tied
        there = sum(bool(places & tied) for places in fits.values())
        yield Shortage(tuple(sorted(tied)), sum(rows[one].count for one in tied), there)


def _tied(place: int, fits: Mapping[int, frozenset[int]], filling: _Filling) -> set[int]:
    tied, grown = {place}, True
    while grown:
        grown = False
        for row in set(range(len(filling.room))) - tied:
            if any(fits[question] & tied for question in filling.inside[row]):
                tied.add(row)
                grown = True
    return tied
