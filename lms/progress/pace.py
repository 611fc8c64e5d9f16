"""Whether a target will be reached in time. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lms.core.periods import year_of
from lms.progress.definitions import pace_rule


class Pace(TextChoices):
    ON = "dat", _("On pace")
    NEAR = "gan", _("Nearly on pace")
    BEHIND = "cham", _("Behind pace")


def due_share(day: dt.date) -> float:
    """The share of a year's target that is due by the end of `day`."""
    year = year_of(day)
    return ((day - year.start).days + 1) / year.days


def pace_of(certified: float, target: int | None, day: dt.date) -> Pace | None:
    """None without a target."""
    if not target:
        return None
    rule = pace_rule(day)
    share = certified / (target * due_share(day))
    if share >= rule.on:
        return Pace.ON
    return Pace.NEAR if share >= rule.near else Pace.BEHIND


def points_behind(certified: float, target: int, day: dt.date) -> float:
    """Percentage points of the target that are due but not reached; negative when ahead."""
    return 100 * (due_share(day) - certified / target)


@dataclass(frozen=True)
class Forecast:
    """Where the speed of the last weeks leads by the end of the year."""

    per_week: float
    needed_per_week: float
    percent_at_end: float


def forecast(
    certified: int, four_weeks_ago: int, target: int | None, day: dt.date
) -> Forecast | None:
    """None without a target."""
    if not target:
        return None
    per_week = (certified - four_weeks_ago) / 4
    weeks_left = ((year_of(day).last_day - day).days) / 7
    missing = max(target - certified, 0)
    return Forecast(
        per_week=per_week,
        needed_per_week=missing / weeks_left if weeks_left else float(missing),
        percent_at_end=100 * (certified + per_week * weeks_left) / target,
    )
