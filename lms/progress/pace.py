"""Whether a target will be reached in time. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.core.periods import year_of
from lms.core.vietnamese import format_date, format_percent
from lms.progress.definitions import pace_rule


class Pace(TextChoices):
    ON = "dat", _("On pace")
    NEAR = "gan", _("Nearly on pace")
    BEHIND = "cham", _("Behind pace")


def due_share(day: dt.date, deadline: dt.date | None = None) -> float:
    """The share of a target that is due by the end of `day`: evenly from 1 January to `deadline`
    (31 December)."""
    year = year_of(deadline or day)
    span = ((deadline or year.last_day) - year.start).days + 1
    return min(max(((day - year.start).days + 1) / span, 0), 1)


def pace_of(
    certified: float, target: int | None, day: dt.date, deadline: dt.date | None = None
) -> Pace | None:
    """None without a target, or before its year."""
    due = due_share(day, deadline)
    if not target or not due:
        return None
    rule = pace_rule(day)
    share = certified / (target * due)
    if share >= rule.on:
        return Pace.ON
    return Pace.NEAR if share >= rule.near else Pace.BEHIND


def points_behind(certified: float, target: int, day: dt.date) -> float:
    """Percentage points of the target that are due but not reached; negative when ahead."""
    return 100 * (due_share(day) - certified / target)


@dataclass(frozen=True)
class Forecast:
    """Where the speed of the last weeks leads by the deadline."""

    per_week: float
    needed_per_week: float
    percent_at_end: float


def forecast(
    certified: int,
    four_weeks_ago: int,
    target: int | None,
    day: dt.date,
    deadline: dt.date | None = None,
) -> Forecast | None:
    """None without a target. `deadline`: 31 December unless given."""
    if not target:
        return None
    per_week = (certified - four_weeks_ago) / 4
    weeks_left = max(((deadline or year_of(day).last_day) - day).days, 0) / 7
    missing = max(target - certified, 0)
    return Forecast(
        per_week=per_week,
        needed_per_week=missing / weeks_left if weeks_left else float(missing),
        percent_at_end=100 * (certified + per_week * weeks_left) / target,
    )


def rule_text(day: dt.date) -> str:
    """The rule in force on `day`, in a sentence."""
    rule = pace_rule(day)
    return gettext(
        "Compared with what is due by the day if the target is reached evenly from 1 January to the "
        "deadline: on pace from %(on)s, nearly on pace from %(near)s, behind below that. In force "
        "since %(since)s."
    ) % {
        "on": format_percent(100 * rule.on),
        "near": format_percent(100 * rule.near),
        "since": format_date(rule.since),
    }
