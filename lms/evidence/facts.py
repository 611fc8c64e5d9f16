"""The facts behind the signs, read ward by ward in a fixed number of queries a ward."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q

from certificates.models import Certificate
from courses.models import Evidence
from courses.words import count_words
from lms.centres.models import Attendance, AttendanceHow, AttendanceState, ClassSession
from lms.core.periods import local_date, local_datetime
from lms.evidence.traces import Given, Sitting, Tally, Unit
from quizzes import questions
from quizzes.models import Answer, Attempt, QuestionFigures
from quizzes.paper import load
from quizzes.queries import asked

FEWEST_FIGURES = 30  # first answers a question's difficulty is told from
SHARED_BY = 3  # people on one browser from which answers outside a class are compared
_PAGE = 500


class UnitKey(NamedTuple):
    """Who was responsible (None: nobody), in which session (None: without a class), which month."""

    facilitator: int | None
    session: int | None
    month: dt.date


class Row(NamedTuple):
    """A passed attempt as the database has it."""

    pk: int
    person: int
    enrolment: int
    started_at: dt.datetime
    submitted_at: dt.datetime
    device: str
    paper: Any
    session: int | None
    led_by: int | None
    supervisor: int | None
    held_at: dt.datetime | None

    @property
    def key(self) -> UnitKey:
        facilitator = self.led_by or self.supervisor
        when = self.held_at or self.submitted_at
        return UnitKey(facilitator, self.session, local_date(when).replace(day=1))


@dataclass
class WardFacts:
    """`completed`: the days on which certified courses were completed, by facilitator. Not the day of
    issue: batches are issued on any day. `enrolled`: people with the enrolment they passed in."""

    units: dict[UnitKey, Unit] = field(default_factory=dict)
    enrolled: dict[UnitKey, list[tuple[int, int]]] = field(default_factory=dict)
    completed: dict[int | None, list[dt.date]] = field(default_factory=dict)


class Reader:
    """Reads wards one after the other; what is the same for all is read once."""

    def __init__(self, since: dt.datetime) -> None:
        self.since = since
        figures = QuestionFigures.objects.filter(n__gte=FEWEST_FIGURES, facility__isnull=False)
        rows = figures.values_list("version").annotate(Max("facility"))
        self.wrong = {version: 1 - facility for version, facility in rows}
        self._syllables: dict[int, int] = {}

    def read(self, ward: int) -> WardFacts:
        rows = self._rows(ward)
        present = dict(self._present(ward))
        by_unit: dict[UnitKey, list[Row]] = defaultdict(list)
        for row in rows:
            by_unit[row.key].append(row)
        given = self._answers(by_unit)
        found = WardFacts()
        for key in by_unit.keys() | present.keys():
            passes = tuple(self._sitting(row, given) for row in by_unit.get(key, ()))
            there, paper = present.get(key, (0, 0))
            found.units[key] = Unit(passes, there, paper, self.wrong)
            found.enrolled[key] = [(row.person, row.enrolment) for row in by_unit.get(key, ())]
        found.completed = self._completed(ward, rows)
        return found

    def _rows(self, ward: int) -> list[Row]:
        of_ward = Q(session__ward=ward) | Q(session__isnull=True, ward=ward)
        passed = Attempt.objects.submitted().filter(of_ward, passed=True)
        facts = passed.filter(submitted_at__gte=self.since).values_list(
            "pk", "user", "enrolment", "started_at", "submitted_at", "device", "paper",
            "session", "session__facilitator", "supervisor", "session__starts_at",
        )  # fmt: skip
        rows: Iterable[Any] = facts.order_by("pk").iterator(_PAGE)
        return [Row(*row) for row in rows]

    def _present(self, ward: int) -> Iterator[tuple[UnitKey, tuple[int, int]]]:
        """By session: people confirmed as present, and those of them from paper."""
        held = ClassSession.objects.filter(ward=ward, starts_at__gte=self.since)
        there = Q(attendances__state=AttendanceState.PRESENT)
        counts = held.values_list("pk").annotate(
            there=Count("attendances", filter=there),
            paper=Count("attendances", filter=there & Q(attendances__how=AttendanceHow.PAPER)),
        )
        by_session = {pk: (people, paper) for pk, people, paper in counts if people}
        for session in ClassSession.objects.filter(pk__in=by_session):
            month = local_date(session.starts_at).replace(day=1)
            people, paper = by_session[session.pk]
            late = people if session.entered_afterwards else paper
            yield UnitKey(session.facilitator_id, session.pk, month), (people, late)

    def _answers(self, by_unit: dict[UnitKey, list[Row]]) -> dict[int, dict[int, Given]]:
        """By attempt and version, of those that are compared: the people of a class, and those who
        share a browser outside one."""
        wanted = {row.pk: row for unit in by_unit for row in _compared(unit, by_unit[unit])}
        found: dict[int, dict[int, Given]] = defaultdict(dict)
        ids = list(wanted)
        for start in range(0, len(ids), _PAGE):
            rows = Answer.objects.filter(attempt__in=ids[start : start + _PAGE]).values_list(
                "attempt_id", "position", "response", "fraction"
            )
            for attempt, position, response, fraction in rows:
                if fraction is not None and not questions.is_unknown(response):
                    version = int(wanted[attempt].paper[position - 1]["version"])
                    text = json.dumps(response, sort_keys=True, ensure_ascii=False)
                    found[attempt][version] = Given(text, fraction == 1)
        return found

    def _sitting(self, row: Row, given: dict[int, dict[int, Given]]) -> Sitting:
        return Sitting(
            row.person,
            local_datetime(row.started_at),
            local_datetime(row.submitted_at),
            self._length(row.paper),
            row.device,
            given.get(row.pk, {}),
        )

    def _length(self, paper: Any) -> int:
        """Syllables of a paper's questions and options."""
        items = load(paper)
        new = [item for item in items if item.version not in self._syllables]
        contents = asked([item.version for item in new]) if new else {}
        for item in new:
            question = contents[item.version]
            options = questions.kind_of(question.kind).options(question.content, item.order)
            texts = [str(question.content["stem"]), *(option.text for option in options)]
            self._syllables[item.version] = sum(map(count_words, texts))
        return sum(self._syllables[item.version] for item in items)

    def _completed(self, ward: int, rows: Iterable[Row]) -> dict[int | None, list[dt.date]]:
        led_by = {row.enrolment: row.key.facilitator for row in rows}
        certified = Certificate.objects.of_completion().filter(
            ward=ward, supersedes=None, enrolment__completed_at__gte=self.since
        )
        found: dict[int | None, list[dt.date]] = defaultdict(list)
        for enrolment, moment in certified.values_list("enrolment", "enrolment__completed_at"):
            if moment is not None and enrolment in led_by:
                found[led_by[enrolment]].append(local_date(moment))
        return found


def _compared(unit: UnitKey, rows: list[Row]) -> list[Row]:
    if unit.session is not None:
        return rows
    people: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        people[row.device].add(row.person)
    return [row for row in rows if row.device and len(people[row.device]) >= SHARED_BY]


def tallies(since: dt.datetime) -> dict[int, Tally]:
    """By facilitator: the first supervised attempts of the people of all their classes. One query."""
    first = Attempt.objects.submitted().filter(
        evidence=Evidence.SUPERVISED, number=1, submitted_at__gte=since, supervisor__isnull=False
    )
    rows = first.values_list("supervisor").annotate(
        tried=Count("pk"), went_through=Count("pk", filter=Q(passed=True))
    )
    return {supervisor: Tally(tried, passed) for supervisor, tried, passed in rows}


def wards_with_facts(since: dt.datetime) -> set[int]:
    """Where something was passed, or somebody was present, since then. Three queries."""
    attempts = Attempt.objects.submitted().filter(submitted_at__gte=since)
    there = Attendance.objects.filter(state=AttendanceState.PRESENT).filter(
        Q(confirmed_at__gte=since) | Q(changed_at__gte=since)
    )
    found = set(attempts.filter(session=None).values_list("ward", flat=True).distinct())
    found |= set(attempts.values_list("session__ward", flat=True).distinct())
    found |= set(there.values_list("session__ward", flat=True).distinct())
    return {ward for ward in found if ward is not None}
