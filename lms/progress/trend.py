"""People certified, period after period: newly in each, and altogether by its end beside what the
target asked for by then. Read from figures as they were kept; a handful of queries however many wards
and people there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from lms.progress.figures import NO_LIMIT, Figure
from lms.progress.hiding import Surroundings, surroundings
from lms.progress.models import COUNT_FIELDS, PeriodRule, WardSnapshot
from lms.progress.pace import due_share
from lms.progress.queries import newest_kept_day
from lms.progress.reporting_periods import NamedPeriod, of_rule
from lms.progress.suppression import INSIDE
from lms.units.models import AdminUnit

MOST_STEPS = 12
KEPT_SECONDS = 24 * 60 * 60
ONE_DAY = dt.timedelta(days=1)
Kept = dict[int | None, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class DayTotal:
    """Of all wards of a scope at the end of a day: `certified` as it may be told, `target` of the
    year, 0 where none was set."""

    certified: Figure
    target: int


@dataclass(frozen=True, slots=True)
class Change:
    """Between `low` and `high` people more; below zero after revocations."""

    low: int
    high: int

    @property
    def exact(self) -> int | None:
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Step:
    """`until`: the period's last day, or the newest kept one of a period that still runs. `new`:
    people newly certified; None where one end was not kept, or nothing may be told, or `is_small` (1
    to 4 people of one ward). `due`: what the target asks for by `until`."""

    named: NamedPeriod
    until: dt.date
    total: Figure
    new: Change | None
    is_small: bool
    due: float | None

    @property
    def is_running(self) -> bool:
        return self.until < self.named.period.last_day


def rules() -> QuerySet[PeriodRule]:
    """By what a trend can be cut: months, quarters, half years."""
    return PeriodRule.objects.filter(is_offered=True, months__lte=PeriodRule.Months.HALF)


def steps(
    wards: QuerySet[AdminUnit], rule: PeriodRule, *, with_unknown: bool = False
) -> list[Step]:
    """The last twelve periods of `rule` of whose end figures were kept, oldest first; the one that
    runs now by its newest day. Five queries."""
    newest = newest_kept_day()
    if newest is None:
        return []
    spans = [
        (named, min(named.period.last_day, newest))
        for named in of_rule(rule, range(newest.year - MOST_STEPS // 2, newest.year + 2))
        if named.period.start <= newest
    ][-MOST_STEPS:]
    days = {day for named, until in spans for day in (named.period.start - ONE_DAY, until)}
    inside = set(wards.order_by().values_list("pk", flat=True))
    totals = totals_on(surroundings(wards), inside, days, with_unknown=with_unknown)
    return [
        _step(named, until, totals, is_one=len(inside) == 1)
        for named, until in spans
        if until in totals
    ]


def _step(
    named: NamedPeriod, until: dt.date, totals: Mapping[dt.date, DayTotal], *, is_one: bool
) -> Step:
    end, start = totals[until], totals.get(named.period.start - ONE_DAY)
    new = change(start.certified, end.certified) if start else None
    is_small = bool(new and is_one and _is_small(new))
    due = end.target * due_share(until) if end.target else None
    return Step(named, until, end.certified, None if is_small else new, is_small, due)


def change(start: Figure, end: Figure) -> Change | None:
    """What the two figures tell, and no more."""
    if start.high >= NO_LIMIT:
        return None
    high = NO_LIMIT if end.high >= NO_LIMIT else end.high - start.low
    return Change(end.low - start.high, high)


def _is_small(new: Change) -> bool:
    return new.exact is not None and INSIDE.is_small(abs(new.exact))


def totals_on(
    around: Surroundings,
    inside: Collection[int],
    days: Iterable[dt.date],
    *,
    with_unknown: bool = False,
) -> dict[dt.date, DayTotal]:
    """Of the wards with these ids, of those days that were kept; `with_unknown` adds the people of
    unknown residence. One query. What may be told of a kept day never changes, so it is kept too:
    working it out for many days takes longer than everything else."""
    rows: Any = WardSnapshot.objects.filter(
        Q(ward__in=list(around.provinces)) | Q(ward=None), day__in=set(days)
    ).values("day", "ward", "target", "taken_at", *COUNT_FIELDS)
    kept: dict[dt.date, Kept] = {}
    for row in rows:
        kept.setdefault(row["day"], {})[row["ward"]] = row
    scope = f"{sorted(around.provinces.items())}{around.memberships}{sorted(inside)}{with_unknown}"
    digest = blake2b(scope.encode(), digest_size=12).hexdigest()
    totals: dict[dt.date, DayTotal] = {}
    for day, of in kept.items():
        if None in of:
            key = f"trend:{day}:{of[None]['taken_at'].timestamp()}:{digest}"
            known: DayTotal | None = cache.get(key)
            if known is None:
                known = _total(around, inside, day, of, with_unknown=with_unknown)
                cache.set(key, known, KEPT_SECONDS)
            totals[day] = known
    return totals


def _total(
    around: Surroundings, inside: Collection[int], day: dt.date, kept: Kept, *, with_unknown: bool
) -> DayTotal:
    known = {ward: row for ward, row in kept.items() if ward is not None}
    hidden = around.hidden(known, day)
    counted: dict[int | None, int] = {
        ward: known[ward]["certified"] if ward in known else 0 for ward in inside
    }
    if with_unknown and kept[None]["certified"]:
        counted[None] = kept[None]["certified"]
    certified = hidden.total(counted, "certified")
    target = sum(row["target"] or 0 for ward, row in known.items() if ward in inside)
    return DayTotal(Figure(certified.low, min(certified.high, NO_LIMIT)), target)
