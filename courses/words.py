"""Words of a text: counted for editors, folded for search."""

import re

from lms.core.vietnamese import fold

_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")  # "1.013225" and "dichvucong.gov.vn" stay whole


def folded_words(text: str) -> list[str]:
    """The words without accents: "Đất đai, 2 tầng" gives dat, dai, 2, tang."""
    return _WORD.findall(fold(text))


def count_words(text: str) -> int:
    """Vietnamese words as the writing rules count them: syllables between spaces."""
    return sum(1 for word in text.split() if any(char.isalnum() for char in word))
