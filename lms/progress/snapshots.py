"""The name of kept figures: "BDS-20261031-3f9a0c1d". The day, and a digest of every kept number of that
day: who has the file can ask for the same figures again, and a changed number changes the name."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from django.utils.translation import gettext as _

from lms.core.errors import DomainError
from lms.progress.models import COUNT_FIELDS, SESSION_FIELDS, WardSnapshot

_FORM = re.compile(r"BDS-(\d{8})-([0-9a-f]{8})", re.IGNORECASE)


def snapshot_code(day: dt.date) -> str:
    """Of a day that was kept; "" for one that was not. One query."""
    values = WardSnapshot.objects.filter(day=day).order_by("ward__code")
    names = ("ward__code", "adults", "target", *COUNT_FIELDS, *SESSION_FIELDS)
    digest, lines = hashlib.sha256(), 0
    for row in values.values_list(*names):
        digest.update(repr(row).encode())
        lines += 1
    return f"BDS-{day:%Y%m%d}-{digest.hexdigest()[:8]}" if lines else ""


def day_of(code: str) -> dt.date:
    """The day of the kept figures of that name. DomainError for a name that is none, or whose figures
    are not those that are kept."""
    found = _FORM.fullmatch(code.strip())
    if found is None:
        raise DomainError(
            _("A code of figures looks like BDS-20261031-3f9a0c1d. Copy it from the file."),
            code="snapshot.form",
        )
    try:
        day = dt.datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        day = dt.date.min
    if snapshot_code(day) != f"BDS-{found[1]}-{found[2].lower()}":
        raise DomainError(
            _("No figures were kept under this code. Check it letter by letter."),
            code="snapshot.unknown",
        )
    return day
