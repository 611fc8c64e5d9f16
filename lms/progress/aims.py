"""How targets stand: what is reached of each, at what pace, what is still needed, where it leads.

    for aim in ward_aims(scope.wards, year=2026):      # each ward's targets
        aim.place, aim.reached.text, aim.pace, aim.sentences
    for aim in plan_aims(plans):                       # those of whole plans
        aim.sum_of_wards                               # beside it, never in its place

What is reached by a group is read from ready rows; its speed from the people newly counted in the
last four weeks.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lms.core import periods
from lms.core.vietnamese import format_date, format_number, format_percent
from lms.progress.base_models import AUDIENCES, Group, Indicator, PlanTarget, Target
from lms.progress.breakdowns import Breakdown, breakdown_by_ward, breakdowns
from lms.progress.definitions import TREND_DAYS
from lms.progress.figures import Figure, Rate, rate
from lms.progress.hiding import Hidden, hidden_now
from lms.progress.models import (
    Dimension,
    PersonStanding,
    WardBreakdown,
    WardSnapshot,
    WardTotal,
)
from lms.progress.pace import Forecast, Pace, forecast, pace_of
from lms.units.models import AdminUnit, AreaMembership

Aim = Target | PlanTarget
Number = tuple[int, str, str]
"""Ward, group, indicator."""

FIRSTS = {
    Indicator.CERTIFIED: "first_certified_at",
    Indicator.SUPERVISED: "first_supervised_at",
    Indicator.CONFIRMED: "first_confirmed_at",
    Indicator.COMPLETED: "first_completed_at",
    Indicator.ENROLLED: "first_enrolled_at",
    Indicator.ATTENDED: "first_attended_at",
}


@dataclass(frozen=True, slots=True)
class AimRow:
    """A target and how it stands on `day`. `ahead`: None without four weeks to judge by, or where
    so few people stand behind it that they are not told."""

    aim: Aim
    place: str
    day: dt.date
    reached: Figure
    achieved: Rate | None
    pace: Pace | None
    ahead: Forecast | None
    sum_of_wards: int | None = None
    wards_without: int = 0

    @property
    def about(self) -> str:
        """ "people certified", or "people certified: residents"."""
        indicator = str(self.aim.get_indicator_display())
        if not self.aim.group:
            return indicator
        return f"{indicator}: {self.aim.get_group_display()}"

    @property
    def is_reached(self) -> bool:
        return self.reached.low >= self.aim.people

    @property
    def state(self) -> str:
        """In a word or two; "" before the year of the target."""
        if self.is_reached:
            return _("Reached")
        if self.day > self.aim.deadline:
            return _("Deadline passed")
        return str(self.pace.label) if self.pace else ""

    @property
    def sentences(self) -> list[str]:
        """What it takes and where it leads."""
        if self.is_reached or self.day > self.aim.deadline:
            return []
        due = format_date(self.aim.deadline)
        if self.ahead is None:
            return [_("Too little data for a forecast: four weeks of figures are needed.")]
        needed = format_number(ceil(self.ahead.needed_per_week))
        percent = format_percent(max(self.ahead.percent_at_end, 0))
        return [
            _("%(number)s people a week are needed to reach it by %(day)s.")
            % {"number": needed, "day": due},
            _("At the speed of the last 4 weeks, %(percent)s are reached by %(day)s.")
            % {"percent": percent, "day": due},
        ]


def ward_aims(wards: QuerySet[AdminUnit], *, year: int | None = None) -> list[AimRow]:
    """The targets of `wards` for `year` (this one), as of now, in the order of wards. As many queries
    however many wards and targets."""
    day = periods.today()
    targets = Target.objects.filter(ward__in=wards, year=year or day.year)
    found = list(targets.select_related("ward").order_by("ward__sort_key", "deadline", "group"))
    known = _Known.of({target.ward_id for target in found}, found, day)
    shown = _Shown.of(wards, {Group(target.group) for target in found})
    return [
        _row(target, target.ward.full_name, [target.ward_id], known, day, shown.ward(target, known))
        for target in found
    ]


def plan_aims(plans: Iterable[PlanTarget]) -> list[AimRow]:
    """How targets of whole areas or provinces stand, each beside the sum of its wards' targets."""
    day, chosen = periods.today(), list(plans)
    wards = _wards_of(chosen, day)
    every = {ward for found in wards.values() for ward in found}
    known = _Known.of(every, chosen, day)
    aims = Target.objects.filter(ward__in=every, year__in={plan.year for plan in chosen})
    sums: dict[tuple[object, ...], dict[int, int]] = defaultdict(dict)
    for ward, people, *terms in aims.values_list("ward", "people", *TERMS):
        sums[tuple(terms)][ward] = people
    rows = []
    for plan in chosen:
        inside = wards[plan.pk]
        place = str(plan.area or plan.province)
        own = sums[tuple(getattr(plan, name) for name in TERMS)]
        told = [own[ward] for ward in inside if ward in own]
        missing = len(inside) - len(told)
        reached = _of_whole(plan, inside, known)
        rows.append(_row(plan, place, inside, known, day, reached, sum(told), missing))
    return rows


TERMS = ("year", "group", "indicator", "deadline")


def _wards_of(plans: Sequence[PlanTarget], day: dt.date) -> dict[int, list[int]]:
    """By plan: the wards its place has on `day`."""
    by_area: dict[int, list[int]] = defaultdict(list)
    areas = {plan.area_id for plan in plans if plan.area_id}
    members = AreaMembership.objects.filter(area__in=areas).on(day)
    for area, ward in members.values_list("area", "ward"):
        by_area[area].append(ward)
    by_province: dict[int | None, list[int]] = defaultdict(list)
    provinces = {plan.province_id for plan in plans if plan.province_id}
    units = AdminUnit.objects.wards().existing_on(day).filter(parent__in=provinces)
    for parent, ward in units.values_list("parent", "pk"):
        by_province[parent].append(ward)
    return {
        plan.pk: by_area[plan.area_id] if plan.area_id else by_province[plan.province_id]
        for plan in plans
    }


def _row(
    aim: Aim,
    place: str,
    wards: Sequence[int],
    known: _Known,
    day: dt.date,
    reached: Figure,
    sum_of_wards: int | None = None,
    wards_without: int = 0,
) -> AimRow:
    number, before = known.sums(aim, wards)
    tells = reached.exact is not None and before is not None
    return AimRow(
        aim=aim,
        place=place,
        day=day,
        reached=reached,
        achieved=rate(reached, aim.people, of_people=False),
        pace=pace_of(reached.middle, aim.people, day, aim.deadline),
        ahead=forecast(number, before or 0, aim.people, day, aim.deadline) if tells else None,
        sum_of_wards=sum_of_wards,
        wards_without=wards_without,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What may be told of each ward: the same as in every other table."""

    totals: Hidden
    groups: Mapping[int, Breakdown]

    @classmethod
    def of(cls, wards: QuerySet[AdminUnit], groups: Collection[Group]) -> _Shown:
        apart = set(groups) - {Group.EVERYBODY}
        by_ward = breakdown_by_ward(wards, Dimension.AUDIENCE) if apart else {}
        return cls(hidden_now(wards), by_ward)

    def ward(self, target: Target, known: _Known) -> Figure:
        if target.group:
            breakdown = self.groups.get(target.ward_id)
            return _of_group(breakdown, target) if breakdown else Figure(0, 0)
        number, _before = known.sums(target, [target.ward_id])
        return self.totals.figure(target.ward_id, target.indicator, number)


def _of_whole(plan: PlanTarget, wards: Sequence[int], known: _Known) -> Figure:
    chosen = AdminUnit.objects.filter(pk__in=wards)
    if plan.group:
        found = breakdowns(chosen, dimensions=[Dimension.AUDIENCE])
        return _of_group(found[Dimension.AUDIENCE], plan)
    key = Group.EVERYBODY.value, str(plan.indicator)
    numbers: dict[int | None, int] = {ward: known.now.get((ward, *key), 0) for ward in wards}
    return hidden_now(chosen).total(numbers, plan.indicator)


def _of_group(breakdown: Breakdown, aim: Aim) -> Figure:
    inside = [part for part in breakdown.slices if part.value in AUDIENCES[Group(aim.group)]]
    figures = [part.figures[aim.indicator] for part in inside]
    return Figure(sum(f.low for f in figures), sum(f.high for f in figures))


@dataclass(frozen=True, slots=True)
class _Known:
    """The true numbers now, and four weeks ago or newly counted since."""

    now: Mapping[Number, int]
    before: Mapping[Number, int]
    has_past: bool

    @classmethod
    def of(cls, wards: Collection[int], aims: Sequence[Aim], day: dt.date) -> _Known:
        then = day - dt.timedelta(days=TREND_DAYS)
        scope = Q(ward__in=wards) | Q(ward=None)
        kept: list[Any] = list(WardSnapshot.objects.filter(scope, day=then).values())
        totals: Any = WardTotal.objects.filter(ward__in=wards).values()
        now: dict[Number, int] = {}
        before: dict[Number, int] = {}
        for row in totals:
            for indicator in Indicator.values:
                now[row["ward_id"], Group.EVERYBODY.value, indicator] = row[indicator]
        for row in (row for row in kept if row["ward_id"] is not None):
            for indicator in Indicator.values:
                before[row["ward_id"], Group.EVERYBODY.value, indicator] = row[indicator]
        groups = {Group(aim.group) for aim in aims} - {Group.EVERYBODY}
        if groups:
            apart = _groups_now(wards, groups)
            now |= apart
            new = _newly(wards, groups, periods.midnight(then + dt.timedelta(days=1)))
            before |= {key: number - new.get(key, 0) for key, number in apart.items()}
        return cls(now, before, bool(kept))

    def sums(self, aim: Aim, wards: Sequence[int]) -> tuple[int, int | None]:
        keys = [(ward, str(aim.group), str(aim.indicator)) for ward in wards]
        now = sum(self.now.get(key, 0) for key in keys)
        return now, sum(self.before.get(key, 0) for key in keys) if self.has_past else None


def _groups_now(wards: Collection[int], groups: Collection[Group]) -> dict[Number, int]:
    found: dict[Number, int] = defaultdict(int)
    rows: Any = WardBreakdown.objects.filter(ward__in=wards, dimension=Dimension.AUDIENCE).values()
    for row in rows:
        for group in groups:
            if row["value"] in AUDIENCES[group]:
                for indicator in Indicator.values:
                    found[row["ward_id"], group.value, indicator] += row[indicator]
    return found


def _newly(
    wards: Collection[int], groups: Collection[Group], since: dt.datetime
) -> dict[Number, int]:
    """People newly counted since a moment, by ward, group and indicator."""
    recent = {
        f"new_{indicator.value}": Count("pk", filter=Q(**{f"{first}__gte": since}))
        for indicator, first in FIRSTS.items()
    }
    any_first = Q()
    for first in FIRSTS.values():
        any_first |= Q(**{f"{first}__gte": since})
    rows: Any = (
        PersonStanding.objects.filter(any_first, ward__in=wards)
        .order_by()
        .values_list("ward", "audience")
        .annotate(**recent)
    )
    found: dict[Number, int] = defaultdict(int)
    for ward, audience, *numbers in rows:
        for group in groups:
            if audience in AUDIENCES[group]:
                for indicator, number in zip(FIRSTS, numbers, strict=True):
                    found[ward, group.value, indicator.value] += number
    return found
