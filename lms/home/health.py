"""Whether what the site stands on works. No personal data, nothing an attacker learns from."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import uuid4

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError
from django.db.models import Min
from redis.exceptions import RedisError

from lms.core import periods
from lms.progress.models import StaleMark

log = logging.getLogger(__name__)

# Marks are recounted every minute; ten times that means nobody is counting.
LATE_SECONDS = 600


def check() -> dict[str, object]:
    """{"ok", "database", "cache", "private_storage", "counting": bool,
    "oldest_stale_mark_seconds": int | None}. Late counting does not make `ok` False: the site
    answers, so it stays in service."""
    ages: list[int | None] = []
    parts = {
        "database": _works("database", lambda: ages.append(_oldest_stale_mark())),
        "cache": _works("cache", _use_cache),
        "private_storage": _works("private_storage", _write_privately),
    }
    age = ages[0] if ages else None
    return {
        "ok": all(parts.values()),
        **parts,
        "counting": parts["database"] and (age is None or age < LATE_SECONDS),
        "oldest_stale_mark_seconds": age,
    }


def _works(part: str, attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except (DatabaseError, RedisError, OSError) as error:
        log.warning("event=health.broken part=%s error=%s", part, type(error).__name__)
        return False
    return True


def _oldest_stale_mark() -> int | None:
    """Age in seconds of the oldest change not yet counted; None where everything is counted."""
    marked_at = StaleMark.objects.aggregate(oldest=Min("marked_at"))["oldest"]
    return int((periods.now() - marked_at).total_seconds()) if marked_at else None


def _use_cache() -> None:
    key, value = f"health:{uuid4().hex}", uuid4().hex
    cache.set(key, value, 30)
    if cache.get(key) != value:
        raise OSError("The cache forgot.")
    cache.delete(key)


def _write_privately() -> None:
    storage = storages["private"]
    storage.delete(storage.save(f"health/{uuid4().hex}", ContentFile(b"ok")))
