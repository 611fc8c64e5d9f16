"""Assumed numbers of residents and targets of each ward, small enough that five thousand learners
show a shape."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random

from certificates.models import Certificate, CertificateStatus
from lms.home.demo.places import Place
from lms.progress.models import Population, Target

SOURCE = "số liệu giả định cho bản chạy thử"
_EMPTY_TARGET = 40


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
    Population.objects.bulk_create(populations)
    Target.objects.bulk_create(targets)


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
