"""Kinds of files an answer may be, as other systems name them and as we do."""

from __future__ import annotations

from collections.abc import Iterable

_OURS = {
    "jpeg": (".jpg", ".jpeg", "image/jpeg", "jpg"),
    "png": (".png", "image/png"),
    "pdf": (".pdf", "application/pdf"),
    "docx": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_NAMES = {name: ours for ours, names in _OURS.items() for name in (ours, *names)}


def our_types(names: Iterable[str]) -> list[str]:
    """What is not known is kept as it is: the bank refuses it by name."""
    tidy = (name.strip().casefold() for name in names)
    return list(dict.fromkeys(_NAMES.get(name, name) for name in tidy if name not in ("", "*")))


def suffix(name: str) -> str:
    return _OURS[name][0] if name in _OURS else name


def media_type(name: str) -> str:
    return next((n for n in _OURS.get(name, ()) if "/" in n), name)
