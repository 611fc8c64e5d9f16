"""The frozen paper of one attempt: which questions, in which versions, options in which order.

Pure: the same candidates and seed always give the same paper."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    section: int = 0  # 1 is the first of the test's sections, 0 none


def draw(
    candidates: Sequence[Candidate],
    *,
    count: int,
    seed: str,
    shuffle: bool = False,
    seen: Mapping[int, int] | None = None,
) -> list[Item]:
    """`count` of the candidates that count (0 = all), in the author's order unless `shuffle`.
    `seen`: how often each question was met before; those met least are drawn."""
    rng = Random(seed)  # noqa: S311 (order of questions, not a secret)
    places = [place for place, candidate in enumerate(candidates) if candidate.counts]
    beside = [place for place, candidate in enumerate(candidates) if not candidate.counts]
    if 0 < count < len(places):
        places = rng.sample(places, len(places))
        places.sort(key=lambda place: (seen or {}).get(candidates[place].question, 0))
        places = places[:count]
    places = sorted([*places, *beside])
    if shuffle:
        rng.shuffle(places)
    return [_frozen(candidates[place], seed) for place in places]


def compose(
    sections: Sequence[Collection[int]],
    candidates: Sequence[Candidate],
    *,
    seed: str,
    shuffle: bool = False,
) -> list[Item]:
    """A paper of these questions, section by section, each in the author's order unless `shuffle`;
    what does not count comes last."""
    rng = Random(seed)  # noqa: S311
    paper = []
    for number, drawn in enumerate(sections, start=1):
        asked = [candidate for candidate in candidates if candidate.question in drawn]
        if shuffle:
            rng.shuffle(asked)
        paper += [_frozen(candidate, seed, number) for candidate in asked]
    return paper + [_frozen(candidate, seed) for candidate in candidates if not candidate.counts]


def _frozen(candidate: Candidate, seed: str, section: int = 0) -> Item:
    order = shuffled(candidate.options, seed=f"{seed}:{candidate.version}")
    return Item(candidate.question, candidate.version, order, section)


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
    return [_dumped(item) for item in items]


def _dumped(item: Item) -> dict[str, Any]:
    entry = {"question": item.question, "version": item.version, "order": list(item.order)}
    return entry | {"section": item.section} if item.section else entry


def load(paper: Iterable[dict[str, Any]]) -> tuple[Item, ...]:
    return tuple(
        Item(entry["question"], entry["version"], tuple(entry["order"]), entry.get("section", 0))
        for entry in paper
    )
