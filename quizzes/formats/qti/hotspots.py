"""hotspotInteraction: places on a picture. QTI counts in pixels, we in percent of the picture."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from quizzes.formats import media
from quizzes.formats.neutral import Question, RefusedError, decimal
from quizzes.formats.qti.items import Item
from quizzes.formats.xml import Node

_SHAPES = {"rect": 4, "circle": 3, "poly": 0}


def read(item: Item, interaction: Node) -> Question:
    pictures = interaction.elements("object", "img")
    if not pictures:
        raise RefusedError(_("The picture of the places is missing."), interaction.line)
    picture = pictures[0]
    address = picture.get("data") or picture.get("src")
    name = item.media.take(address, picture.get("alt") or picture.text().strip(), "")
    entry = next(one for one in item.media.taken if one["name"] == name)
    size = _stated(picture) or pixels(media.content(entry))
    response = item.response(interaction)
    right = response.correct or [e.key for e in response.entries if e.value > 0]
    regions = [_region(node, size, right) for node in interaction.elements("hotspotChoice")]
    if not any(region["correct"] for region in regions):
        raise RefusedError(_("The item has no right answer."), interaction.line)
    scheme = "part" if item.is_mapped and len(right) > 1 else "exact"
    return {
        "kind": "hotspot",
        "stem": item.stem(interaction),
        "image": name,
        "regions": regions,
        "scheme": scheme,
    }


def _stated(picture: Node) -> tuple[float, float] | None:
    width, height = picture.get("width"), picture.get("height")
    if not width.isdecimal() or not height.isdecimal() or not int(width) * int(height):
        return None
    return float(width), float(height)


def pixels(data: bytes) -> tuple[float, float]:
    """Width and height, from the head of the picture."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return float(picture.width), float(picture.height)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise RefusedError(_("The picture is damaged.")) from error


def _region(node: Node, size: tuple[float, float], right: Iterable[str]) -> Question:
    shape = node.get("shape")
    numbers = [float(decimal(text)) for text in node.get("coords").split(",")]
    wanted = _SHAPES.get(shape)
    if wanted is None or (len(numbers) != wanted if wanted else len(numbers) < 6):
        raise RefusedError(
            _("Places of the shape “%(name)s” cannot be imported.") % {"name": shape}, node.line
        )
    width, height = size
    scales = [width, height] * len(numbers)
    percent = [round(100 * n / scale, 2) for n, scale in zip(numbers, scales, strict=False)]
    name = node.get("identifier")
    return {
        "label": node.get("hotspotLabel") or name,
        "shape": shape,
        "coords": percent,
        "correct": name in right,
    }


def in_pixels(coords: Iterable[float], size: tuple[float, float]) -> str:
    width, height = size
    numbers = list(coords)
    scales = [width, height] * len(numbers)
    return ",".join(f"{n * scale / 100:g}" for n, scale in zip(numbers, scales, strict=False))
