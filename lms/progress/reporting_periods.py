"""The reporting periods there are, by the rules and single periods administrators keep, and figures
of a period: what was newly reached in it, beside what was reached by its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.core import periods
from lms.core.periods import Period, add_months
from lms.core.vietnamese import format_date
from lms.progress.models import CustomPeriod, PeriodRule, WardSnapshot
from lms.units.models import AdminUnit

STANDARD = (
    ("thang", "Tháng", 1, 1),
    ("quy", "Quý", 3, 1),
    ("6-thang", "6 tháng", 6, 1),
    ("9-thang", "9 tháng", 9, 1),
    ("nam", "Năm", 12, 1),
    ("thang-bc", "Tháng báo cáo", 1, periods.CUT_OFF_DAY),
    ("quy-bc", "Quý báo cáo", 3, periods.CUT_OFF_DAY),
    ("nam-bc", "Năm báo cáo", 12, periods.CUT_OFF_DAY),
)
"""Code, name, months, first day: what a new site starts with (domain.md §2.15). Vietnamese on
purpose: they are the names administrators find, and may change."""


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """`slug` in addresses: "thang-bc-2026-11", "rieng-3"."""

    slug: str
    name: str
    period: Period

    @property
    def label(self) -> str:
        """ "Tháng báo cáo 11/2026 (15/10/2026 – 14/11/2026)"."""
        first, last = format_date(self.period.start), format_date(self.period.last_day)
        return f"{self.name} ({first} – {last})"


def offered(*, today: dt.date | None = None, back: int = 12) -> list[NamedPeriod]:
    """Every period that is over, of the last `back` months, rule by rule, the newest first. Two
    queries."""
    day = today or periods.today()
    since = add_months(day.replace(day=1), -back)
    found = [
        named
        for rule in PeriodRule.objects.filter(is_offered=True)
        for named in reversed(list(of_rule(rule, range(since.year, day.year + 2))))
        if since <= named.period.last_day < day
    ]
    own = CustomPeriod.objects.filter(last_day__gte=since, last_day__lt=day)
    return found + [_own(row) for row in own]


def kept() -> list[NamedPeriod]:
    """Those offered of which the figures of the last day were kept. Three queries."""
    found = offered()
    days = {named.period.last_day for named in found}
    snapshots = WardSnapshot.objects.filter(day__in=days, ward=None)
    known = set(snapshots.values_list("day", flat=True))
    return [named for named in found if named.period.last_day in known]


def find(slug: str, *, today: dt.date | None = None) -> NamedPeriod | None:
    """One of those offered, by its slug; None for any other."""
    return next((named for named in offered(today=today) if named.slug == slug), None)


def of_rule(rule: PeriodRule, years: Sequence[int]) -> Iterator[NamedPeriod]:
    """The periods of a rule named after these years, oldest first. Those of nine months begin with
    the year and are one a year."""
    starts = [1] if rule.months == PeriodRule.Months.NINE else range(1, 13, rule.months)
    for year in years:
        for number, month in enumerate(starts, 1):
            yield NamedPeriod(
                _slug(rule, year, number), _name(rule, year, number), _span(rule, year, month)
            )


def _span(rule: PeriodRule, year: int, month: int) -> Period:
    """Calendar months, or from `first_day` of the month before."""
    start = dt.date(year, month, rule.first_day)
    if rule.first_day > 1:
        start = add_months(start, -1)
    return Period(start, add_months(start, rule.months))


def _slug(rule: PeriodRule, year: int, number: int) -> str:
    return f"{rule.code}-{year}" if _is_single(rule) else f"{rule.code}-{year}-{number:02d}"


def _name(rule: PeriodRule, year: int, number: int) -> str:
    return f"{rule.name} {year}" if _is_single(rule) else f"{rule.name} {number}/{year}"


def _is_single(rule: PeriodRule) -> bool:
    return rule.months >= PeriodRule.Months.NINE


def _own(row: CustomPeriod) -> NamedPeriod:
    return NamedPeriod(f"rieng-{row.pk}", row.name, Period.of_days(row.first_day, row.last_day))


def make_standard_rules() -> None:
    """What a new site starts with; nothing where administrators have rules already."""
    if not PeriodRule.objects.exists():
        PeriodRule.objects.bulk_create(
            PeriodRule(code=code, name=name, months=months, first_day=first_day, position=place)
            for place, (code, name, months, first_day) in enumerate(STANDARD)
        )


# --- figures -----------------------------------------------------------------------------------

WITHIN = ("enrolled", "completed", "certified", "certified_supervised", "confirmed", "attended")
"""Fields that only grow but for corrections, so that a period's share is a difference."""


@dataclass(frozen=True, slots=True)
class PeriodNumbers:
    """True numbers by ward (None: residence not known): hide them before they are shown. `by_end`:
    as kept on the last day. `within`: newly in the period, corrections taken off; None where the day
    before the period was not kept."""

    period: Period
    by_end: Mapping[int | None, Mapping[str, int]]
    within: Mapping[int | None, Mapping[str, int]] | None


def numbers_of(wards: QuerySet[AdminUnit], period: Period) -> PeriodNumbers | None:
    """None where the period's last day was not kept. One query."""
    before = period.start - dt.timedelta(days=1)
    scope = Q(ward__in=wards) | Q(ward=None)
    kept = WardSnapshot.objects.filter(scope, day__in=[before, period.last_day])
    days: dict[dt.date, dict[int | None, Any]] = {}
    rows: Any = kept.values("day", "ward", *WITHIN)
    for row in rows:
        days.setdefault(row["day"], {})[row["ward"]] = row
    if period.last_day not in days:
        return None
    ends, starts = days[period.last_day], days.get(before)
    by_end = {ward: {name: row[name] for name in WITHIN} for ward, row in ends.items()}
    if starts is None:
        return PeriodNumbers(period, by_end, None)
    within = {
        ward: {n: row[n] - (starts[ward][n] if ward in starts else 0) for n in WITHIN}
        for ward, row in ends.items()
    }
    return PeriodNumbers(period, by_end, within)


def meaning(named: NamedPeriod) -> tuple[str, str]:
    """What the two kinds of figures of a period are, in words: in it, and by its end."""
    days = {
        "first": format_date(named.period.start),
        "last": format_date(named.period.last_day),
    }
    return (
        _("In the period: newly counted from %(first)s to %(last)s.") % days,
        _("By its end: everybody counted up to %(last)s.") % days,
    )
