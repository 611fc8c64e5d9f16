"""Pictures and sound as they come from outside, made fit to be sent to phones. Pure: bytes to bytes.

A picture is decoded and written anew, so that nothing of the file but its pixels is kept; a sound is
recognised by its first bytes and kept as it is."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from lms.core.pictures import MOST_BYTES, as_webp, decoded

LONGEST_SIDE = 1200  # pixels, twice what a page shows
GOAL = 60 * 1024  # bytes of a picture, reached by quality first and size after
SOUND_BYTES = 1536 * 1024
_TRIES = ((1.0, 80), (1.0, 65), (1.0, 50), (0.75, 50), (0.5, 50), (0.35, 45))
_SOUNDS = (
    (0, b"ID3", "audio/mpeg", ".mp3"),
    (0, b"\xff\xfb", "audio/mpeg", ".mp3"),
    (0, b"\xff\xf3", "audio/mpeg", ".mp3"),
    (0, b"\xff\xf2", "audio/mpeg", ".mp3"),
    (0, b"OggS", "audio/ogg", ".ogg"),
    (4, b"ftypM4A", "audio/mp4", ".m4a"),
)


@dataclass(frozen=True, slots=True)
class Tidied:
    """`width` and `height` are None for a sound."""

    data: bytes
    type: str
    suffix: str
    width: int | None = None
    height: int | None = None


def tidied(data: bytes) -> Tidied | None:
    """The picture or sound as it is kept; None if it is neither, or broken, or far too large."""
    if len(data) > MOST_BYTES:
        return None
    for at, mark, kind, suffix in _SOUNDS:
        if data[at : at + len(mark)] == mark:
            return Tidied(data, kind, suffix) if len(data) <= SOUND_BYTES else None
    picture = decoded(data)
    return _written(picture) if picture is not None else None


def _written(picture: Image.Image) -> Tidied:
    """The first try that is light enough, or else the last."""
    for scale, quality in _TRIES:
        smaller = picture.copy()
        side = round(LONGEST_SIDE * scale)
        smaller.thumbnail((side, side))
        out = as_webp(smaller, quality)
        if len(out) <= GOAL:
            break
    return Tidied(out, "image/webp", ".webp", smaller.width, smaller.height)
