"""Writing XML, element by element."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(content: str) -> str:
    return escape(_UNWRITABLE.sub("", content))


def element(tag: str, /, *children: str, **attributes: object) -> str:
    """`children` are XML already; attributes that are None are left out. A trailing "_" in the
    name of an attribute goes (class_)."""
    written = "".join(
        f" {key.rstrip('_').replace('__', ':')}={quoteattr(_UNWRITABLE.sub('', str(value)))}"
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>"


def address(path: str) -> str:
    """A path inside an archive as an address."""
    return quote(path)
