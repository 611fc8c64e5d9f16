"""What is too dear to be worked out for a page is worked out once a night: whether the numbers still
are what the facts say, and who was probably entered twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count

from lms.accounts.models import User
from lms.core import periods
from lms.progress import services
from lms.progress.checking import differences
from lms.progress.models import NightlyCheck

NAMED = 20
YEARS_APART = 1
"""A year of birth written down wrong is mostly wrong by one."""


def check(*, at: dt.datetime, named: int = NAMED) -> NightlyCheck:
    """Recount what is marked, compare, and keep what was found, the first `named` differences in
    words. The same facts give the same row."""
    found = _compare(named)
    if found[0]:  # a fact committed between recount and comparison looks like one: look again
        found = _compare(named)
    kept = NightlyCheck(
        pk=1, checked_at=at, differences=found[0], named=found[1], doubled=doubled_by_ward()
    )
    kept.save()
    return kept


def check_once_a_day(*, at: dt.datetime) -> NightlyCheck | None:
    """The check, unless the day of `at` has had it."""
    last = NightlyCheck.objects.filter(pk=1).first()
    if last and periods.local_date(last.checked_at) == periods.local_date(at):
        return None
    return check(at=at)


def doubled_by_ward() -> dict[str, int]:
    """{ward id as text: people too many}: the same words in the name, in whatever order and without
    accents, the same ward, years of birth at most one apart. Two people may be like that; somebody
    who knows them decides. One grouped query, read ward by ward."""
    rows: Any = (
        User.objects.filter(is_active=True, ward__isnull=False, birth_year__isnull=False)
        .order_by("ward")
        .values_list("ward", "folded_name", "birth_year")
        .annotate(people=Count("pk"))
    )
    found = {}
    for ward, people in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        if extra := too_many(row[1:] for row in people):
            found[str(ward)] = extra
    return found


def too_many(people: Iterable[tuple[str, int, int]]) -> int:
    """Of (folded name, year of birth, how many) of one ward: how many people there would be fewer if
    all who look the same were the same. Pure."""
    years: dict[tuple[str, ...], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for name, year, number in people:
        years[tuple(sorted(name.split()))][year] += number
    return sum(_extra(found) for found in years.values())


def _extra(years: dict[int, int]) -> int:
    extra, before = 0, None
    for year in sorted(years):
        is_near = before is not None and year - before <= YEARS_APART
        extra += years[year] - (0 if is_near else 1)
        before = year
    return extra


def _compare(named: int) -> tuple[int, list[str]]:
    services.recount_stale()
    number, words = 0, []
    for difference in differences():
        number += 1
        if number <= named:
            words.append(str(difference))
    return number, words
