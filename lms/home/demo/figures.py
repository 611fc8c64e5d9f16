"""Assumed numbers of residents and targets of each ward, small enough that five thousand learners
show a shape."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from random import Random

from certificates.models import Certificate, CertificateStatus, Confirmed
from lms.home.demo.places import Place
from lms.progress.base_models import BaseKind, Group
from lms.progress.models import PlanTarget, Population, Target

SOURCE = "số liệu giả định cho bản chạy thử"
_EMPTY_TARGET = 40
_OFFICIALS_PERCENT = 80


def assume_figures(
    places: Sequence[Place], *, today: dt.date, years: Iterable[int], rng: Random
) -> None:
    """Populations and targets of the wards for each year, judged by what was certified: wards with
    a lead are on pace today, the others behind, one has reached its target."""
    certified = _certified_people()
    share_of_year = max(0.25, today.timetuple().tm_yday / 365)
    populations, targets = [], []
    for place in places:
        people = certified[place.ward.pk]
        target = _target(place, people, share_of_year, rng)
        adults = round(max(target * rng.uniform(3, 6), place.learners * rng.uniform(2.5, 4), 150))
        for year in years:
            populations.append(
                Population(
                    ward=place.ward,
                    year=year,
                    number=adults,
                    source=SOURCE,
                    as_of=dt.date(year, 1, 1),
                )
            )
            due = dt.date(year, 12, 31)
            targets.append(
                Target(ward=place.ward, year=year, deadline=due, people=target, decided_by=SOURCE)
            )
            officials = _officials(target)
            populations.append(_officials_figure(place, year, officials))
            targets.append(_officials_target(place, year, officials))
    Population.objects.bulk_create(populations)
    Target.objects.bulk_create(targets)
    PlanTarget.objects.bulk_create(_plans(targets))


def answer_register(now: dt.datetime) -> None:
    """As if the national register had answered a week ago about what it was sent before: it knows
    three of five certificates."""
    read_at = now - dt.timedelta(days=7)
    known = Certificate.objects.filter(
        status=CertificateStatus.VALID, issued_at__lt=read_at - dt.timedelta(days=7)
    ).order_by("pk")
    Confirmed.objects.bulk_create(
        [
            Confirmed(code=held.code, certificate=held, read_at=read_at)
            for place, held in enumerate(known)
            if place % 5 < 3
        ],
        batch_size=1000,
    )


def _officials(target: int) -> int:
    """Fewer than are to be certified of everybody."""
    return max(6, round(0.35 * target))


def _officials_figure(place: Place, year: int, number: int) -> Population:
    return Population(
        ward=place.ward,
        year=year,
        kind=BaseKind.OFFICIALS,
        number=number,
        source=SOURCE,
        as_of=dt.date(year, 1, 1),
    )


def _officials_target(place: Place, year: int, officials: int) -> Target:
    """Four in five officials of the ward, by the end of the year."""
    return Target(
        ward=place.ward,
        year=year,
        deadline=dt.date(year, 12, 31),
        group=Group.OFFICIALS,
        people=ceil(officials * _OFFICIALS_PERCENT / 100),
        percent=_OFFICIALS_PERCENT,
        base_kind=BaseKind.OFFICIALS,
        base_number=officials,
        base_year=year,
        base_source=SOURCE,
        decided_by=SOURCE,
    )


def _plans(targets: Sequence[Target]) -> list[PlanTarget]:
    """The province asks for a tenth more than its wards were given."""
    sums: Counter[tuple[int | None, int]] = Counter()
    for target in targets:
        if target.group == Group.EVERYBODY:
            sums[target.ward.parent_id, target.year] += target.people
    return [
        PlanTarget(
            province_id=province,
            year=year,
            deadline=dt.date(year, 12, 31),
            people=round(people * 1.1),
            decided_by=SOURCE,
        )
        for (province, year), people in sums.items()
    ]


def _certified_people() -> Counter[int | None]:
    """Holders of a valid certificate by the ward of their first one."""
    first: dict[int, int | None] = {}
    valid = Certificate.objects.filter(status=CertificateStatus.VALID).order_by("issued_at", "pk")
    for user, ward in valid.values_list("user", "ward"):
        first.setdefault(user, ward)
    return Counter(first.values())


def _target(place: Place, people: int, share_of_year: float, rng: Random) -> int:
    if place.has_finished:
        return max(1, people)
    if not people:
        return _EMPTY_TARGET
    pace = 0.5 + 0.65 * place.lead + rng.uniform(-0.1, 0.1)  # of what is due by today
    return max(people + 1, round(people / (pace * share_of_year)))
