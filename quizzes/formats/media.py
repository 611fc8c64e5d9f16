"""Pictures and sounds of a question: {"name", "type", "alt", "place", "data": base64}.

What a file is, is told by its first bytes, never by its name. Only what pages may show is kept;
SVG is not, because it can hold scripts."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from lms.core.vietnamese import clean_text
from quizzes.formats.neutral import RefusedError

MOST_BYTES = 5_000_000  # of one picture or sound
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
_AT_EIGHT = ((b"WEBP", "image/webp"), (b"WAVE", "audio/wav"))
EXTENSIONS = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/wav": "wav", "audio/mp4": "m4a",
}  # fmt: skip
_DATA_URL = re.compile(r"data:[^,]*;base64,(.*)", re.DOTALL)
_PLUGINFILE = "@@PLUGINFILE@@"


def type_of(data: bytes) -> str:
    """The media type, "" if it is none we keep."""
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF":
        return next((name for mark, name in _AT_EIGHT if data[8:12] == mark), "")
    return "audio/mp4" if data[4:8] == b"ftyp" else ""


def from_base64(text: str, name: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(_("The file “%(name)s” is damaged.") % {"name": name}) from error


class MediaBox:
    """The media of one question. `files`: what came with it, by name (or path in its archive)."""

    def __init__(self, files: Mapping[str, bytes] | None = None, folder: str = "") -> None:
        self.files = files or {}
        self.folder = folder  # where relative addresses start
        self.taken: list[dict[str, Any]] = []

    def take(self, address: str, alt: str, place: str) -> str:
        """Keep what a text points at; its name. RefusedError if it is not in the file."""
        name, data = self._find(address)
        kind = type_of(data)
        if not kind:
            raise RefusedError(
                _("“%(name)s” is neither a picture nor a sound that can be kept.") % {"name": name}
            )
        if len(data) > MOST_BYTES:
            raise RefusedError(
                _("“%(name)s” is larger than %(count)s MB.")
                % {"name": name, "count": MOST_BYTES // 1_000_000}
            )
        entry = {
            "name": name,
            "type": kind,
            "alt": clean_text(alt),
            "place": place,
            "data": base64.b64encode(data).decode(),
        }
        if entry not in self.taken:
            self.taken.append(entry)
        return name

    def _find(self, address: str) -> tuple[str, bytes]:
        embedded = _DATA_URL.match(address.strip())
        if embedded:
            data = from_base64(embedded.group(1), "data:")
            number = len(self.taken) + 1
            return f"media-{number}.{EXTENSIONS.get(type_of(data), 'bin')}", data
        path = unquote(address.strip()).removeprefix(_PLUGINFILE).lstrip("/")
        if not urlsplit(address).scheme:
            for candidate in (_joined(self.folder, path), path):
                if candidate in self.files:
                    return PurePosixPath(candidate).name, self.files[candidate]
        raise RefusedError(_("“%(name)s” is not in the file.") % {"name": path[:200]})


def _joined(folder: str, path: str) -> str:
    """`path` seen from `folder`; ".." never leads out."""
    parts: list[str] = []
    for part in (*PurePosixPath(folder).parts, *PurePosixPath(path).parts):
        if part == "..":
            parts = parts[:-1]
        elif part not in (".", "/"):
            parts.append(part)
    return "/".join(parts)


def content(entry: Mapping[str, Any]) -> bytes:
    return base64.b64decode(entry["data"])


def of_place(question: Mapping[str, Any], place: str) -> list[Mapping[str, Any]]:
    return [entry for entry in question.get("media", []) if entry.get("place", "") == place]
