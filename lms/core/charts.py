"""Geometry of the small charts, computed on the server: templates only print the numbers.

Pure functions and frozen dataclasses, no Django. Bars start at zero; every chart stands beside a
sentence and a table with the same values (ux 6.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH = 720
HEIGHT = 300
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 20, 44
SPARK_STEP = 12


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str = ""
    text: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        return round(self.y - 6, 1)


@dataclass(frozen=True)
class Line:
    y: float
    text: str


@dataclass(frozen=True)
class Spark:
    width: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """Bars with labels, horizontal guides, and an optional target line at `target_y`."""

    bars: tuple[Bar, ...]
    guides: tuple[Line, ...]
    target_y: float | None = None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    label_y: int = HEIGHT - BOTTOM + 22


def spark(values: Sequence[float]) -> Spark:
    """A row of bars 40 units high; the largest value fills the height."""
    top = max([*values, 1])
    bars = tuple(
        Bar(x=i * SPARK_STEP, y=round(40 - 40 * v / top, 1), width=9, height=round(40 * v / top, 1))
        for i, v in enumerate(values)
    )
    return Spark(width=max(len(values) * SPARK_STEP - 3, 1), bars=bars)


def bars(
    points: Sequence[tuple[str, float, str]], *, guide_text: str = "{}", target: float | None = None
) -> Chart:
    """A bar chart of (label, value, value as written); `target` draws a dashed line."""
    top = round_up(max([value for _, value, _ in points] + [target or 0, 1]))
    plot = HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)

    def height(value: float) -> float:
        return round(plot * value / top, 1)

    drawn = tuple(
        Bar(
            x=round(LEFT + i * step + step * 0.15, 1),
            y=round(TOP + plot - height(value), 1),
            width=round(step * 0.7, 1),
            height=height(value),
            label=label,
            text=text,
        )
        for i, (label, value, text) in enumerate(points)
    )
    guides = tuple(
        Line(
            round(TOP + plot - height(top * part / 4), 1), guide_text.format(plain(top * part / 4))
        )
        for part in range(5)
    )
    line = None if target is None else round(TOP + plot - height(target), 1)
    return Chart(bars=drawn, guides=guides, target_y=line)


def round_up(value: float) -> float:
    """The next 1, 2, 4 or 8 times a power of ten: its quarters are easy to read."""
    power = 10 ** (ceil(log10(value)) - 1) if value > 1 else 1
    return next(m * power for m in (1, 2, 4, 8, 10, 20) if m * power >= value)


def plain(value: float) -> str:
    return (
        f"{value:,.0f}".replace(",", ".")
        if value == int(value)
        else f"{value:.1f}".replace(".", ",")
    )
