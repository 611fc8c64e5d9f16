"""Invented units, honest and fraudulent, with their labels: seeded, so that figures can be repeated.

Honest ones have what makes honest classes look odd: shared computers in turns, evening classes, slow
readers, second tries, common mistakes, families with one phone, paper, classes at the end of a month,
facilitators who teach better than others. Frauds leave out what a careful fraud would leave out: each
type shows one or two signs only, and not at full strength.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from lms.core.periods import ZONE
from lms.evidence.traces import Given, Sitting, Tally, Unit

QUESTIONS = 10
BANK = 30
NEEDED = 7
FIRST = dt.date(2026, 1, 1)
FRAUDS = ("clicked", "dictated", "waved_through", "month_end", "night_farm")


@dataclass
class Labelled:
    """`fraud` is "" for an honest unit."""

    unit: Unit
    facilitator: int
    fraud: str
    day: dt.date


@dataclass
class Invented:
    units: list[Labelled] = field(default_factory=list)
    tallies: dict[int, Tally] = field(default_factory=dict)
    """First attempts under each facilitator."""


class Maker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.people = 0
        self.devices = 0
        self.made = Invented()
        # the wrong option most people fall for, and how often it is taken
        self.popular = [self.random.uniform(0.4, 0.75) for _ in range(BANK)]
        self.easy = [self.random.uniform(-0.15, 0.15) for _ in range(BANK)]
        self.wrong = {question: 0.2 - easy for question, easy in enumerate(self.easy)}
        self.lengths = [self.random.randint(18, 60) for _ in range(BANK)]

    def make(self, *, honest: int, fraudulent: int) -> Invented:
        """So many facilitators of each; about one month of self-study for each of them."""
        for number in range(honest):
            self._facilitator(number, "")
        for number in range(honest, honest + fraudulent):
            self._facilitator(number, FRAUDS[number % len(FRAUDS)])
        return self.made

    # --- facilitators ---------------------------------------------------------------------------

    def _facilitator(self, number: int, fraud: str) -> None:
        chance, teaching = self.random, self.random.gauss(0, 0.03)
        tried = passed = 0
        for day in self._days(fraud):
            size = chance.randint(8, 35)
            if fraud in ("waved_through", "dictated"):
                size = chance.randint(18, 35)
            tried_here, unit = self._session(day, size, teaching, fraud)
            tried, passed = tried + tried_here, passed + unit.people
            label = "" if fraud == "night_farm" else fraud
            self.made.units.append(Labelled(unit, number, label, day))
        self.made.tallies[number] = Tally(tried, passed)
        farm = self._self_study(fraud)
        label = fraud if fraud == "night_farm" else ""
        self.made.units.append(Labelled(farm, -1 - number, label, FIRST))

    def _days(self, fraud: str) -> Iterator[dt.date]:
        """Class days: weekly, monthly or now and then; of the month-end fraud, the last days."""
        chance = self.random
        count = chance.randint(3, 10)
        if fraud == "month_end":
            for month in range(1, chance.randint(4, 8)):
                last = dt.date(2026, month + 1, 1) - dt.timedelta(days=chance.randint(1, 2))
                yield last
            return
        if fraud == "waved_through":
            count = chance.randint(5, 10)
        step = chance.choice([7, 14, 30, 0])
        day = FIRST + dt.timedelta(days=chance.randint(0, 60))
        for _ in range(count):
            yield day
            day += dt.timedelta(days=step or chance.randint(1, 40))

    def _session(self, day: dt.date, size: int, teaching: float, fraud: str) -> tuple[int, Unit]:
        chance = self.random
        begins = dt.datetime.combine(day, dt.time(chance.choice([8, 9, 14, 18, 19]), 0), ZONE)
        key = self._key() if fraud == "dictated" else None
        paper = size if fraud == "month_end" else self._paper(size)
        own_phones = chance.random() < 0.5
        desks = [self._device() for _ in range(chance.randint(1, 3))]
        if fraud == "clicked":
            own_phones, desks = False, desks[:2]
        # Only a part of a class is not honest; what is read out aloud reaches more of it.
        follow = chance.uniform(0.8 if fraud == "dictated" else 0.5, 1)
        free = dict.fromkeys(desks, begins + dt.timedelta(minutes=40))
        passes = []
        for _ in range(size):
            device = self._device() if own_phones else min(desks, key=lambda one: free[one])
            start = free.get(device, begins + dt.timedelta(minutes=chance.randint(40, 60)))
            start += dt.timedelta(seconds=chance.randint(40, 120))
            tries = chance.random()
            follows = chance.random() < follow
            sitting: Sitting | None
            if fraud == "clicked" and follows:
                sitting = self._clicked(device, start)
            else:
                sitting = self._sat(device, start, teaching, key if follows else None)
                if fraud == "waved_through":
                    sitting = sitting or self._sat(device, start, 1.0, None)
            if device in free:
                free[device] = sitting.submitted_at if sitting else start + self._minutes(7)
            if sitting is not None:
                passes.append(sitting)
            elif tries < 0.3:  # the first try failed; later, at home or in class, a quicker second
                free[device] = free.get(device, start) + self._minutes(4)
        return size, Unit(tuple(passes), present=size, from_paper=paper, wrong=self.wrong)

    def _paper(self, size: int) -> int:
        """Now and then there is no electricity; a few latecomers always."""
        return size if self.random.random() < 0.07 else self.random.randint(0, size // 6)

    def _minutes(self, number: int) -> dt.timedelta:
        return dt.timedelta(minutes=number)

    # --- people ---------------------------------------------------------------------------------

    def _sat(
        self, device: str, start: dt.datetime, teaching: float, key: dict[int, Given] | None
    ) -> Sitting | None:
        """An honest go at it, or one with a dictated key; None where it is not passed."""
        chance = self.random
        skill = min(0.98, max(0.3, chance.gauss(0.8, 0.12) + teaching))
        paper = chance.sample(range(BANK), QUESTIONS)
        answers = {question: self._answer(question, skill) for question in paper}
        if key is not None:
            for question in paper:
                if chance.random() < 0.97:
                    answers[question] = key[question]
        if sum(given.is_right for given in answers.values()) < NEEDED:
            return None
        syllables = sum(self.lengths[question] for question in paper)
        pace = min(6.0, max(1.0, chance.lognormvariate(0.9, 0.35)))  # about 2.5 a second
        seconds = syllables / pace + QUESTIONS * chance.uniform(3, 15)
        if chance.random() < 0.12:  # a second try: the questions are known
            seconds *= 0.6
        return self._sitting(device, start, seconds, syllables, answers)

    def _clicked(self, device: str, start: dt.datetime) -> Sitting:
        """Somebody who knows the answers goes through the test for somebody else."""
        chance = self.random
        paper = chance.sample(range(BANK), QUESTIONS)
        answers = {question: self._answer(question, 0.95) for question in paper}
        syllables = sum(self.lengths[question] for question in paper)
        return self._sitting(device, start, chance.uniform(25, 120), syllables, answers)

    def _sitting(
        self,
        device: str,
        start: dt.datetime,
        seconds: float,
        syllables: int,
        answers: dict[int, Given],
    ) -> Sitting:
        self.people += 1
        end = start + dt.timedelta(seconds=seconds)
        return Sitting(self.people, start, end, syllables, device, answers)

    def _answer(self, question: int, skill: float) -> Given:
        if self.random.random() < skill + self.easy[question]:
            return Given("right", True)
        popular = self.random.random() < self.popular[question]
        return Given("wrong-1" if popular else self.random.choice(["wrong-2", "wrong-3"]), False)

    def _key(self) -> dict[int, Given]:
        """What is read out, with the mistakes of the one who reads: two to eight in the bank."""
        wrong = set(self.random.sample(range(BANK), self.random.randint(2, 8)))
        return {
            question: Given("wrong-1", False) if question in wrong else Given("right", True)
            for question in range(BANK)
        }

    def _device(self) -> str:
        self.devices += 1
        return f"device-{self.devices}"

    # --- without a class ------------------------------------------------------------------------

    def _self_study(self, fraud: str) -> Unit:
        """A ward's month: people on their own phones at any hour, families on one."""
        chance, passes = self.random, []
        for _ in range(chance.randint(5, 60)):
            device = self._device()
            family = chance.choices([1, 2, 3, 4], [80, 12, 6, 2])[0]
            day = FIRST + dt.timedelta(days=chance.randint(0, 30))
            hour = chance.choices(range(24), [1] * 5 + [3] * 14 + [9] * 3 + [3, 2])[0]
            start = dt.datetime.combine(day, dt.time(hour), ZONE)
            for _member in range(family):
                sitting = self._sat(device, start, 0.0, None)
                start += dt.timedelta(minutes=chance.randint(8, 40))
                passes += [sitting] if sitting else []
        if fraud == "night_farm":
            passes += self._farm()
        return Unit(tuple(passes), wrong=self.wrong)

    def _farm(self) -> Iterator[Sitting]:
        """Accounts of others, passed one after the other late at night on two computers."""
        chance, device = self.random, self._device()
        day = FIRST + dt.timedelta(days=chance.randint(0, 28))
        start = dt.datetime.combine(day, dt.time(22, chance.randint(0, 40)), ZONE)
        for _ in range(chance.randint(6, 20)):
            sitting = self._sat(device, start, 0.15, None)
            start += dt.timedelta(minutes=chance.randint(5, 9))
            if sitting is not None:
                yield sitting
