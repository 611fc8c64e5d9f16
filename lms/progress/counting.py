"""Counting from facts. Reads only; every function is a handful of queries whatever the number of
wards and people, so the same code counts one cell after a fact and the country in a rebuild.

People are counted through their standings (`lms.progress.standings`): once, in one ward. Cells
count enrolments, certificates and attendances by the ward written on each of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from certificates.models import Certificate, CertificateKind, CertificateStatus, Confirmed
from courses.models import Enrolment, Evidence, LessonProgress, RequirementDone
from lms.accounts.models import User
from lms.centres.models import Attendance, AttendanceState
from lms.core.periods import Period, local_date, midnight, year_of
from lms.progress import dimensions
from lms.progress.definitions import ACTIVE_DAYS
from lms.progress.models import COUNT_FIELDS, Dimension, PersonStanding
from lms.progress.standings import (
    AttendanceFact,
    CertificateFact,
    EnrolmentFact,
    Facts,
    PersonFact,
)

Cell = tuple[int, int]
Slot = tuple[int | None, str, str]
"""Ward, dimension, value."""

Row = tuple[Any, ...]
Counted = dict[str, Any]
"""Fields of Counts (and of SessionCounts, last_session_on for a ward's total)."""

CHUNK = 5000
CAME = Q(first_attended_at__isnull=False)
PRESENT = Q(state=AttendanceState.PRESENT)
CONFIRMED = Confirmed.objects.filter(mismatch="")
VALID = Q(status=CertificateStatus.VALID, kind=CertificateKind.COMPLETION)
SUPERVISED = Q(evidence=Evidence.SUPERVISED)


def first_active_day(day: dt.date) -> dt.date:
    """The first of the days that make somebody active on `day`."""
    return day - dt.timedelta(days=ACTIVE_DAYS - 1)


# --- people ------------------------------------------------------------------------------------


def facts_of(
    users: Collection[int] | None = None, *, events_from: dt.datetime | None = None
) -> Iterator[tuple[int, Facts]]:
    """The facts of each person who has any, by user id; of everybody where `users` is None. Memory
    stays flat. With `events_from`, enrolments carry their single events from then on."""
    streams = [_people(users), _enrolments(users), _certificates(users), _attendances(users)]
    if events_from is not None:
        streams += [_lesson_events(users, events_from), _requirement_events(users, events_from)]
    rows = merge(*streams, key=itemgetter(0))
    for user, group in groupby(rows, key=itemgetter(0)):
        facts = _gather(group)
        if facts.is_any:
            yield user, facts


def _people(users: Collection[int] | None) -> Iterator[Row]:
    query = User.objects.values_list("pk", "audience", "birth_year", "sex")
    return _stream("person", query.order_by("pk"), "pk", users)


def _enrolments(users: Collection[int] | None) -> Iterator[Row]:
    query = Enrolment.objects.values_list(
        "user", "ward", "course", "enrolled_at", "last_activity_at", "completed_at"
    )
    return _stream("enrolment", query.order_by("user", "enrolled_at", "pk"), "user", users)


def _certificates(users: Collection[int] | None) -> Iterator[Row]:
    confirmed = CONFIRMED.filter(certificate=OuterRef("pk")).values("read_at")[:1]
    query = (
        Certificate.objects.of_completion()
        .annotate(confirmed_at=Subquery(confirmed))
        .values_list(
            "user", "ward", "course", "issued_at", "evidence", "status", "status_at", "confirmed_at"
        )
    )
    return _stream("certificate", query.order_by("user", "issued_at", "pk"), "user", users)


def _attendances(users: Collection[int] | None) -> Iterator[Row]:
    query = Attendance.objects.filter(PRESENT).values_list(
        "user", "ward", "session__course", "confirmed_at", "session__point"
    )
    return _stream("attendance", query.order_by("user", "confirmed_at", "pk"), "user", users)


def _lesson_events(users: Collection[int] | None, since: dt.datetime) -> Iterator[Row]:
    recent = Q(started_at__gte=since) | Q(seen_at__gte=since) | Q(done_at__gte=since)
    query = LessonProgress.objects.filter(recent).values_list(
        "enrolment__user", "enrolment__course", "started_at", "seen_at", "done_at"
    )
    return _stream("event", query.order_by("enrolment__user"), "enrolment__user", users)


def _requirement_events(users: Collection[int] | None, since: dt.datetime) -> Iterator[Row]:
    query = RequirementDone.objects.filter(done_at__gte=since).values_list(
        "enrolment__user", "enrolment__course", "done_at"
    )
    return _stream("event", query.order_by("enrolment__user"), "enrolment__user", users)


def _stream(
    kind: str, query: QuerySet[Any, Any], user: str, users: Collection[int] | None
) -> Iterator[Row]:
    chosen = query if users is None else query.filter(**{f"{user}__in": users})
    return ((row[0], kind, *row[1:]) for row in chosen.iterator(CHUNK))


def _gather(rows: Iterable[Row]) -> Facts:
    facts = Facts()
    events: dict[int, list[dt.datetime]] = defaultdict(list)
    for _user, kind, *values in rows:
        if kind == "enrolment":
            facts.enrolments.append(EnrolmentFact(*values))
        elif kind == "certificate":
            facts.certificates.append(_certificate(*values))
        elif kind == "attendance":
            facts.attendances.append(AttendanceFact(*values))
        elif kind == "person":
            facts.person = PersonFact(*values)
        else:
            events[values[0]].extend(moment for moment in values[1:] if moment is not None)
    if events:
        facts.enrolments = [fact.with_events(events[fact.course]) for fact in facts.enrolments]
    return facts


def _certificate(
    ward: int | None,
    course: int,
    at: dt.datetime,
    evidence: str,
    status: str,
    ended: dt.datetime | None,
    confirmed: dt.datetime | None,
) -> CertificateFact:
    ended_at = None if status == CertificateStatus.VALID else ended or at
    return CertificateFact(ward, course, at, evidence == Evidence.SUPERVISED, ended_at, confirmed)


# --- a ward's totals ---------------------------------------------------------------------------


def totals_of(wards: Collection[int] | None, day: dt.date) -> dict[int, Counted]:
    """The totals of each of `wards` (None: of all) that has any, counted to `day`."""
    found: dict[int, Counted] = defaultdict(dict)
    for ward, counts in people_of(wards, day).items():
        if ward is not None:
            found[ward] = counts
    for row in sessions_of(wards, day):
        found[row.pop("session__ward")] |= row
    return found


def people_of(wards: Collection[int] | None, day: dt.date) -> dict[int | None, Counted]:
    """People by ward, from the standings; under None those whose residence is not known."""
    people = PersonStanding.objects.all()
    if wards is not None:
        people = people.filter(ward__in=wards)
    rows: Any = people.order_by().values("ward").annotate(**people_counts(day))
    return {row.pop("ward"): row for row in rows}


def unknown_residence(day: dt.date) -> Counted:
    """The people who did not say where they live."""
    return PersonStanding.objects.filter(ward=None).aggregate(**people_counts(day))


def people_counts(day: dt.date) -> dict[str, Count]:
    return {
        "enrolled": Count("first_enrolled_at"),
        "active": Count("pk", filter=Q(last_active_on__gte=first_active_day(day))),
        "completed": Count("first_completed_at"),
        "certified": Count("first_certified_at"),
        "certified_supervised": Count("first_supervised_at"),
        "confirmed": Count("first_confirmed_at"),
        "attended": Count("first_attended_at"),
    }


# --- by what people are told apart -------------------------------------------------------------


def breakdowns_of(
    wards: Collection[int] | None, day: dt.date, *, unknown: bool
) -> dict[Slot, Counted]:
    """People of `wards` (None: of all) by each value of each dimension; `unknown`: also those whose
    residence is not known, under None. One query, whatever the number of dimensions."""
    people = PersonStanding.objects.all()
    if wards is not None:
        people = people.filter(Q(ward__in=wards) | (Q(ward=None) if unknown else Q(pk__in=[])))
    apart = people.annotate(
        age=_age_band(day.year), came=ExpressionWrapper(CAME, output_field=BooleanField())
    )
    rows: Any = (
        apart.order_by()
        .values("ward", "audience", "age", "sex", "came", "first_point")
        .annotate(**people_counts(day))
    )
    found: dict[Slot, Counted] = defaultdict(lambda: dict.fromkeys(COUNT_FIELDS, 0))
    for row in rows.iterator(CHUNK):
        for dimension, value in _values(row):
            counts = found[row["ward"], dimension, value]
            for name in COUNT_FIELDS:
                counts[name] += row[name]
    return found


def _values(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    point = row["first_point"]
    yield Dimension.AUDIENCE.value, row["audience"]
    yield Dimension.AGE.value, row["age"]
    yield Dimension.SEX.value, row["sex"]
    yield Dimension.HELP.value, dimensions.ASSISTED if row["came"] else dimensions.ALONE
    yield Dimension.POINT.value, dimensions.UNKNOWN if point is None else str(point)


def _age_band(year: int) -> Case:
    """`dimensions.age_band` in the database: the youngest band that reaches back far enough."""
    reached = [
        When(birth_year__gte=year - band.last, then=Value(band.value))
        for band in dimensions.AGE_BANDS
    ]
    return Case(*reached, default=Value(dimensions.UNKNOWN), output_field=CharField())


# --- sessions ----------------------------------------------------------------------------------


def sessions_of(wards: Collection[int] | None, day: dt.date) -> Iterator[Counted]:
    """Sessions at the wards' points; a session with nobody confirmed present was not held."""
    visits = Attendance.objects.filter(PRESENT)
    if wards is not None:
        visits = visits.filter(session__ward__in=wards)
    in_year = during(year_of(day), "session__starts_at")
    counted = (
        visits.order_by()
        .values("session__ward")
        .annotate(
            sessions_held=Count("session", distinct=True, filter=in_year),
            session_visits=Count("pk", filter=in_year),
            last_session_on=Max("session__starts_at"),
        )
    )
    rows: Any = counted
    for row in rows:
        yield row | {"last_session_on": local_date(row["last_session_on"])}


def during(period: Period, field: str) -> Q:
    return Q(**{f"{field}__gte": period.starts_at, f"{field}__lt": period.ends_at})


# --- a ward's course ---------------------------------------------------------------------------


def cells_of(
    wards: Collection[int] | None, courses: Collection[int] | None, day: dt.date
) -> dict[Cell, Counted]:
    """The people of each ward on each course, where there are any."""
    found: dict[Cell, Counted] = defaultdict(lambda: dict.fromkeys(COUNT_FIELDS, 0))
    active = Q(last_activity_at__gte=midnight(first_active_day(day)))
    enrolled = _within(Enrolment.objects.all(), wards, courses, "course").annotate(
        enrolled=Count("pk"), active=Count("pk", filter=active), completed=Count("completed_at")
    )
    certified = _within(Certificate.objects.filter(VALID), wards, courses, "course").annotate(
        certified=Count("user", distinct=True),
        certified_supervised=Count("user", distinct=True, filter=SUPERVISED),
        confirmed=Count("user", distinct=True, filter=Q(pk__in=CONFIRMED.values("certificate"))),
    )
    present = Attendance.objects.filter(PRESENT)
    attended = _within(present, wards, courses, "session__course").annotate(
        attended=Count("user", distinct=True)
    )
    for row in [*enrolled, *certified, *attended]:
        cell = (row.pop("ward"), row.pop("course", None) or row.pop("session__course"))
        found[cell] |= row
    return found


def _within(
    facts: QuerySet[Any],
    wards: Collection[int] | None,
    courses: Collection[int] | None,
    course: str,
) -> QuerySet[Any, dict[str, Any]]:
    chosen = facts.filter(ward__isnull=False, **{f"{course}__isnull": False})
    if wards is not None:
        chosen = chosen.filter(ward__in=wards)
    if courses is not None:
        chosen = chosen.filter(**{f"{course}__in": courses})
    return chosen.order_by().values("ward", course)
