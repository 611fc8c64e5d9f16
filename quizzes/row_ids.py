"""Ids of options, items, places: made from their text, so they say nothing about what is right, and
stay the same when the same question is loaded again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from lms.core.vietnamese import clean_text

Row = Mapping[str, Any]


def id_of(text: str) -> str:
    return sha256(clean_text(text).encode()).hexdigest()[:8]


def with_ids(rows: Iterable[Row], text: str) -> list[dict[str, Any]]:
    """Every row with the id of what stands under `text`; an id a file gave is replaced."""
    return [{**row, "id": id_of(str(row.get(text, "")))} for row in rows]


def names(rows: Sequence[Row], text: str) -> dict[str, str]:
    """What an author may name a row by, to its id: the text, the id a file gave it, its id."""
    found: dict[str, str] = {}
    for row in rows:
        id = id_of(str(row.get(text, "")))
        found |= {clean_text(str(row.get(text, ""))).casefold(): id, id: id}
        if row.get("id"):
            found[str(row["id"]).casefold()] = id
    return found


def is_repeated(texts: Iterable[str]) -> bool:
    tidy = [clean_text(text).casefold() for text in texts]
    return len(set(tidy)) < len(tidy)
