"""Explaining kept figures: who came into each of them and who left, by reason, from one kept day to
the next. `active` is not explained: it is a window that moves on by itself every day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from lms.core.periods import local_date
from lms.progress.models import WardSnapshot
from lms.progress.snapshot_models import Reason, SnapshotChange, SnapshotPerson
from lms.progress.standings import Facts, Standing
from lms.units.models import AdminUnit, Succession

FIRSTS = {
    "enrolled": "first_enrolled_at",
    "completed": "first_completed_at",
    "certified": "first_certified_at",
    "certified_supervised": "first_supervised_at",
    "attended": "first_attended_at",
}
FIELDS = tuple(FIRSTS)
BATCH = 1000
Place = tuple[int | None, int]
"""Ward and flags of one person."""

NOWHERE: Place = (None, 0)
Change = tuple[dt.date, int | None, str, str]
"""Day, ward, field, reason."""


class Recorder:
    """Sees every person once per day of a pass over the facts, in the order of days. `since`: the day
    kept before the first of them; None if none was: then there is nothing to compare that one with."""

    def __init__(self, days: Iterable[dt.date], since: dt.date | None) -> None:
        self.days = sorted(days)
        self.previous = dict(zip(self.days, [since, *self.days], strict=False))
        rows = SnapshotPerson.objects.values_list("user_id", "ward", "flags").iterator(5000)
        self.before: dict[int, Place] = {user: (ward, flags) for user, ward, flags in rows}
        self.now = dict(self.before)
        self.seen: set[int] = set()
        self.changes: dict[Change, list[int]] = defaultdict(lambda: [0, 0])
        merged: Any = Succession.objects.values_list("predecessor", "successor")
        self.merged: set[tuple[int | None, int | None]] = set(merged)

    def see(self, user: int, day: dt.date, standing: Standing, facts: Facts) -> None:
        if user in self.before and user not in self.seen and day != self.days[0]:
            self._leave(user, Reason.WITHDRAWN)  # what they had was moved to a later day
        old, new = self.now.get(user, NOWHERE), place_of(standing)
        since = self.previous[day]
        if old != new and since is not None:
            self._note(day, old, new, standing, facts, since)
        self.now[user] = new
        self.seen.add(user)

    def finish(self, existing: Collection[int]) -> None:
        """After everybody was seen: people without any fact left. `existing`: ids of users."""
        for user in set(self.now) - self.seen:
            self._leave(user, Reason.WITHDRAWN if user in existing else Reason.ERASED)

    def _leave(self, user: int, reason: Reason) -> None:
        ward, flags = self.now.pop(user)
        for name in _names(flags):
            self.changes[self.days[0], ward, name, reason][1] += 1

    def _note(
        self,
        day: dt.date,
        old: Place,
        new: Place,
        standing: Standing,
        facts: Facts,
        since: dt.date,
    ) -> None:
        had, has = set(_names(old[1])), set(_names(new[1]))
        for name in had & has if old[0] != new[0] else ():
            reason = Reason.MERGED if (old[0], new[0]) in self.merged else Reason.MOVED
            self.changes[day, old[0], name, reason][1] += 1
            self.changes[day, new[0], name, reason][0] += 1
        for name in has - had:
            moment = getattr(standing, FIRSTS[name])
            is_new = local_date(moment) > since
            self.changes[day, new[0], name, Reason.NEW if is_new else Reason.LATE][0] += 1
        for name in had - has:
            ended = name.startswith("certified") and any(c.ended_at for c in facts.certificates)
            self.changes[day, old[0], name, Reason.ENDED if ended else Reason.WITHDRAWN][1] += 1

    def save(self) -> None:
        """Call in the transaction that keeps the figures."""
        SnapshotChange.objects.bulk_create(
            (
                SnapshotChange(
                    day=day, ward_id=ward, field=name, reason=reason, gained=gained, lost=lost
                )
                for (day, ward, name, reason), (gained, lost) in self.changes.items()
            ),
            batch_size=BATCH,
        )
        changed = [user for user, place in self.now.items() if self.before.get(user) != place]
        SnapshotPerson.objects.bulk_create(
            (
                SnapshotPerson(user_id=user, ward_id=self.now[user][0], flags=self.now[user][1])
                for user in changed
            ),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["user_id"],
            update_fields=["ward", "flags"],
        )
        left = [user for user in self.before if user not in self.now]
        for start in range(0, len(left), BATCH):
            SnapshotPerson.objects.filter(pk__in=left[start : start + BATCH]).delete()


def place_of(standing: Standing) -> Place:
    flags = sum(
        1 << bit for bit, name in enumerate(FIELDS) if getattr(standing, FIRSTS[name]) is not None
    )
    return standing.ward, flags


def _names(flags: int) -> Iterator[str]:
    return (name for bit, name in enumerate(FIELDS) if flags & 1 << bit)


# --- reading -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    reason: Reason
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """`parts` add up to `after` - `before`. True numbers: hide them before they are shown."""

    field: str
    first: dt.date
    last: dt.date
    before: int
    after: int
    parts: list[Part]

    @property
    def adds_up(self) -> bool:
        """False only where one of the days was kept afterwards, out of order: nobody was watched."""
        return self.after - self.before == sum(part.gained - part.lost for part in self.parts)


def explain(
    wards: QuerySet[AdminUnit], name: str, first: dt.date, last: dt.date, *, with_unknown: bool
) -> Explanation:
    """Why a figure of `wards` is another at the end of `last` than at the end of `first`. Two
    queries."""
    scope = Q(ward__in=wards) | Q(ward=None) if with_unknown else Q(ward__in=wards)
    kept: Any = (
        WardSnapshot.objects.filter(scope, day__in=[first, last])
        .order_by()
        .values_list("day")
        .annotate(Sum(name))
    )
    found = dict(kept)
    rows: Any = (
        SnapshotChange.objects.filter(scope, field=name, day__gt=first, day__lte=last)
        .order_by()
        .values_list("reason")
        .annotate(Sum("gained"), Sum("lost"))
    )
    sums = {reason: (gained, lost) for reason, gained, lost in rows}
    parts = [Part(reason, *sums[reason]) for reason in Reason if reason in sums]
    return Explanation(name, first, last, found.get(first) or 0, found.get(last) or 0, parts)


def adjustments(
    wards: QuerySet[AdminUnit], first: dt.date, last: dt.date
) -> Iterable[SnapshotChange]:
    """What changed kept figures afterwards, day by day: everything but people who newly reached
    something. One query."""
    return (
        SnapshotChange.objects.filter(ward__in=wards, day__gt=first, day__lte=last)
        .exclude(reason=Reason.NEW)
        .select_related("ward")
        .order_by("day", "ward__sort_key", "field", "reason")
    )
