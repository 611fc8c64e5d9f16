"""The faces certificates are printed with: what they can draw, and how wide it gets."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFontFile

FONT_DIR = Path(__file__).resolve().parent / "fonts"
FILES = {"plain": "Tinos-Regular.ttf", "bold": "Tinos-Bold.ttf", "italic": "Tinos-Italic.ttf"}


@lru_cache(maxsize=3)
def _face(name: str) -> TTFontFile:
    return TTFontFile(str(FONT_DIR / FILES[name]))


def text_width(text: str, size: float, face: str = "bold") -> float:
    """Points of one line of `text` (NFC), set `size` points high; no kerning, as the PDF has none."""
    font = _face(face)
    widths = (font.charWidths.get(ord(letter), font.defaultWidth) for letter in text)
    return float(sum(widths)) * size / 1000


@lru_cache(maxsize=1)
def printable_characters() -> frozenset[int]:
    """Code points that every face can draw."""
    return frozenset.intersection(*(frozenset(_face(name).charToGlyph) for name in FILES))


def unprintable(text: str) -> str:
    """The letters of `text` that the faces lack, each once; empty if it prints whole."""
    known = printable_characters()
    letters = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(c for c in letters if ord(c) not in known and not c.isspace()))
