"""Wards are named by rules (ux 6.1), each told in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from lms.progress.tables import Line
from lms.reports.attention import most_improved, needing_attention, reasons
from tests.reports.build import DAY, counts, line, table


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def ago(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"certified": 40}, []),
        ({"enrolled": 0, "active": 0}, ["nobody has enrolled yet"]),
        ({"certified": 40, "last_session_on": ago(20)}, []),
        ({"certified": 40, "last_session_on": ago(21)}, ["no class session for 3 weeks"]),
        ({"certified": 40, "last_session_on": None}, ["no class session yet"]),
        ({"certified": 40, "target": 115}, []),
        ({"certified": 40, "target": 120}, ["16 points behind pace"]),
        ({"certified": 40, "active": 15, "past": {28: counts(active=20)}}, []),
        (
            {"certified": 40, "active": 14, "past": {28: counts(active=20)}},
            ["30% fewer active learners than four weeks ago"],
        ),
        ({"certified": 40, "active": 6, "past": {28: counts(active=19)}}, []),
        ({"certified": 31, "completed": 40}, []),
        (
            {"certified": 30, "completed": 40},
            ["25% of those who completed hold no certificate"],
        ),
        ({"certified": 10, "completed": 19}, []),
    ],
)
def test_each_rule(fields: dict[str, Any], told: list[str]) -> None:
    certified = fields.pop("certified", 0)
    [row] = table(line("A", certified, **fields)).rows
    assert list(reasons(row)) == told


def test_reasons_do_not_tell_hidden_numbers() -> None:
    [row] = table(
        line("A", 3, active=2, completed=30, target=100, past={28: counts(active=30)})
    ).rows
    assert list(reasons(row)) == [
        ">15 points behind pace",
        "≥30% fewer active learners than four weeks ago",
        "≥25% of those who completed hold no certificate",
    ]


def test_a_ward_that_reached_its_target_needs_none() -> None:
    [row] = table(line("A", 40, target=40, last_session_on=None)).rows
    assert reasons(row) == ()


def test_the_worst_come_first_and_five_at_most() -> None:
    lines = [line(f"W{n}", 10 + n, target=1000, code=str(n)) for n in range(6)]
    lines.append(line("Two reasons", 100, target=1000, last_session_on=None, code="7"))
    found = needing_attention(table(*lines).rows)
    assert [item.row.ward.code for item in found if item.row.ward] == ["7", "0", "1", "2", "3"]


def test_the_most_improved_gained_most_points_of_coverage() -> None:
    def gained(code: str, now: int, before: int, adults: int) -> Line:
        return line(code, now, adults=adults, code=code, past={7: counts(before)})

    found = most_improved(
        table(
            gained("1", 30, 20, 100),  # 10 points
            gained("2", 60, 40, 400),  # 5
            gained("3", 12, 8, 20),  # 4 people: too few to tell
            gained("4", 9, 3, 20),  # from a hidden number
            gained("5", 20, 30, 100),  # fewer
            gained("6", 19, 13, 50),  # 12
            gained("7", 200, 150, 1000),  # 5
        ).rows
    )
    assert [(item.row.ward.code, item.points) for item in found if item.row.ward] == [
        ("6", 12.0),
        ("1", 10.0),
        ("2", 5.0),
    ]
