"""The three numbers of the home page: shown only where they are true (not on a trial run, whose people
may be invented) and say something (10 and more)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from lms.core.vietnamese import format_number
from lms.progress.models import WardTotal

SMALLEST = 10
_SECONDS = 300
_LABELS = {
    "enrolled": _("people learning"),
    "certified": _("people with a certificate"),
    "sessions_held": _("classes held this year"),
}


def figures() -> list[dict[str, Any]]:
    """[{"label", "value"}] for components/stat.html; at most one query in five minutes."""
    if settings.TRIAL_STRIP:
        return []
    sums = cache.get_or_set("home:achievements", _sums, _SECONDS) or {}
    return [
        {"label": label, "value": format_number(sums[name])}
        for name, label in _LABELS.items()
        if (sums[name] or 0) >= SMALLEST
    ]


def _sums() -> dict[str, int | None]:
    return WardTotal.objects.aggregate(**{name: Sum(name) for name in _LABELS})
