"""How many invented frauds the score finds, and how many honest units it troubles."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from lms.evidence import definitions
from lms.evidence.traces import Sign
from tests.evidence.invented import FRAUDS, Invented, Labelled, Maker

SEEDS = (2026, 7, 911)


def scores(made: Invented) -> list[tuple[Labelled, int]]:
    """Every unit with its score, its facilitator's signs included, as `counting` puts them together."""
    outliers = {
        number: definitions.pass_outlier(own, [t for n, t in made.tallies.items() if n != number])
        for number, own in made.tallies.items()
    }
    by_facilitator: dict[int, list[Labelled]] = defaultdict(list)
    for labelled in made.units:
        if labelled.facilitator >= 0:
            by_facilitator[labelled.facilitator].append(labelled)
    ends = {
        number: definitions.month_ends(u.day for u in units for _ in u.unit.passes)
        for number, units in by_facilitator.items()
    }
    found = []
    for labelled in made.units:
        signs: list[Sign] = definitions.signs_of_unit(labelled.unit)
        if outlier := outliers.get(labelled.facilitator):
            signs.append(outlier)
        end = ends.get(labelled.facilitator)
        if end and labelled.day.replace(day=1) in end[1]:
            signs.append(end[0])
        found.append((labelled, definitions.score(signs)))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_frauds_are_found_and_honest_units_left_alone(seed: int) -> None:
    judged = scores(Maker(seed).make(honest=300, fraudulent=60))
    units, caught = Counter[str](), Counter[str]()
    for labelled, score in judged:
        units[labelled.fraud] += 1
        caught[labelled.fraud] += score >= definitions.ALARM
    frauds, found = sum(units[name] for name in FRAUDS), sum(caught[name] for name in FRAUDS)
    for name in FRAUDS:
        print(f"seed {seed} {name}: {caught[name]}/{units[name]}")
    recall, false_alarms = found / frauds, caught[""] / units[""]
    print(f"seed {seed}: recall {recall:.1%} of {frauds}, false {false_alarms:.2%} of {units['']}")
    assert recall >= 0.90
    assert false_alarms <= 0.02


def test_the_set_is_the_same_every_time() -> None:
    first, again = (Maker(5).make(honest=10, fraudulent=5) for _ in range(2))
    assert first == again
