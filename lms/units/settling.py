"""Making real what dated changes say, on the day they take effect: names in force, and what moves.

A change may be recorded before its day. `settle` is run after every import and once a day; it does
each change once, however often it is run.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from lms.core.periods import local_date
from lms.units.models import AdminUnit, RestOfPeople, Succession
from lms.units.records import load_history, save_history
from lms.units.signals import unit_passed_on


@dataclass(frozen=True, slots=True)
class Settled:
    """`unit` went over into `heirs` on `date`. `by_former`: the heir of people who lived in the
    unit of that code before; `rest`: the heir of everybody else, None where `asked` (nobody knows)
    or where they stay in `unit`, which then `lives_on`."""

    unit: AdminUnit
    heirs: tuple[AdminUnit, ...]
    date: dt.date
    by_former: dict[str, AdminUnit]
    rest: AdminUnit | None
    asked: bool
    lives_on: bool

    @property
    def only_heir(self) -> AdminUnit | None:
        """The one unit that takes everything over, if there is one."""
        return self.heirs[0] if len(self.heirs) == 1 and not self.lives_on else None


def settle_due(*, at: dt.datetime) -> int:
    """The sweep: `settle` on the day it is at `at`."""
    return settle(day=local_date(at))


@transaction.atomic
def settle(*, day: dt.date) -> int:
    """Bring names, kinds and provinces in force on `day` up to date, and move what the changes due
    by then move. Returns the number of units that passed on."""
    save_history(load_history(), today=day)
    due = list(
        Succession.objects.select_for_update(of=("self",))
        .filter(is_settled=False, date__lte=day)
        .select_related("predecessor", "successor")
        .order_by("date", "predecessor__code", "successor__code")
    )
    groups = [list(rows) for _key, rows in groupby(due, lambda row: (row.date, row.predecessor_id))]
    for rows in _in_order(groups):
        unit_passed_on.send(sender=AdminUnit, passing=_settled(rows))
    Succession.objects.filter(pk__in=[row.pk for row in due]).update(is_settled=True)
    return len(groups)


def _in_order(groups: list[list[Succession]]) -> list[list[Succession]]:
    """Of changes of one day those first that feed others: A into B before B into C."""
    return sorted(groups, key=lambda rows: (rows[0].date, _depth(rows[0], groups, set())))


def _depth(row: Succession, groups: list[list[Succession]], seen: set[int]) -> int:
    """How many changes of the same day stand before this one."""
    if row.predecessor_id in seen:
        return 0
    feeding = [
        rows[0]
        for rows in groups
        if rows[0].date == row.date and any(r.successor_id == row.predecessor_id for r in rows)
    ]
    seen = seen | {row.predecessor_id}
    return max((1 + _depth(other, groups, seen) for other in feeding), default=0)


def _settled(rows: list[Succession]) -> Settled:
    unit, date = rows[0].predecessor, rows[0].date
    return Settled(
        unit=unit,
        heirs=tuple(row.successor for row in rows),
        date=date,
        by_former={former: row.successor for row in rows for former in row.takes},
        rest=next((row.successor for row in rows if row.rest == RestOfPeople.HERE), None),
        asked=any(row.rest == RestOfPeople.ASKED for row in rows),
        lives_on=unit.closed_on is None or unit.closed_on > date,
    )
