"""Bytes to text: files come in UTF-8 (with or without a mark) or UTF-16, in any Unicode form."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from lms.core.vietnamese import nfc
from quizzes.formats.neutral import RefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text in NFC with "\\n" at line ends. UTF-16 without a mark is known by its zero bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data[:200]:
        zeros_first = data[:2].startswith(b"\0")
        return _decoded(data, "utf-16-be" if zeros_first else "utf-16-le")
    return _decoded(data, "utf-8")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RefusedError(_("The file is not in UTF-8. Save it as UTF-8."), line) from error
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
