"""The frozen paper of one attempt: which questions, in which versions, options in which order.

Pure: the same candidates and seed always give the same paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn. `options`: (id, stays last), as the author wrote them. One that
    does not count (a survey) is asked of everybody, beside the questions drawn."""

    question: int
    version: int
    options: Sequence[tuple[str, bool]] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    question: int
    version: int
    order: tuple[str, ...]


def draw(
    candidates: Sequence[Candidate], *, count: int, seed: str, shuffle: bool = False
) -> list[Item]:
    """`count` of the candidates that count (0 = all), in the author's order unless `shuffle`."""
    rng = Random(seed)  # noqa: S311 (order of questions, not a secret)
    places = [place for place, candidate in enumerate(candidates) if candidate.counts]
    beside = [place for place, candidate in enumerate(candidates) if not candidate.counts]
    if 0 < count < len(places):
        places = rng.sample(places, count)
    places = sorted([*places, *beside])
    if shuffle:
        rng.shuffle(places)
    return [_frozen(candidates[place], seed) for place in places]


def _frozen(candidate: Candidate, seed: str) -> Item:
    order = shuffled(candidate.options, seed=f"{seed}:{candidate.version}")
    return Item(candidate.question, candidate.version, order)


def shuffled(options: Sequence[tuple[str, bool]], *, seed: str) -> tuple[str, ...]:
    """Option ids in a new order; those that stay last keep their own order at the end."""
    moving = [id for id, last in options if not last]
    Random(seed).shuffle(moving)  # noqa: S311
    return (*moving, *(id for id, last in options if last))


def points_of(items: Iterable[Item], candidates: Iterable[Candidate]) -> int:
    """How many questions of a paper count."""
    counting = {candidate.question for candidate in candidates if candidate.counts}
    return sum(item.question in counting for item in items)


def dump(items: Iterable[Item]) -> list[dict[str, Any]]:
    return [
        {"question": item.question, "version": item.version, "order": list(item.order)}
        for item in items
    ]


def load(paper: Iterable[dict[str, Any]]) -> tuple[Item, ...]:
    return tuple(
        Item(entry["question"], entry["version"], tuple(entry["order"])) for entry in paper
    )
