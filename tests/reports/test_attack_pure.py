"""Random provinces attacked through the functions the tables are made with: totals, siblings, areas
that overlap, columns that bound each other, courses."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Hashable
from itertools import product

import pytest

from lms.progress.figures import NO_LIMIT
from lms.progress.hiding import UPPER, Surroundings, hide
from lms.progress.models import COUNT_FIELDS
from lms.progress.suppression import INSIDE, PUBLIC, Limits, protect_grid
from tests.reports.attack import Attack

Truth = dict[Hashable, int]
PROVINCES = 40
DAY = dt.date(2026, 9, 30)
COURSE_FIELDS = ("enrolled", "active", "completed", "certified", "certified_supervised")


def population(rng: random.Random, wards: int) -> dict[int, dict[str, int]]:
    """Small and large wards; in each fewer people reach each further step."""

    def share(most: int) -> int:
        return rng.choice([0, most, rng.randint(0, most), min(most, rng.randint(0, 6))])

    found = {}
    for ward in range(wards):
        enrolled = rng.choice([0, rng.randint(1, 6), rng.randint(5, 20), rng.randint(20, 400)])
        row = {"enrolled": enrolled, "attended": share(enrolled)}
        for field in ("active", "completed", "certified", "certified_supervised", "confirmed"):
            row[field] = share(row[UPPER[field]])
        found[ward] = row
    return found


def areas(rng: random.Random, wards: int) -> list[list[int]]:
    """Former districts side by side, and a cluster across them."""
    cut = rng.randint(1, wards - 1)
    every = list(range(wards))
    return [every[:cut], every[cut:], rng.sample(every, rng.randint(1, wards))][: rng.randint(0, 3)]


def everything_told(
    numbers: dict[int, dict[str, int]], groups: list[list[int]], limits: Limits
) -> Attack:
    hidden, attack = hide(numbers, groups, limits=limits), Attack()
    unions = [sorted({*a, *b}) for a, b in product(groups, groups)]
    scopes = [
        list(numbers),
        *groups,
        *unions,
        *([w] for w in numbers),
        *([w, w + 1] for w in numbers),
    ]
    for field in COUNT_FIELDS:
        for ward in numbers:
            attack.told((ward, field), hidden.figure(ward, field, numbers[ward].get(field, 0)))
            if field in UPPER:
                attack.at_most((ward, field), (ward, UPPER[field]))
        for scope in scopes:
            inside: dict[int | None, int] = {
                ward: numbers[ward].get(field, 0) for ward in scope if ward in numbers
            }
            attack.sum_told([(w, field) for w in inside], hidden.total(inside, field))
    return attack


@pytest.mark.parametrize("limits", [INSIDE, PUBLIC], ids=["inside", "public"])
def test_no_small_number_of_a_ward_is_recovered(limits: Limits) -> None:
    small = 0
    for seed in range(PROVINCES):
        rng = random.Random(seed)
        numbers = population(rng, rng.randint(2, 9))
        attack = everything_told(numbers, areas(rng, len(numbers)), limits)
        truth: Truth = {(w, f): numbers[w].get(f, 0) for w in numbers for f in COUNT_FIELDS}
        small += sum(limits.is_small(number) for number in truth.values())
        assert attack.recovered(truth, limits.smallest) == [], seed
    assert small > 5 * PROVINCES  # there was something to find


def test_no_small_number_of_a_course_is_recovered() -> None:
    """A ward's people are on one course or more: at most all of them, together at least all.
    (Courses by ward are not for the public.)"""
    limits = INSIDE
    for seed in range(PROVINCES):
        rng = random.Random(seed)
        numbers = population(rng, rng.randint(2, 6))
        groups = areas(rng, len(numbers))
        cells = courses(rng, numbers)
        attack = everything_told(numbers, groups, limits)
        around = Surroundings(dict.fromkeys(numbers, 1), memberships(groups))
        wards = around.hidden(numbers, DAY, limits)
        for course, hidden in around.hidden_courses(cells, wards, DAY).items():
            there = [ward for ward, other in cells if other == course]
            for field, ward in product(COURSE_FIELDS, there):
                number = cells[ward, course][field]
                attack.told((ward, field, course), hidden.figure(ward, field, number))
                attack.at_most((ward, field, course), (ward, field))
                if field in UPPER:
                    attack.at_most((ward, field, course), (ward, UPPER[field], course))
            for field, scope in product(COURSE_FIELDS, [list(numbers), *groups]):
                inside: dict[int | None, int] = {
                    w: cells[w, course][field] for w in there if w in scope
                }
                attack.sum_told([(w, field, course) for w in inside], hidden.total(inside, field))
        for ward, field in product(numbers, COURSE_FIELDS):
            attack.at_most_sum((ward, field), [(w, field, c) for w, c in cells if w == ward])
        truth: Truth = {(w, f, c): row[f] for (w, c), row in cells.items() for f in COURSE_FIELDS}
        assert attack.recovered(truth, limits.smallest) == [], seed


def courses(
    rng: random.Random, numbers: dict[int, dict[str, int]]
) -> dict[tuple[int, int], dict[str, int]]:
    """Everybody on one of three courses, some on two."""
    found: dict[tuple[int, int], dict[str, int]] = {}
    for ward, row in numbers.items():
        first = {field: rng.randint(0, row[field]) for field in COURSE_FIELDS}
        for field in COURSE_FIELDS:
            first[field] = min(first[field], first.get(UPPER.get(field, ""), NO_LIMIT))
        rest = {field: row[field] - first[field] for field in COURSE_FIELDS}
        for field in COURSE_FIELDS:
            rest[field] = min(rest[field], rest.get(UPPER.get(field, ""), NO_LIMIT))
            first[field] = row[field] - rest[field]
        both = {field: min(first[field], rng.randint(0, 6)) for field in COURSE_FIELDS}
        for field in COURSE_FIELDS:
            both[field] = min(both[field], both.get(UPPER.get(field, ""), NO_LIMIT))
        for course, counts in enumerate((first, rest, both)):
            if counts["enrolled"]:
                found[ward, course] = counts
    return found


def memberships(groups: list[list[int]]) -> list[tuple[int, int, dt.date, None]]:
    return [(area, ward, DAY, None) for area, wards in enumerate(groups) for ward in wards]


@pytest.mark.parametrize("limits", [INSIDE, PUBLIC], ids=["inside", "public"])
def test_no_small_number_of_a_breakdown_is_recovered(limits: Limits) -> None:
    """Age bands of each ward, which add up to the ward's number, and of the area."""
    for seed in range(2 * PROVINCES):
        rng = random.Random(seed)
        size = rng.randint(2, 5)
        rows = {
            ward: [rng.choice([0, rng.randint(1, 5), rng.randint(5, 60)]) for _ in range(size)]
            for ward in range(rng.randint(1, 6))
        }
        found, attack = protect_grid(rows, limits=limits), Attack()
        for cell, figure in found.cells.items():
            attack.told(cell, figure)
        for ward, row in rows.items():
            attack.sum_told([(ward, c) for c in range(size)], limits.figure(sum(row)))
        for column in range(size):
            if column not in found.hidden_columns:
                total = limits.figure(sum(row[column] for row in rows.values()))
                attack.sum_told([(ward, column) for ward in rows], total)
        truth: Truth = {(ward, c): row[c] for ward, row in rows.items() for c in range(size)}
        assert attack.recovered(truth, limits.smallest) == [], seed


def test_the_attack_finds_what_plain_hiding_leaves() -> None:
    """A single small ward beside exact ones is the total minus the rest."""
    attack = Attack()
    for ward, number in enumerate([3, 45, 200]):
        attack.told(ward, INSIDE.figure(number))
    attack.sum_told(range(3), INSIDE.figure(248))
    assert attack.recovered({0: 3}, 5) == [0]
