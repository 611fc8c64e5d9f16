"""Comparing short texts as people type them.

However it is typed, it counts the same: composed or decomposed letters, tone mark on either vowel
(hoà, hòa), spaces too many, a full stop at the end. A level says what else is forgiven:
exact (nothing), case (capital letters), accents (capital letters, all marks, all spaces)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from lms.core.vietnamese import clean_text, fold

LEVELS = ("accents", "case", "exact")

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LOOK_ALIKES = str.maketrans("ÐƉðɖ’‘ʼ", "ĐĐđđ'''")
_EDGES = " .,;:!?\"“”'"
_STARS = re.compile(r"(?<!\\)\*+")


def same(text: str, others: Iterable[str], level: str) -> bool:
    """Whether `text` is one of the others at this level."""
    wanted = compared(text, level)
    return bool(wanted) and any(compared(other, level) == wanted for other in others)


def compared(text: str, level: str) -> str:
    """The form two answers are compared in."""
    tidy = clean_text(text.translate(_LOOK_ALIKES)).strip(_EDGES)
    if level == "accents":
        return fold(tidy).replace(" ", "")
    return _tone_last(tidy if level == "exact" else tidy.casefold())


def _tone_last(text: str) -> str:
    """Every word with its tone marks at the end, so that both placements give the same."""
    words = (unicodedata.normalize("NFD", word) for word in text.split())
    return " ".join(
        "".join(c for c in word if c not in _TONES) + "".join(c for c in word if c in _TONES)
        for word in words
    )


def matches_pattern(text: str, pattern: str, form: Callable[[str], str]) -> bool:
    r"""Whether `text` is the pattern, in which * stands for any letters (also none) and \* for a
    star; both in this `form`. In steps, not by a regular expression: many stars stay quick."""
    first, *others = [form(bit.replace(r"\*", "*")) for bit in _STARS.split(pattern)]
    formed = form(text)
    if not others:
        return formed == first
    *middle, last = others
    if not formed.startswith(first):
        return False
    at = len(first)
    for bit in middle:
        found = formed.find(bit, at)
        if found < 0:
            return False
        at = found + len(bit)
    return len(formed) - at >= len(last) and formed.endswith(last)
