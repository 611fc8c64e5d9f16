"""Pilot wards beside the rest, before and after a day: the same rates of both groups over two spans of
equal length. What is told of a group is what may be told of its total (`lms.progress.hiding`), whichever
wards somebody puts into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lms.progress.definitions import SMALLEST_BASE
from lms.progress.figures import NO_LIMIT, Rate, rate
from lms.progress.hiding import surroundings
from lms.progress.models import WardSnapshot
from lms.progress.suppression import INSIDE
from lms.progress.trend import Change, DayTotal, change, totals_on
from lms.units.models import AdminUnit

LONGEST_DAYS = 84
FOUR_WEEKS = 28
PER = 1000


@dataclass(frozen=True, slots=True)
class Speed:
    """People newly certified in four weeks, of 1,000 adults: between `low` and `high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """`first`, `last`: coverage just before the start and on the newest day. Speeds are None where
    they may not be told."""

    wards: int
    adults: int
    first: Rate | None
    last: Rate | None
    before: Speed | None
    after: Speed | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`days`: ends of the day before the first span, before the start, and of the newest day.
    `left_out`: wards without a population figure, in neither group."""

    days: tuple[dt.date, dt.date, dt.date]
    pilot: Group
    rest: Group
    left_out: int


def compare(
    wards: QuerySet[AdminUnit], pilot: Collection[int], start: dt.date
) -> Comparison | None:
    """None where no three days around `start` were kept. Six queries."""
    days = _days(start)
    if days is None:
        return None
    every = set(wards.order_by().values_list("pk", flat=True))
    kept: Any = WardSnapshot.objects.filter(day=days[2], ward__in=every, adults__gt=0)
    adults: dict[int, int] = dict(kept.values_list("ward", "adults"))
    around = surroundings(wards)
    groups = []
    for inside in (set(pilot) & set(adults), set(adults) - set(pilot)):
        totals = totals_on(around, inside, days)
        groups.append(_group([totals[day] for day in days], days, inside, adults))
    return Comparison(days, groups[0], groups[1], left_out=len(every) - len(adults))


def _days(start: dt.date) -> tuple[dt.date, dt.date, dt.date] | None:
    """Kept days: the newest, the last before `start`, and one as long before that."""
    kept = list(
        WardSnapshot.objects.filter(ward=None).order_by("-day").values_list("day", flat=True)
    )
    before = next((day for day in kept if day < start), None)
    if before is None or kept[0] <= before:
        return None
    last = next(day for day in kept if (day - before).days <= LONGEST_DAYS)
    wanted = before - (last - before)
    first = next((day for day in kept if day <= wanted), kept[-1])
    return (first, before, last) if first < before < last else None


def _group(
    totals: Sequence[DayTotal],
    days: Sequence[dt.date],
    inside: Collection[int],
    adults: dict[int, int],
) -> Group:
    people = sum(adults[ward] for ward in inside)
    first, middle, last = (total.certified for total in totals)
    return Group(
        wards=len(inside),
        adults=people,
        first=rate(middle, people),
        last=rate(last, people),
        before=_speed(change(first, middle), (days[1] - days[0]).days, people),
        after=_speed(change(middle, last), (days[2] - days[1]).days, people),
    )


def _speed(new: Change | None, days: int, adults: int) -> Speed | None:
    """None for so few people that they would be told, or where only a bound is known."""
    if new is None or adults < SMALLEST_BASE or new.high >= NO_LIMIT or new.low < 0:
        return None
    if new.exact is not None and INSIDE.is_small(new.exact):
        return None
    share = PER * FOUR_WEEKS / days / adults
    return Speed(new.low * share, new.high * share)
