"""The plain-word glossary (/tu-dien/): words that phones, forms and this site use, each explained
in at most 25 syllables. The words stand in content/glossary.toml, in Vietnamese. No Django."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from lms.core.vietnamese import fold, slugify_vi, sort_key

LONGEST = 25  # syllables of an explanation


@dataclass(frozen=True, slots=True)
class Word:
    word: str
    meaning: str
    words: str = ""  # other ways to say it, for the search

    @property
    def anchor(self) -> str:
        return slugify_vi(self.word)

    def matches(self, folded: str) -> bool:
        text = f" {fold(f'{self.word} {self.words} {self.meaning}')}"
        return all(f" {part}" in text for part in folded.split())

    def is_named(self, folded: str) -> bool:
        return fold(self.word).startswith(folded)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    words: tuple[Word, ...]


def _group(title: str, rows: list[dict[str, str]]) -> Group:
    words = (Word(**row) for row in rows)
    return Group(title, tuple(sorted(words, key=lambda word: sort_key(word.word))))


_FILE = Path(__file__).with_name("content") / "glossary.toml"
_DATA = tomllib.loads(_FILE.read_text(encoding="utf-8"))
GROUPS = tuple(_group(group["title"], group["words"]) for group in _DATA["group"])
WORDS = tuple(word for group in GROUPS for word in group.words)


def named(text: str) -> list[Word]:
    """Words that are called so, or begin so."""
    folded = fold(text)
    return [word for word in WORDS if folded and word.is_named(folded)]


def search(text: str) -> list[Word]:
    """Words that hold all of `text`, with or without accents; those it names come first."""
    folded = fold(text)
    if not folded:
        return []
    found = [word for word in WORDS if word.matches(folded)]
    return sorted(found, key=lambda word: not word.is_named(folded))
