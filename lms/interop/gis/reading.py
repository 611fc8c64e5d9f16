"""Reading a GeoJSON file of boundaries (RFC 7946). Pure: nothing is mended but the direction of rings
and the zeros a spreadsheet took from the front of a code."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

MOST_BYTES = 20_000_000
CODE_NAMES = ("unit_code", "ma_xa", "maxa", "ma", "code")
Ring = list[list[float]]


@dataclass
class Reading:
    """`shapes` by code. Nothing is to be written where there are `problems`."""

    shapes: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class _Fault(Exception):
    pass


def read_boundaries(content: bytes, known: Collection[str]) -> Reading:
    """Of a file; `known`: the codes it may hold. Every feature that is wrong is named."""
    reading = Reading()
    try:
        features = _features(content)
    except _Fault as fault:
        reading.problems.append(str(fault))
        return reading
    for number, feature in enumerate(features, 1):
        try:
            code = _code(feature, known, reading.shapes)
            reading.shapes[code] = _geometry(feature)
        except _Fault as fault:
            named = {"number": number, "fault": fault}
            reading.problems.append(_("Feature %(number)s: %(fault)s.") % named)
    return reading


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise _Fault(_("The file is larger than 20 MB. Simplify the boundaries first."))
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _Fault(_("This is not a GeoJSON file.")) from error
    is_collection = isinstance(read, dict) and read.get("type") == "FeatureCollection"
    features = read.get("features") if is_collection else None
    if not isinstance(features, list) or not features:
        raise _Fault(_("The file holds no features (FeatureCollection)."))
    return features


def _code(feature: Any, known: Collection[str], before: Collection[str]) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    given = (
        {str(k).lower(): v for k, v in properties.items()} if isinstance(properties, dict) else {}
    )
    found = next((given[name] for name in CODE_NAMES if given.get(name)), None)
    if found is None:
        raise _Fault(_("no official code (unit_code, ma_xa, ma or code)"))
    code = str(found).strip()[:20].zfill(5)
    if code not in known:
        raise _Fault(_("no commune or ward has the code %(code)s") % {"code": code})
    if code in before:
        raise _Fault(_("the code %(code)s stands here twice") % {"code": code})
    return code


def _geometry(feature: Any) -> dict[str, Any]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Fault(_("the shape is neither a Polygon nor a MultiPolygon"))
    parts = geometry.get("coordinates")
    polygons = [parts] if kind == "Polygon" else parts
    if not isinstance(polygons, list) or not polygons:
        raise _Fault(_("the shape is empty"))
    wound = [list(_rings(polygon)) for polygon in polygons]
    return {"type": kind, "coordinates": wound[0] if kind == "Polygon" else wound}


def _rings(polygon: Any) -> Iterator[Ring]:
    """The outer ring against the clock, holes with it (RFC 7946, 3.1.6)."""
    if not isinstance(polygon, list) or not polygon:
        raise _Fault(_("the shape is empty"))
    for place, given in enumerate(polygon):
        ring = _ring(given)
        area = _signed_area(ring)
        if area == 0:
            raise _Fault(_("a ring has no area"))
        yield ring if (area > 0) is (place == 0) else ring[::-1]


def _ring(given: Any) -> Ring:
    if not isinstance(given, list) or len(given) < 4:
        raise _Fault(_("a ring has fewer than four points"))
    ring = [_position(position) for position in given]
    if ring[0] != ring[-1]:
        raise _Fault(_("a ring is not closed"))
    return ring


def _position(given: Any) -> list[float]:
    numbers = given[:2] if isinstance(given, list) else []
    are_numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers)
    if len(numbers) < 2 or not are_numbers or not all(map(math.isfinite, numbers)):
        raise _Fault(_("a point is not two numbers"))
    longitude, latitude = numbers
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise _Fault(_("a point is not in degrees (WGS 84); save the file in EPSG:4326"))
    return [longitude, latitude]


def _signed_area(ring: Ring) -> float:
    """Twice the area in square degrees; above zero against the clock. From the first point on, so
    that small rings far from zero lose nothing."""
    x0, y0 = ring[0]
    pairs = pairwise(ring)
    return sum((x - x0) * (b - y0) - (a - x0) * (y - y0) for (x, y), (a, b) in pairs)
