"""The numbers as they stood at the end of past days, from the moments written on the facts.

What facts do not remember cannot be asked of the past: the ward is the one written on the fact now,
and activity is known by the moments some record kept (begun, read, met, completed).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lms.centres.models import Attendance
from lms.core.periods import local_date, midnight, year_of
from lms.progress.counting import CHUNK, PRESENT, Counted, facts_of, first_active_day
from lms.progress.definitions import ACTIVE_DAYS
from lms.progress.models import COUNT_FIELDS, SESSION_FIELDS
from lms.progress.standings import Facts, Standing, stand

ByWard = dict[int | None, Counted]
Days = list[dt.date]
WardYear = tuple[int, int]
NEXT_DAY = dt.timedelta(days=1)


See = Callable[[int, dt.date, Standing, Facts], None]


def counts_on(days: Iterable[dt.date], *, see: See | None = None) -> dict[dt.date, ByWard]:
    """The totals of every ward with any, and under None of people whose residence is not known, at
    the end of each of `days`. One pass over the facts, however many days; `see` is shown each person
    with each day's standing on the way."""
    wanted = sorted(set(days))
    empty = dict.fromkeys((*COUNT_FIELDS, *SESSION_FIELDS), 0)
    found: dict[dt.date, ByWard] = {day: defaultdict(empty.copy) for day in wanted}
    if not wanted:
        return found
    events_from = midnight(first_active_day(wanted[0]))
    for user, facts in facts_of(events_from=events_from):
        for day, standing, last_active_on in _standings(facts, wanted):
            if see is not None:
                see(user, day, standing, facts)
            add_person(found[day][standing.ward], standing, last_active_on, day)
    _add_sessions(found)
    return found


def _standings(facts: Facts, days: Days) -> Iterator[tuple[dt.date, Standing, dt.date | None]]:
    """The person's standing on each day, from the first on which there is one; worked out again
    only where something but activity changed since the day before."""
    changes = sorted({local_date(moment) for moment in facts.turning_points()})
    active = sorted(facts.active_days())
    known, standing = 0, None
    for day in days:
        so_far = bisect_right(changes, day)
        if so_far != known:
            known, standing = so_far, stand(facts.as_of(midnight(day + NEXT_DAY)))
        if standing is not None:
            last = bisect_right(active, day)
            yield day, standing, active[last - 1] if last else None


def add_person(
    counts: Counted, standing: Standing, last_active_on: dt.date | None, day: dt.date
) -> None:
    counts["enrolled"] += standing.first_enrolled_at is not None
    counts["active"] += last_active_on is not None and (day - last_active_on).days < ACTIVE_DAYS
    counts["completed"] += standing.first_completed_at is not None
    counts["certified"] += standing.first_certified_at is not None
    counts["certified_supervised"] += standing.first_supervised_at is not None
    counts["confirmed"] += standing.first_confirmed_at is not None
    counts["attended"] += standing.first_attended_at is not None


def _add_sessions(found: dict[dt.date, ByWard]) -> None:
    """Sessions of the year up to each day, once somebody's presence was confirmed."""
    year = year_of(min(found))
    known = _sessions_from(year.starts_at)
    for day, by_ward in found.items():
        for (ward, in_year), (held, visits) in known.items():
            if in_year == day.year and held[0] <= day:
                by_ward[ward]["sessions_held"] = bisect_right(held, day)
                by_ward[ward]["session_visits"] = bisect_right(visits, day)


def _sessions_from(
    moment: dt.datetime,
) -> dict[WardYear, tuple[list[dt.date], Days]]:
    """By ward and year, sorted: the days from which sessions count, and the days of visits."""
    rows: Any = Attendance.objects.filter(PRESENT, session__starts_at__gte=moment).values_list(
        "session__ward", "session", "session__starts_at", "confirmed_at"
    )
    held: dict[WardYear, dict[int, dt.date]] = defaultdict(dict)
    visits: dict[WardYear, Days] = defaultdict(list)
    for ward, session, starts_at, confirmed_at in rows.iterator(CHUNK):
        start = local_date(starts_at)
        day = max(start, local_date(confirmed_at))
        visits[ward, start.year].append(day)
        firsts = held[ward, start.year]
        firsts[session] = min(day, firsts.get(session, day))
    return {key: (sorted(held[key].values()), sorted(days)) for key, days in visits.items()}
