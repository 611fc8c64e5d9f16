"""What reports read: figures that are safe to show, in a constant number of queries however many
wards and people there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from lms.centres.models import Attendance, ClassSession, LearningPoint
from lms.core import periods
from lms.core.periods import Period
from lms.progress import counting
from lms.progress.base_models import BaseKind, Group, Indicator
from lms.progress.borders import by_todays_borders
from lms.progress.definitions import TREND_DAYS
from lms.progress.figures import Figure, small
from lms.progress.hiding import Surroundings, numbers_now, surroundings
from lms.progress.models import (
    COUNT_FIELDS,
    SESSION_FIELDS,
    CountState,
    Population,
    StaleMark,
    Target,
    WardCourseCell,
    WardSnapshot,
)
from lms.progress.suppression import INSIDE, Limits, Protected, protect_units
from lms.progress.tables import Base, Counts, Line, Past, Table, WardRow, build_table
from lms.units.lineage import heirs_of_the_gone
from lms.units.models import AdminUnit, UnitVersion

WEEK = dt.timedelta(days=7)
PAST_DAYS = (7, TREND_DAYS, 2 * TREND_DAYS)
Wards = QuerySet[AdminUnit]
Snapshots = dict[tuple[dt.date, int | None], dict[str, Any]]
NUMBERS = (*COUNT_FIELDS, *SESSION_FIELDS)

# --- wards -------------------------------------------------------------------------------------


def ward_table(
    wards: Wards,
    *,
    day: dt.date | None = None,
    with_unknown: bool = False,
    limits: Limits = INSIDE,
    as_then: bool = False,
) -> Table:
    """Figures of `wards` and their total as of now, or as kept at the end of `day`; `with_unknown`
    adds the people whose residence is not known, if any. By the boundaries of today, or `as_then`:
    each ward as it was, those that are gone on rows of their own. Seven queries at most, one more
    where a ward is gone."""
    on = day or periods.today()
    around = surroundings(wards)
    snapshots = _snapshots(around, on)
    lines = list(_current(wards, snapshots, on) if day is None else _kept(wards, snapshots, on))
    if with_unknown and (unknown := _unknown(snapshots, on, is_kept=day is not None)).is_anybody:
        lines.append(unknown)
    numbers = numbers_now(around) if day is None else _of_day(snapshots, on)
    earlier = {
        ago: around.hidden(_of_day(snapshots, then), then, limits)
        for ago in PAST_DAYS
        if ((then := on - dt.timedelta(days=ago)), None) in snapshots
    }
    hidden = around.hidden(numbers, on, limits)
    if as_then:
        return build_table(_as_called(lines, on) if day else lines, on, hidden, earlier)
    table = build_table(lines, on, hidden, earlier)
    if not any(line.ward and line.ward.closed_on for line in lines):
        return table
    return by_todays_borders(
        table, heirs_of_the_gone(), lambda some: build_table(some, on, hidden, earlier).total
    )


def _as_called(lines: list[Line], on: dt.date) -> list[Line]:
    """The same with the names and kinds of that day, where the ward existed."""
    versions = {version.unit_id: version for version in UnitVersion.objects.on(on).wards()}
    for line in lines:
        version = versions.get(line.ward.pk) if line.ward else None
        if line.ward and version:
            line.ward.name, line.ward.kind = version.name, version.kind
            line.ward.derive()
    return lines


def _of_day(snapshots: Snapshots, on: dt.date) -> dict[int, dict[str, Any]]:
    return {ward: row for (day, ward), row in snapshots.items() if day == on and ward is not None}


def ward_rows(wards: Wards, *, day: dt.date | None = None) -> list[WardRow]:
    return ward_table(wards, day=day).rows


def _snapshots(around: Surroundings, on: dt.date) -> Snapshots:
    """What was kept of the day itself and of the days it is compared with."""
    days = [on, *(on - dt.timedelta(days=ago) for ago in PAST_DAYS)]
    wards = Q(ward__in=list(around.provinces)) | Q(ward=None)
    kept = WardSnapshot.objects.filter(wards, day__in=days)
    rows: Any = kept.values("day", "ward", "adults", "target", *NUMBERS)
    return {(row["day"], row["ward"]): row for row in rows}


def adult_figures(on: dt.date) -> QuerySet[Population]:
    """What coverage is judged by on a day: the newest of each ward not after the year."""
    return Population.objects.filter(kind=BaseKind.ADULTS, year__lte=on.year)


def main_targets(on: dt.date) -> QuerySet[Target]:
    """What wards are judged by on a day: people certified by the year's last deadline."""
    return Target.objects.filter(group=Group.EVERYBODY, indicator=Indicator.CERTIFIED, year=on.year)


def _current(wards: Wards, snapshots: Snapshots, on: dt.date) -> Iterable[Line]:
    known = adult_figures(on).filter(ward=OuterRef("pk")).order_by("-year")
    targets = main_targets(on).filter(ward=OuterRef("pk")).order_by("-deadline")
    rows: Any = wards.select_related("progress_total").annotate(
        base_adults=Subquery(known.values("number")[:1]),
        base_source=Subquery(known.values("source")[:1]),
        base_as_of=Subquery(known.values("as_of")[:1]),
        base_target=Subquery(targets.values("people")[:1]),
    )
    for ward in rows:
        total = getattr(ward, "progress_total", None)
        base = Base(ward.base_adults, ward.base_target, ward.base_source or "", ward.base_as_of)
        counts = {name: getattr(total, name, 0) for name in NUMBERS}
        last = total.last_session_on if total else None
        yield Line(ward, counts, base, _past(snapshots, ward.pk, on), last)


def _kept(wards: Wards, snapshots: Snapshots, on: dt.date) -> Iterable[Line]:
    for ward in wards:
        kept = snapshots.get((on, ward.pk))
        base = Base(kept["adults"], kept["target"]) if kept else Base()
        yield Line(ward, _counts(kept), base, _past(snapshots, ward.pk, on))


def _unknown(snapshots: Snapshots, on: dt.date, *, is_kept: bool) -> Line:
    counts = _counts(snapshots.get((on, None)))
    if not is_kept:
        counts |= counting.unknown_residence(on)
    return Line(None, counts, past=_past(snapshots, None, on))


def _past(snapshots: Snapshots, ward: int | None, on: dt.date) -> Past:
    """Of the days that were kept; a ward without a row on such a day had nobody."""
    dates = {ago: on - dt.timedelta(days=ago) for ago in PAST_DAYS}
    return {
        ago: _counts(snapshots.get((day, ward)))
        for ago, day in dates.items()
        if (day, None) in snapshots
    }


def _counts(row: dict[str, Any] | None) -> Counts:
    return {name: row[name] if row else 0 for name in NUMBERS}


@dataclass(frozen=True, slots=True)
class Week:
    """People newly certified in the seven days that end with `day`. Negative after revocations."""

    day: dt.date
    new: int
    certified: int


def weekly_certified(wards: Wards, *, weeks: int = 12, with_unknown: bool = False) -> list[Week]:
    """The last weeks that are over and of which both ends were kept, oldest first. One query."""
    last = periods.today() - dt.timedelta(days=1)
    days = [last - WEEK * n for n in range(weeks, -1, -1)]
    scope = Q(ward__in=wards) | Q(ward=None) if with_unknown else Q(ward__in=wards)
    kept = WardSnapshot.objects.filter(Q(ward__in=wards) | Q(ward=None), day__in=days).order_by()
    found: Any = kept.values_list("day").annotate(people=Sum("certified", filter=scope))
    sums: dict[dt.date, int] = {day: certified or 0 for day, certified in found}
    return [
        Week(day, sums[day] - sums[day - WEEK], sums[day])
        for day in days
        if day in sums and day - WEEK in sums
    ]


def newest_kept_day(*, until: dt.date = dt.date.max) -> dt.date | None:
    """One query."""
    kept = WardSnapshot.objects.filter(ward=None, day__lte=until).order_by("-day")
    return kept.values_list("day", flat=True).first()


def is_kept(day: dt.date) -> bool:
    return WardSnapshot.objects.filter(ward=None, day=day).exists()


def data_time() -> dt.datetime | None:
    """Up to when the numbers hold every fact; None before the first count. One query."""
    oldest = StaleMark.objects.order_by("pk").values("marked_at")[:1]
    state: Any = CountState.objects.annotate(oldest=Subquery(oldest)).first()
    if state is None:
        return None
    end_of_day = periods.midnight(state.day + dt.timedelta(days=1)) - dt.timedelta(minutes=1)
    return min(moment for moment in (periods.now(), end_of_day, state.oldest) if moment)


# --- courses -----------------------------------------------------------------------------------

COURSE_COLUMNS = ("enrolled", "active", "completed", "certified", "certified_supervised")


@dataclass(frozen=True, slots=True)
class CourseRow:
    """People on a course: of the whole scope (`figures`) and of each of its wards (`by_ward`)."""

    code: str
    title: str
    figures: dict[str, Figure]
    by_ward: dict[int, dict[str, Figure]]


def course_rows(wards: Wards) -> list[CourseRow]:
    """Courses somebody of `wards` is on, in the order of the home page. Five queries. Numbers are
    hidden over all wards around, like those of wards."""
    around, today = surroundings(wards), periods.today()
    cells: Any = (
        WardCourseCell.objects.filter(ward__in=list(around.provinces), enrolled__gt=0)
        .order_by("course__position", "course__title", "ward")
        .values("ward", "course", "course__code", "course__title", *COURSE_COLUMNS)
    )
    names = {row["course"]: (row["course__code"], row["course__title"]) for row in cells}
    numbers = {
        (row["ward"], row["course"]): {name: row[name] for name in COURSE_COLUMNS} for row in cells
    }
    hidden = around.hidden_courses(numbers, around.hidden(numbers_now(around), today), today)
    inside = set(wards.order_by().values_list("pk", flat=True))
    rows = []
    for course, (code, title) in names.items():
        there = {w: row for (w, c), row in numbers.items() if c == course and w in inside}
        if there:
            told = hidden[course]
            by_ward = {w: {n: told.figure(w, n, row[n]) for n in row} for w, row in there.items()}
            totals = {
                n: told.total({w: row[n] for w, row in there.items()}, n) for n in COURSE_COLUMNS
            }
            rows.append(CourseRow(code, title, totals, by_ward))
    return rows


# --- classes -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SessionRow:
    session: ClassSession
    present: Figure

    @property
    def is_held(self) -> bool:
        return self.present.high > 0


def session_rows(wards: Wards, period: Period, *, limit: int | None = None) -> list[SessionRow]:
    """Sessions of the period at the wards' points, newest first. Two queries."""
    present = _present(wards, period)
    sessions = (
        ClassSession.objects.filter(counting.during(period, "starts_at"), ward__in=wards)
        .select_related("point", "ward", "course")
        .order_by("-starts_at", "-pk")
    )
    return [SessionRow(row, present.get(row.pk, small(0))) for row in sessions[:limit]]


def _present(wards: Wards, period: Period) -> dict[int, Figure]:
    """By session: hidden against the visits of its point and of its ward. One query."""
    visits = _visits(wards, period)
    return {session: f for ward in visits for session, f in visits[ward][0].figures.items()}


Visits = dict[int, tuple[Protected[int], dict[int, list[int]]]]
"""{ward: (what may be told of its sessions, {point: its sessions})}"""


def _visits(wards: Wards, period: Period) -> Visits:
    in_period = counting.during(period, "session__starts_at")
    held: Any = (
        Attendance.objects.filter(counting.PRESENT, in_period, session__ward__in=wards)
        .order_by("session__ward", "session")
        .values_list("session__ward", "session__point", "session")
        .annotate(Count("pk"))
    )
    found: Visits = {}
    for ward, rows in groupby(held, key=itemgetter(0)):
        numbers, points = {}, defaultdict(list)
        for _ward, point, session, people in rows:
            numbers[session] = people
            points[point].append(session)
        found[ward] = protect_units(numbers, list(points.values())), points
    return found


@dataclass(frozen=True, slots=True)
class PointRow:
    point: LearningPoint
    sessions: int
    visits: Figure


def point_rows(wards: Wards, period: Period) -> list[PointRow]:
    """Learning points in use, with the sessions held and the visits of the period. Two queries."""
    counted = {}
    for told, points in _visits(wards, period).values():
        for point, sessions in points.items():
            visits = told.total(sessions)
            counted[point] = len(sessions), INSIDE.figure(visits.low) if visits.exact else visits
    rows = []
    for place in LearningPoint.objects.filter(ward__in=wards, is_open=True):
        held, seen = counted.get(place.pk, (0, small(0)))
        rows.append(PointRow(place, held, seen))
    return rows
