"""Places on a picture, in percent of its width and height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any


def holds(region: Mapping[str, Any], x: float, y: float) -> bool:
    """Whether the point lies in the region, its edge included. rect: left, top, right, bottom;
    circle: middle and radius; poly: x and y of every corner."""
    coords = [float(value) for value in region.get("coords", ()) if isinstance(value, int | float)]
    shape = region.get("shape")
    if shape == "rect" and len(coords) == 4:
        left, right = sorted(coords[0::2])
        top, bottom = sorted(coords[1::2])
        return left <= x <= right and top <= y <= bottom
    if shape == "circle" and len(coords) == 3:
        return (x - coords[0]) ** 2 + (y - coords[1]) ** 2 <= coords[2] ** 2
    return shape == "poly" and len(coords) >= 6 and _in_polygon(coords, x, y)


def _in_polygon(coords: Sequence[float], x: float, y: float) -> bool:
    """A line to the right of the point crosses the edge an odd number of times."""
    corners = list(zip(coords[0::2], coords[1::2], strict=False))
    inside = False
    for (ax, ay), (bx, by) in pairwise([*corners, corners[0]]):
        if _on_edge(ax, ay, bx, by, x, y):
            return True
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _on_edge(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> bool:
    cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    between = min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by)
    return abs(cross) < 1e-9 and between
