"""What a check of data quality is made of, and the two kinds most of them are: nobody, or no ward, is
well. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext as _

from lms.core.vietnamese import format_date, format_number, format_time
from lms.progress.tables import WardRow
from lms.reports.quality_facts import Facts
from lms.units.models import AdminUnit

MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, with where to do it; without an address, whom to ask."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """`value`: what was measured and of how much; `rule`: when it is well; `wards`: where it is not;
    `more`: wards not named; `notes`: what else is known; `is_met` None: there is nothing to measure."""

    title: str
    value: str
    rule: str
    is_met: bool | None
    step: Step
    wards: Sequence[AdminUnit] = ()
    more: int = 0
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Section:
    anchor: str
    title: str
    question: str
    checks: Sequence[Check]

    @property
    def is_measured(self) -> bool:
        return any(check.is_met is not None for check in self.checks)

    @property
    def to_mend(self) -> int:
        return sum(check.is_met is False for check in self.checks)


@dataclass(frozen=True, slots=True)
class Reader:
    """`may_administer`: steps lead into the administration; others are told whom to ask."""

    may_administer: bool

    def step(self, text: str, href: str, otherwise: str) -> Step:
        return Step(text, href) if self.may_administer else Step(otherwise)


def people_check(
    facts: Facts, key: str, *, title: str, rule: str, step: Step, notes: Sequence[str] = ()
) -> Check:
    """Nobody is well."""
    found = facts.figures[key]
    return Check(
        title, found.text, rule, found.high == 0, step, notes=notes, **named(facts.where[key])
    )


def wards_check(
    facts: Facts, rows: Sequence[WardRow], *, title: str, rule: str, step: Step
) -> Check:
    """No ward is well."""
    units = [row.ward for row in rows if row.ward]
    value = part_of(format_number(len(units)), format_number(len(living(facts))))
    return Check(title, value, rule, not units, step, **named(units))


def living(facts: Facts) -> list[WardRow]:
    return [row for row in facts.table.rows if row.ward and not row.ward.closed_on]


class Named(TypedDict):
    wards: Sequence[AdminUnit]
    more: int


def named(units: Sequence[AdminUnit]) -> Named:
    ordered = sorted(units, key=lambda unit: unit.sort_key)
    return {"wards": ordered[:MOST_NAMED], "more": max(len(ordered) - MOST_NAMED, 0)}


def part_of(part: str, whole: str) -> str:
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def moment(at: dt.datetime) -> str:
    return f"{format_time(at)} {format_date(at)}"


def bases_step(reader: Reader, text: str) -> Step:
    return ask(reader, text, "/bien-tap/chi-tieu/nhap/")


def ask(reader: Reader, text: str, href: str) -> Step:
    return reader.step(text, href, _("Tell the administrator of the site."))
