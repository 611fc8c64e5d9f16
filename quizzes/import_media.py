"""Pictures and sounds that come in a file, as the content of a question will name them. Pure: the
bytes are made light here and kept only when the import is confirmed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from quizzes.pictures import tidied


@dataclass(frozen=True, slots=True)
class GivenMedium:
    data: bytes
    alt: str
    row: Mapping[str, Any]  # as `quizzes.media` keeps it


def placed(raw: dict[str, Any], given: Sequence[Mapping[str, Any]]) -> list[GivenMedium]:
    """The media of a question; options named by their place (from 1) get theirs by name. ValueError
    with a sentence if one cannot be kept."""
    found: dict[str, GivenMedium] = {}
    for entry in given:
        place = str(entry.get("place", ""))
        if place.isdecimal():
            _name_in_option(raw, int(place), str(entry["name"]))
            place = ""
        name = str(entry["name"])
        medium = _medium(entry, place)
        if name in found and found[name].row["file"] != medium.row["file"]:
            raise ValueError(_("Two files have the same name."))
        if name not in found or place:
            found[name] = medium
    return list(found.values())


def _name_in_option(raw: dict[str, Any], place: int, name: str) -> None:
    options = [dict(row) for row in raw.get("options", [])]
    if place > len(options) or options[place - 1].get("image", name) != name:
        raise ValueError(_("An option can have one picture or sound."))
    options[place - 1]["image"] = name
    raw["options"] = options


def _medium(entry: Mapping[str, Any], place: str) -> GivenMedium:
    name = str(entry["name"])
    try:
        made = tidied(base64.b64decode(str(entry["data"]), validate=True))
    except (binascii.Error, ValueError):
        made = None
    if made is None:
        raise ValueError(_("“%(name)s” cannot be kept: broken or too large.") % {"name": name})
    alt = str(entry.get("alt") or name)
    size = {"width": made.width, "height": made.height} if made.width else {}
    file = {"file": sha256(made.data).hexdigest() + made.suffix, "type": made.type}
    row = {"name": name, "alt": alt, "place": place, "size": len(made.data), **file, **size}
    return GivenMedium(made.data, alt, row)
