"""Counting the scores again from facts. Holds: see `holding`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from lms.core.periods import local_date
from lms.evidence import definitions
from lms.evidence.facts import Reader, UnitKey, WardFacts, tallies, wards_with_facts
from lms.evidence.models import UnitScore
from lms.evidence.traces import Sign, Tally
from lms.units.models import AdminUnit

WINDOW = dt.timedelta(days=365)
"""How far back facts are looked at."""


def look_after(*, at: dt.datetime) -> int:
    """Every ward once a day, and in between those where something happened. Returns the wards counted.
    Idempotent."""
    last = _last_count()
    if last is None or local_date(last) < local_date(at):
        return recount(at=at)
    return recount(at=at, wards=wards_with_facts(last))


def look_after_daily(*, at: dt.datetime) -> int:
    """The same for a sweep that comes by often: nothing where the day has its count."""
    last = _last_count()
    if last is not None and local_date(last) < local_date(at):
        return recount(at=at)
    return 0


def _last_count() -> dt.datetime | None:
    last: dt.datetime | None = UnitScore.objects.aggregate(last=Max("counted_at"))["last"]
    return last


def recount(*, at: dt.datetime, wards: Iterable[int] | None = None) -> int:
    """Count `wards` again, or all of them; then those without facts lose their rows too."""
    since = at - WINDOW
    chosen = wards_with_facts(since) if wards is None else set(wards)
    if chosen:
        reader, by_facilitator = Reader(since), tallies(since)
        outliers = {who: _outlier(who, by_facilitator) for who in by_facilitator}
        for ward in sorted(chosen):
            _recount_ward(ward, reader, outliers, at)
    if wards is None:
        UnitScore.objects.filter(counted_at__lt=at).delete()
    return len(chosen)


def _outlier(who: int, by_facilitator: Mapping[int, Tally]) -> Sign | None:
    peers = [tally for other, tally in by_facilitator.items() if other != who]
    return definitions.pass_outlier(by_facilitator[who], peers)


@transaction.atomic
def _recount_ward(
    ward: int, reader: Reader, outliers: Mapping[int, Sign | None], at: dt.datetime
) -> None:
    """Two counts of one ward wait for each other."""
    AdminUnit.objects.select_for_update(no_key=True, of=("self",)).get(pk=ward)
    facts = reader.read(ward)
    rows = [
        UnitScore(
            ward_id=ward,
            facilitator_id=key.facilitator,
            session_id=key.session,
            month=key.month,
            score=definitions.score(signs),
            people=max(facts.units[key].people, facts.units[key].present),
            signs=[_kept(sign) for sign in signs],
            counted_at=at,
        )
        for key, signs in judged(facts, outliers).items()
    ]
    UnitScore.objects.filter(ward=ward).delete()
    UnitScore.objects.bulk_create(rows, batch_size=500)


def _kept(sign: Sign) -> dict[str, Any]:
    """Without the people: whoever may is told from facts again."""
    return {
        "key": sign.key,
        "strength": sign.strength,
        "people": sign.people,
        "of": sign.of,
    }


def judged(facts: WardFacts, outliers: Mapping[int, Sign | None]) -> dict[UnitKey, list[Sign]]:
    """Every unit of a ward with its signs: its own, and those of whoever was responsible for it."""
    ends = {who: definitions.month_ends(days) for who, days in facts.completed.items()}
    found = {}
    for key, unit in facts.units.items():
        signs = definitions.signs_of_unit(unit)
        if key.facilitator is not None and (outlier := outliers.get(key.facilitator)):
            signs.append(outlier)
        if (end := ends.get(key.facilitator)) and key.month in end[1]:
            signs.append(end[0])
        found[key] = signs
    return found
