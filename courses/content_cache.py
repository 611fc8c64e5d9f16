"""What is read from published pages, kept until an editor publishes again.

Every entry stands under a generation; publishing anything starts a new one, so nothing old is
read again. A reader that began before a publish writes under the old generation: no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

_GENERATION = "courses:generation"
# Only for processes that do not share a cache (no Redis): after this they look again.
_LIFETIME = 300

T = TypeVar("T")


def remember(name: str, build: Callable[[], T]) -> T:
    """The kept value, or build() kept from now on. None is not kept."""
    key = f"courses:{generation()}:{name}"
    kept = cache.get(key)
    if kept is not None:
        return cast("T", kept)
    value = build()
    cache.set(key, value, _LIFETIME)
    return value


def forget() -> None:
    """Start a new generation now, and again once others can see what this transaction did."""
    _start_generation()
    transaction.on_commit(_start_generation)


def generation() -> str:
    """Changes whenever something is published: what is kept of pages hangs on it."""
    return cast("str", cache.get_or_set(_GENERATION, _new_name, None))


def _start_generation() -> None:
    cache.set(_GENERATION, _new_name(), None)


def _new_name() -> str:
    return uuid4().hex[:12]
