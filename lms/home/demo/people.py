"""The invented learners of each ward: who they are, when they began, whether they come to class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from lms.accounts import cards
from lms.accounts.bulk import NewPerson
from lms.accounts.models import Audience, ConsentPurpose, Sex
from lms.centres.bulk import PastSession
from lms.core.periods import ZONE
from lms.home.demo.classes import PointPlan, first_day
from lms.home.demo.names import invented_name
from lms.home.demo.places import TOWN, Place
from lms.units.models import Agency

_OFFICIALS = 0.09  # share of learners who work for the committee
_SEX_UNTOLD = 5  # one of so many
_OTHERS = 0.06  # … who run a business


@dataclass(slots=True)
class Draft:
    """A person before they exist. `sessions`: those they came to, in order; none for self-study."""

    person: NewPerson
    place: Place
    starts_at: dt.datetime
    sessions: list[PastSession]
    missed: PastSession | None = None


def draft_people(
    places: Sequence[Place],
    points: Sequence[PointPlan],
    committees: dict[int, Agency],
    *,
    now: dt.datetime,
    days: int,
    rng: Random,
) -> list[Draft]:
    """Everybody, in the order in which they began."""
    by_ward = {plan.place.ward.pk: plan for plan in points}
    drafts = []
    for place in places:
        makers = _Makers(place, by_ward.get(place.ward.pk), committees.get(place.ward.pk))
        drafts += [makers.draft(number, now, days, rng) for number in range(place.learners)]
    return sorted(drafts, key=lambda draft: draft.starts_at)


def card_numbers(rng: Random, taken: Sequence[str]) -> Iterator[str]:
    """Card numbers that repeat neither themselves nor `taken`."""
    known = set(taken)
    while True:
        number = cards.number_of(rng.randint(1_000_000, 9_999_999))
        if number not in known:
            known.add(number)
            yield number


@dataclass(slots=True)
class _Makers:
    place: Place
    point: PointPlan | None
    committee: Agency | None

    def draft(self, number: int, now: dt.datetime, days: int, rng: Random) -> Draft:
        sessions, missed = self._sessions(rng)
        starts_at = sessions[0].starts_at if sessions else self._moment(now, days, rng)
        person = self._person(number, starts_at - dt.timedelta(minutes=rng.randint(3, 30)), rng)
        return Draft(person, self.place, starts_at, sessions, missed)

    def _sessions(self, rng: Random) -> tuple[list[PastSession], PastSession | None]:
        """Two or three evenings running, where there is a class; some miss the last but one."""
        held = self.point.sessions if self.point else []
        share = 0.45 if self.place.kind == TOWN else 0.7
        if not held or rng.random() > share:
            return [], None
        first = rng.randrange(len(held))
        chosen = held[first : first + rng.choice([2, 3, 3])]
        if len(chosen) == 3 and rng.random() < 0.15:
            return [chosen[0], chosen[2]], chosen[1]
        return chosen, None

    def _moment(self, now: dt.datetime, days: int, rng: Random) -> dt.datetime:
        """Between the ward's first day and now, at an hour when people have time."""
        back = rng.random() ** 1.2 * first_day(self.place, days)
        day = (now - dt.timedelta(days=back)).astimezone(ZONE).date()
        hour = dt.time(rng.choice([6, 9, 14, 19, 20, 20, 21]), rng.randrange(60))
        return min(dt.datetime.combine(day, hour, tzinfo=ZONE), now - dt.timedelta(hours=2))

    def _person(self, number: int, joined_at: dt.datetime, rng: Random) -> NewPerson:
        chance = rng.random()
        official = self.committee is not None and chance < _OFFICIALS
        audience = _audience(official=official, chance=chance, rng=rng)
        age = rng.triangular(24, 58, 38) if official else rng.triangular(38, 78, 61)
        woman = rng.random() < (0.5 if official else 0.6)
        return NewPerson(
            full_name=invented_name(rng, rng.choice(self.place.peoples), woman=woman),
            birth_year=joined_at.year - round(age),
            ward=self.place.ward,
            joined_at=joined_at,
            audience=audience,
            sex=_told_sex(number, woman=woman),
            agency=self.committee if official else None,
            staff_code=f"{self.place.ward.code}-{number + 1:03d}" if official else "",
            consents=_consents(rng),
        )


def _told_sex(number: int, *, woman: bool) -> str:
    """Every fifth did not say."""
    if number % _SEX_UNTOLD == 0:
        return ""
    return Sex.FEMALE if woman else Sex.MALE


def _audience(*, official: bool, chance: float, rng: Random) -> str:
    if official:
        return rng.choice(
            [Audience.CIVIL_SERVANT, Audience.CIVIL_SERVANT, Audience.PUBLIC_EMPLOYEE]
        )
    return Audience.BUSINESS if chance > 1 - _OTHERS else Audience.RESIDENT


def _consents(rng: Random) -> tuple[ConsentPurpose, ...]:
    given = [ConsentPurpose.LEARNING_RECORD]
    if rng.random() < 0.4:
        given.append(ConsentPurpose.CLASS_MESSAGES)
    return tuple(given)
