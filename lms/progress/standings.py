"""What follows from one person's facts: where the person counts, and since when. No Django here.

The same function serves one person after a fact, everybody in a rebuild, and everybody as of a past
day, so the three cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lms.core.periods import local_date

Mark = list[int | str | None]
"""[ward or None, course or None, what was counted of it]; JSON."""


@dataclass(frozen=True, slots=True)
class EnrolmentFact:
    """`events`: moments of learning known one by one, for counting a past day; may be empty."""

    ward: int | None
    course: int
    at: dt.datetime
    last_activity_at: dt.datetime
    completed_at: dt.datetime | None = None
    events: tuple[dt.datetime, ...] = ()

    @property
    def active_on(self) -> dt.date:
        return local_date(self.last_activity_at)

    def mark(self) -> Mark:
        done = self.completed_at.isoformat() if self.completed_at else ""
        return [self.ward, self.course, f"{self.active_on}|{done}"]

    def with_events(self, events: list[dt.datetime]) -> EnrolmentFact:
        return replace(self, events=tuple(events))

    def moments(self) -> tuple[dt.datetime, ...]:
        known = (self.at, self.last_activity_at, self.completed_at, *self.events)
        return tuple(moment for moment in known if moment is not None)

    def as_of(self, moment: dt.datetime) -> EnrolmentFact:
        """Only for enrolments made before `moment`."""
        done = self.completed_at if self.completed_at and self.completed_at < moment else None
        last = max(event for event in self.moments() if event < moment)
        return replace(self, completed_at=done, last_activity_at=last)


@dataclass(frozen=True, slots=True)
class CertificateFact:
    ward: int | None
    course: int
    at: dt.datetime
    is_supervised: bool
    ended_at: dt.datetime | None = None  # revoked or replaced
    confirmed_at: dt.datetime | None = None  # by the national register

    def is_valid_at(self, moment: dt.datetime) -> bool:
        return self.at < moment and (self.ended_at is None or self.ended_at >= moment)

    def as_of(self, moment: dt.datetime) -> CertificateFact:
        """Only for certificates valid at `moment`."""
        known = self.confirmed_at if self.confirmed_at and self.confirmed_at < moment else None
        return replace(self, ended_at=None, confirmed_at=known)

    def marks(self) -> list[Mark]:
        how = "s" if self.is_supervised else "c"
        own: list[Mark] = [[self.ward, self.course, how]]
        return [*own, [self.ward, self.course, "v"]] if self.confirmed_at else own


@dataclass(frozen=True, slots=True)
class AttendanceFact:
    """Confirmed presence."""

    ward: int | None
    course: int | None
    at: dt.datetime
    point: int | None = None


@dataclass(frozen=True, slots=True)
class PersonFact:
    """What people are told apart by, as known now: the past is not kept."""

    audience: str = ""
    birth_year: int | None = None
    sex: str = ""


@dataclass(slots=True)
class Facts:
    """One person's facts, each list in the order in which they happened."""

    person: PersonFact = field(default_factory=PersonFact)
    enrolments: list[EnrolmentFact] = field(default_factory=list)
    certificates: list[CertificateFact] = field(default_factory=list)
    attendances: list[AttendanceFact] = field(default_factory=list)

    def as_of(self, moment: dt.datetime) -> Facts:
        """The facts known before `moment`, with the wards written on them now."""
        return Facts(
            self.person,
            [fact.as_of(moment) for fact in self.enrolments if fact.at < moment],
            [fact.as_of(moment) for fact in self.certificates if fact.is_valid_at(moment)],
            [fact for fact in self.attendances if fact.at < moment],
        )

    @property
    def is_any(self) -> bool:
        """Whether anything happened."""
        return bool(self.enrolments or self.certificates or self.attendances)

    def active_days(self) -> set[dt.date]:
        """The days with a learning event, as far as single events are known."""
        return {local_date(m) for fact in self.enrolments for m in set(fact.moments())}

    def turning_points(self) -> Iterable[dt.datetime]:
        """Every moment at which something but activity changed."""
        for enrolment in self.enrolments:
            yield enrolment.at
            if enrolment.completed_at is not None:
                yield enrolment.completed_at
        for certificate in self.certificates:
            yield certificate.at
            for moment in (certificate.ended_at, certificate.confirmed_at):
                if moment is not None:
                    yield moment
        for attendance in self.attendances:
            yield attendance.at


@dataclass(frozen=True, slots=True)
class Standing:
    ward: int | None
    first_enrolled_at: dt.datetime | None
    first_completed_at: dt.datetime | None
    first_certified_at: dt.datetime | None
    first_supervised_at: dt.datetime | None
    first_confirmed_at: dt.datetime | None
    first_attended_at: dt.datetime | None
    first_point: int | None
    last_active_on: dt.date | None
    audience: str
    birth_year: int | None
    sex: str
    counted: list[Mark]


def stand(facts: Facts) -> Standing:
    """The standing that follows from `facts`; certificates that ended are passed over."""
    valid = [fact for fact in facts.certificates if fact.ended_at is None]
    completed = [fact for fact in facts.enrolments if fact.completed_at is not None]
    return Standing(
        ward=_ward(facts, valid, completed),
        first_enrolled_at=_first(fact.at for fact in facts.enrolments),
        first_completed_at=_first(f.completed_at for f in completed if f.completed_at),
        first_certified_at=_first(fact.at for fact in valid),
        first_supervised_at=_first(fact.at for fact in valid if fact.is_supervised),
        first_confirmed_at=_first(f.confirmed_at for f in valid if f.confirmed_at),
        first_attended_at=_first(fact.at for fact in facts.attendances),
        first_point=facts.attendances[0].point if facts.attendances else None,
        last_active_on=max((fact.active_on for fact in facts.enrolments), default=None),
        audience=facts.person.audience,
        birth_year=facts.person.birth_year,
        sex=facts.person.sex,
        counted=[
            *(fact.mark() for fact in facts.enrolments),
            *(mark for fact in valid for mark in fact.marks()),
            *([fact.ward, fact.course, "a"] for fact in facts.attendances),
        ],
    )


def _ward(facts: Facts, valid: list[CertificateFact], completed: list[EnrolmentFact]) -> int | None:
    """Fixed by the first certificate, else by the first completion; until then it is where the person
    learned on the newest day (of several enrolments that day, on the newest one), or went to class."""
    if valid:
        return valid[0].ward
    if completed:
        return min(completed, key=lambda fact: fact.completed_at or fact.at).ward
    if facts.enrolments:
        return max(reversed(facts.enrolments), key=lambda fact: fact.active_on).ward
    return facts.attendances[-1].ward if facts.attendances else None


def _first(moments: Iterable[dt.datetime]) -> dt.datetime | None:
    return min(moments, default=None)


def pairs(counted: Iterable[Mark]) -> set[tuple[int, int]]:
    """The (ward, course) cells the marks stand in; facts without one of the two stand in none."""
    return {
        (ward, course)
        for ward, course, _ in counted
        if isinstance(ward, int) and isinstance(course, int)
    }
