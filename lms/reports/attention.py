"""Which wards need attention and why, and which got on best (ux 6.1). Rules, never a feeling; told
in words, with numbers only where they may be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.core.vietnamese import format_number, format_percent
from lms.progress.definitions import ATTENTION, SMALLEST_BASE, SMALLEST_SHOWN, TREND_DAYS
from lms.progress.pace import points_behind
from lms.progress.tables import WardRow

MOST_NAMED = 5
MOST_PRAISED = 3


@dataclass(frozen=True)
class Attention:
    row: WardRow
    reasons: tuple[str, ...]
    points_behind: float
    action: str


@dataclass(frozen=True)
class Improved:
    """`points`: of the coverage rate, gained in seven days."""

    row: WardRow
    points: float


def needing_attention(rows: Iterable[WardRow]) -> list[Attention]:
    """The first few of `every_attention`."""
    return every_attention(rows)[:MOST_NAMED]


def every_attention(rows: Iterable[WardRow]) -> list[Attention]:
    """The wards with most reasons, then those furthest behind. A ward that reached its target needs
    none."""
    found = []
    for row in rows:
        if why := reasons(row):
            found.append(Attention(row, why, _behind(row), action(row)))
    found.sort(key=lambda item: (-len(item.reasons), -item.points_behind))
    return found


def reasons(row: WardRow) -> tuple[str, ...]:
    """Why the ward needs attention; nothing if it does not."""
    if row.ward is None or _has_finished(row):
        return ()
    return tuple(_reasons(row))


def action(row: WardRow) -> str:
    """The one thing to do first: what is nearest to a certificate before what is far from it."""
    if any(_certificate_reason(row)):
        return _("Set a date for a supervised test")
    if row.enrolled.high == 0 or row.line.last_session_on is None:
        return _("Open the first class session")
    if any(_session_reason(row)):
        return _("Open a class session")
    if any(_activity_reason(row)):
        return _("Invite those who stopped to the next session")
    return _("Add sessions where most people wait")


def most_improved(rows: Iterable[WardRow]) -> list[Improved]:
    """The largest gains of coverage in a week, where both ends may be shown."""
    found = [Improved(row, points) for row in rows if (points := _gain(row))]
    found.sort(key=lambda item: -item.points)
    return found[:MOST_PRAISED]


def _has_finished(row: WardRow) -> bool:
    return row.achieved is not None and row.achieved.middle >= 100


def _reasons(row: WardRow) -> Iterator[str]:
    if row.enrolled.high == 0:
        yield _("nobody has enrolled yet")
    yield from _pace_reason(row)
    yield from _session_reason(row)
    yield from _activity_reason(row)
    yield from _certificate_reason(row)


def _behind(row: WardRow) -> float:
    target = row.base.target
    return points_behind(row.certified.middle, target, row.day) if target else 0.0


def _pace_reason(row: WardRow) -> Iterator[str]:
    if _behind(row) > ATTENTION.points_behind_pace:
        limit = f">{ATTENTION.points_behind_pace}"
        exact = row.certified.exact is not None
        points = {"points": format_number(_behind(row)) if exact else limit}
        yield _("%(points)s points behind pace") % points


def _session_reason(row: WardRow) -> Iterator[str]:
    last = row.line.last_session_on
    if last is None:
        yield _("no class session yet")
    elif (row.day - last) >= dt.timedelta(days=ATTENTION.days_without_session):
        weeks = (row.day - last).days // 7
        yield ngettext(
            "no class session for %(weeks)s week", "no class session for %(weeks)s weeks", weeks
        ) % {"weeks": weeks}


def _activity_reason(row: WardRow) -> Iterator[str]:
    before = row.line.past.get(TREND_DAYS, {}).get("active", 0)
    if before < SMALLEST_BASE:
        return
    drop = 100 * (before - row.line.counts["active"]) / before
    if drop >= ATTENTION.active_drop_percent:
        yield _("%(percent)s fewer active learners than four weeks ago") % {
            "percent": _at_least(drop, ATTENTION.active_drop_percent, row.active.exact)
        }


def _certificate_reason(row: WardRow) -> Iterator[str]:
    completed = row.line.counts["completed"]
    waiting = completed - row.line.counts["certified"]
    if completed < SMALLEST_BASE or waiting < SMALLEST_SHOWN:
        return
    share = 100 * waiting / completed
    if share >= ATTENTION.not_certified_percent:
        yield _("%(percent)s of those who completed hold no certificate") % {
            "percent": _at_least(share, ATTENTION.not_certified_percent, row.certified.exact)
        }


def _at_least(percent: float, limit: int, shown: int | None) -> str:
    """The percentage, or only its limit where it would tell a hidden number."""
    return format_percent(percent, 0) if shown is not None else f"≥{limit}%"


def _gain(row: WardRow) -> float:
    """0 where there is none to tell of."""
    gained, adults = row.line.change("certified", 7), row.base.adults or 0
    if gained is None or row.certified.exact is None or adults < SMALLEST_BASE:
        return 0.0
    return 100 * gained / adults if gained >= SMALLEST_SHOWN else 0.0
