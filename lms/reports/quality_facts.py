"""What the page of data quality measures, read in a constant number of queries. Numbers of people are
hidden over all wards around, like every other figure; nobody's name is read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from certificates.models import (
    Certificate,
    CertificateStatus,
    Confirmed,
    Doubt,
    DoubtOutcome,
)
from courses.models import CoursePage
from lms.accounts.models import User
from lms.centres.models import Attendance, AttendanceHow
from lms.core import periods
from lms.progress import counting, queries
from lms.progress.figures import Figure
from lms.progress.hiding import Surroundings, numbers_now, surroundings
from lms.progress.models import NightlyCheck
from lms.progress.snapshots import snapshot_code
from lms.progress.suppression import protect_units
from lms.progress.tables import Table
from lms.reports.scope import Scope
from lms.units.models import AdminUnit
from quizzes.models import Question

PAPER_DAYS, PAPER_PERCENT = 90, 30
FIELDS = ("doubled", "doubts", "suspended", "ended", "mismatched", "visits", "paper")
ByWard = dict[int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Review:
    """Of what is published or in use: how much is past the day it was to be looked at again."""

    past: int
    every: int


@dataclass(frozen=True, slots=True)
class Register:
    """What the national register answered. `answered`: it was asked at all. `confirmed`: people, hidden
    as in every other table. `reasons`: {mismatch: how
    many} of a whole province; of less only which there are (None), for their sum is hidden."""

    answered: bool
    confirmed: Figure
    reasons: Mapping[str, Figure | None]


@dataclass(frozen=True, slots=True)
class Facts:
    """`figures`: by FIELDS, of the whole scope; `where`: the wards each of them is about. `published`:
    the newest kept day up to `month_end`; open data are of month ends that were kept."""

    table: Table
    is_whole: bool
    now: dt.datetime
    figures: Mapping[str, Figure]
    where: Mapping[str, list[AdminUnit]]
    checked: NightlyCheck | None
    counted_to: dt.datetime | None
    kept: dt.date | None
    code: str
    month_end: dt.date
    published: dt.date | None
    courses: Review
    questions: Review
    register: Register


def facts_of(scope: Scope) -> Facts:
    """Everything measured of a scope, as of now."""
    checked = NightlyCheck.objects.filter(pk=1).first()
    inside = {ward.pk: ward for ward in scope.wards}
    numbers, mismatches = _numbers(checked), _mismatches()
    for (ward, _reason), certificates in mismatches.items():
        if ward is not None:
            numbers[ward]["mismatched"] += certificates
    around = surroundings(scope.wards)
    hidden = around.hidden_others(numbers, FIELDS, periods.today())
    kept = queries.newest_kept_day()
    month_end = periods.today().replace(day=1) - dt.timedelta(days=1)
    return Facts(
        table=queries.ward_table(scope.wards, with_unknown=scope.is_whole),
        is_whole=scope.is_whole,
        now=periods.now(),
        figures={f: hidden.total({w: numbers[w][f] for w in inside}, f) for f in FIELDS},
        where={f: [u for pk, u in inside.items() if _is_about(f, numbers[pk])] for f in FIELDS},
        checked=checked,
        counted_to=queries.data_time(),
        kept=kept,
        code=snapshot_code(kept) if kept else "",
        month_end=month_end,
        published=queries.newest_kept_day(until=month_end),
        courses=_review(CoursePage.objects.live()),
        questions=_review(Question.objects.in_use()),
        register=_register(mismatches, inside, _confirmed(around, inside), scope.is_whole),
    )


def _is_about(field: str, row: Mapping[str, int]) -> bool:
    if field == "paper":
        return 100 * row["paper"] > PAPER_PERCENT * row["visits"]
    return row[field] > 0


def _numbers(checked: NightlyCheck | None) -> ByWard:
    """{ward: {field: people}} of all wards there are; those of the night as they were then."""
    found: ByWard = defaultdict(lambda: dict.fromkeys(FIELDS, 0))
    for code, people in (checked.doubled if checked else {}).items():
        found[int(code)]["doubled"] = people
    for field, rows in _counted().items():
        for ward, number in rows:
            if ward is not None:
                found[ward][field] = number
    return found


def _counted() -> dict[str, Iterable[tuple[int | None, int]]]:
    today = periods.today()
    ended = User.objects.filter(is_active=True, ward__closed_on__lte=today)
    since = periods.midnight(today - dt.timedelta(days=PAPER_DAYS))
    present = Attendance.objects.filter(counting.PRESENT, session__starts_at__gte=since)
    paper = Count("pk", filter=Q(how=AttendanceHow.PAPER))
    visits: Any = present.order_by().values_list("session__ward")
    rows = list(visits.annotate(visits=Count("pk"), paper=paper))
    return {
        "doubts": _by(
            Doubt.objects.filter(outcome=DoubtOutcome.OPEN), "certificate__ward", "certificate"
        ),
        "suspended": _by(Certificate.objects.filter(status=CertificateStatus.SUSPENDED), "ward"),
        "ended": _by(ended, "ward"),
        "visits": [(ward, number) for ward, number, _paper in rows],
        "paper": [(ward, number) for ward, _visits, number in rows],
    }


def _by(rows: QuerySet[Any], ward: str, what: str = "pk") -> Iterable[tuple[int | None, int]]:
    counted: Any = rows.order_by().values_list(ward).annotate(Count(what, distinct=True))
    return counted


def _mismatches() -> dict[tuple[int | None, str], int]:
    """{(ward of the certificate, mismatch or "" for none): certificates}; ward None: not ours."""
    rows: Any = (
        Confirmed.objects.order_by()
        .values_list("certificate__ward", "mismatch")
        .annotate(Count("pk"))
    )
    return {(ward, mismatch): number for ward, mismatch, number in rows}


def _register(
    mismatches: Mapping[tuple[int | None, str], int],
    inside: Collection[int],
    confirmed: Figure,
    is_whole: bool,
) -> Register:
    reasons: dict[str, int] = defaultdict(int)
    for (ward, reason), number in mismatches.items():
        if reason and (ward in inside or (ward is None and is_whole)):
            reasons[reason] += number
    told: dict[str, Figure | None] = dict.fromkeys(reasons)
    if reasons and is_whole:
        told |= protect_units(reasons).figures
    return Register(bool(mismatches), confirmed, told)


def _confirmed(around: Surroundings, inside: Collection[int]) -> Figure:
    numbers = numbers_now(around)
    people: dict[int | None, int] = {w: numbers.get(w, {}).get("confirmed", 0) for w in inside}
    return around.hidden(numbers, periods.today()).total(people, "confirmed")


def _review(rows: QuerySet[Any]) -> Review:
    past = Count("pk", filter=Q(review_by__lt=periods.today()))
    return Review(**rows.order_by().aggregate(past=past, every=Count("pk")))
