"""What a sheet is made of: boxes in points from its top left, and words broken into rows. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from certificates.faces import text_width

LEADING, BASELINE = 1.3, 1.02  # times the size; capitals carry two marks above
# Where xhtml2pdf puts the baseline of a row under the top of its frame, times the size: measured, held
# by a test that looks for each row in the PDF.
PRINTED_BASELINE = {"plain": 0.693, "bold": 0.677, "italic": 0.694}
BLACK = "#000000"


class Style(NamedTuple):
    size: float
    face: str = "plain"
    ink: str = "ink"
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Box:
    part: str  # head, body, sign, foot, qr, band, rule, seal, signature
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def frame_top(self) -> float:
        return self.top

    @property
    def frame_width(self) -> float:
        """Wide enough that a printed row never breaks over a rounding."""
        return self.width + 6

    @property
    def frame_height(self) -> float:
        """xhtml2pdf shrinks a picture higher than 95 % of its frame."""
        return self.height * 1.06 + 6

    def meets(self, other: Box, slack: float = 0.5) -> bool:
        """Whether the two cover a common piece wider and higher than `slack`."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > slack
            and min(self.bottom, other.bottom) - max(self.top, other.top) > slack
        )


@dataclass(frozen=True, slots=True)
class Text(Box):
    text: str
    style: Style
    ink: str = BLACK

    @property
    def baseline(self) -> float:
        return self.top + BASELINE * self.style.size

    @property
    def frame_top(self) -> float:
        return self.baseline - PRINTED_BASELINE[self.style.face] * self.style.size


@dataclass(frozen=True, slots=True)
class Picture(Box):
    source: str  # a PNG: base64, or the name of a file of ours


@dataclass(frozen=True, slots=True)
class Paper:
    width: float
    height: float
    texts: list[Text]
    rules: list[Box]
    pictures: list[Picture]
    band: list[Picture]
    qr: Box
    scale: float  # of the lines between head and foot; 1: as large as chosen
    fits: bool  # False: even at the least scale they do not

    @property
    def title(self) -> str:
        """The first line between head and foot."""
        return next((box.text for box in self.texts if box.part == "body"), "")


class Column(NamedTuple):
    left: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width


def rows_of(text: str, style: Style, room: float) -> list[tuple[str, Style]]:
    """The rows `text` takes in `room` points, as equally long as they get."""

    def wide(words: str) -> float:
        return text_width(words, style.size, style.face)

    rows = _broken(text, wide, room)
    if len(rows) > 1:  # the narrowest room that takes no more rows
        low, high = room / 2, room
        while high - low > 4:
            middle = (low + high) / 2
            low, high = (
                (low, middle) if len(_broken(text, wide, middle)) == len(rows) else (middle, high)
            )
        rows = _broken(text, wide, high)
    return [(row, style) for row in rows]


def _broken(text: str, wide: Callable[[str], float], room: float) -> list[str]:
    rows: list[str] = []
    for word in text.split(" "):
        if rows and wide(f"{rows[-1]} {word}") <= room:
            rows[-1] += f" {word}"
            continue
        rows.append(word)
        while wide(rows[-1]) > room and len(rows[-1]) > 1:  # a word wider than the sheet
            whole, keep = rows[-1], len(rows[-1]) - 1
            while keep > 1 and wide(whole[:keep]) > room:
                keep -= 1
            rows[-1:] = [whole[:keep], whole[keep:]]
    return rows


def shrunk(text: str, style: Style, room: float) -> Style:
    """The size that keeps large words on one row: down to seven tenths, and never under 16 points."""
    least = max(0.7 * style.size, min(style.size, 16))
    wanted = style.size * room / max(text_width(text, style.size, style.face), 1)
    return style._replace(size=max(least, min(style.size, wanted)))
