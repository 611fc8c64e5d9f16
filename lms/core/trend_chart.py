"""Geometry of a trend: what is new in each period as bars, below a line of the sum so far with the one
it is judged by. Two panels with one scale each, both from zero, over the same periods. Pure; templates
only print the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.core.charts import Bar, Line, plain, round_up

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT = 96, 12
LINE_TOP, LINE_BOTTOM = 46, 204
BAR_TOP, BAR_BOTTOM = 270, 384
PARTS = 2


@dataclass(frozen=True)
class Point:
    """One period. `new`, `total`, `due`: None where there is nothing to draw; texts as written in the
    table beside the picture."""

    label: str
    new: float | None
    new_text: str
    total: float | None
    due: float | None


@dataclass(frozen=True)
class TrendChart:
    """`total`, `due`: points of polylines ("x,y x,y"), one list for each stretch without a gap;
    `dots`: (x, y) of every known sum; `labels`: (x, text)."""

    bars: tuple[Bar, ...]
    total: tuple[str, ...]
    due: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    labels: tuple[tuple[float, str], ...]
    line_guides: tuple[Line, ...]
    bar_guides: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    label_y: int = BAR_BOTTOM + 24
    line_title_y: int = LINE_TOP - 18
    bar_title_y: int = BAR_TOP - 26


def trend_chart(points: Sequence[Point]) -> TrendChart:
    step = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    middles = [round(LEFT + step * (place + 0.5), 1) for place in range(len(points))]
    sums = [v for p in points for v in (p.total, p.due) if v is not None]
    line_top, bar_top = round_up(max([*sums, 2])), round_up(max([2, *(p.new or 0 for p in points)]))
    totals = [(x, _y(p.total, line_top)) for x, p in zip(middles, points, strict=True)]
    dues = [(x, _y(p.due, line_top)) for x, p in zip(middles, points, strict=True)]
    return TrendChart(
        bars=tuple(_bar(p, x, step, bar_top) for x, p in zip(middles, points, strict=True)),
        total=_stretches(totals),
        due=_stretches(dues),
        dots=tuple((x, y) for x, y in totals if y is not None),
        labels=tuple((x, p.label) for x, p in zip(middles, points, strict=True)),
        line_guides=_guides(line_top, LINE_TOP, LINE_BOTTOM),
        bar_guides=_guides(bar_top, BAR_TOP, BAR_BOTTOM),
    )


def _y(value: float | None, top: float) -> float | None:
    return None if value is None else round(LINE_BOTTOM - (LINE_BOTTOM - LINE_TOP) * value / top, 1)


def _bar(point: Point, middle: float, step: float, top: float) -> Bar:
    height = round((BAR_BOTTOM - BAR_TOP) * max(point.new or 0, 0) / top, 1)
    width = round(step * 0.7, 1)
    return Bar(
        x=round(middle - width / 2, 1),
        y=round(BAR_BOTTOM - height, 1),
        width=width,
        height=height,
        text=point.new_text,
    )


def _stretches(points: Sequence[tuple[float, float | None]]) -> tuple[str, ...]:
    found: list[list[str]] = [[]]
    for x, y in points:
        if y is None:
            found.append([])
        else:
            found[-1].append(f"{x},{y}")
    return tuple(" ".join(stretch) for stretch in found if len(stretch) > 1)


def _guides(top: float, above: float, below: float) -> tuple[Line, ...]:
    return tuple(
        Line(round(below - (below - above) * part / PARTS, 1), plain(top * part / PARTS))
        for part in range(PARTS + 1)
    )
