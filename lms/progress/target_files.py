"""Reading a file of populations and targets: an XLSX or CSV table with a row for each figure.

A row names a ward (or, for a target of a whole plan, an area or the province) by its code and a
year; it holds a population, a target, or both. Nothing is written here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from lms.core.vietnamese import fold, format_number
from lms.progress.base_models import USUAL_BASE, BaseKind, Group, Indicator
from lms.progress.base_places import Place, Places
from lms.progress.table_files import read_table
from lms.units.dated_files import CellProblem, DatedFile, for_each_row

COLUMNS = {
    "code": ("ma", "ma xa", "ma don vi", "ma xa phuong", "ma khu vuc", "code"),
    "name": ("ten", "ten xa", "ten don vi", "xa phuong", "don vi", "name"),
    "year": ("nam", "year"),
    "number": ("dan so truong thanh", "dan so", "nguoi lon", "mau so", "so luong", "adults"),
    "base": ("loai mau so", "mau so la", "base"),
    "source": ("nguon", "nguon so lieu", "source"),
    "as_of": ("den ngay", "ngay so lieu", "as of"),
    "target": ("chi tieu", "target"),
    "group": ("doi tuong", "group"),
    "indicator": ("chi tieu ve", "noi dung", "indicator"),
    "deadline": ("han", "thoi han", "den han", "deadline"),
    "decided_by": ("van ban giao", "quyet dinh", "decided by"),
}
NEEDED = ("code", "year")
YEARS = range(2020, 2101)
BASE_WORDS = {
    "": BaseKind.ADULTS,
    "nguoi lon": BaseKind.ADULTS,
    "nguoi truong thanh": BaseKind.ADULTS,
    "can bo": BaseKind.OFFICIALS,
    "can bo, cong chuc, vien chuc": BaseKind.OFFICIALS,
    "lao dong": BaseKind.WORKERS,
    "nguoi lao dong": BaseKind.WORKERS,
    "hoc sinh": BaseKind.PUPILS,
    "hoc sinh, sinh vien": BaseKind.PUPILS,
    "ho": BaseKind.HOUSEHOLDS,
    "ho gia dinh": BaseKind.HOUSEHOLDS,
}
GROUP_WORDS = {
    "": Group.EVERYBODY,
    "moi nguoi": Group.EVERYBODY,
    "moi doi tuong": Group.EVERYBODY,
    "nguoi dan": Group.RESIDENTS,
    "doanh nghiep": Group.BUSINESS,
    "can bo": Group.OFFICIALS,
    "cbccvc": Group.OFFICIALS,
    "can bo, cong chuc, vien chuc": Group.OFFICIALS,
}
INDICATOR_WORDS = {
    "": Indicator.CERTIFIED,
    "chung nhan": Indicator.CERTIFIED,
    "chung nhan co giam sat": Indicator.SUPERVISED,
    "xac nhan vneid": Indicator.CONFIRMED,
    "vneid": Indicator.CONFIRMED,
    "hoan thanh": Indicator.COMPLETED,
    "ghi danh": Indicator.ENROLLED,
    "den lop": Indicator.ATTENDED,
}
_NUMBER = re.compile(r"\d{1,3}(?:[. ]\d{3})+|\d+")
_TOTAL = re.compile(r"(tong|cong|toan tinh|toan khu vuc)\b")


@dataclass(frozen=True, slots=True)
class NewPopulation:
    place: Place
    year: int
    kind: BaseKind
    number: int
    source: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class NewTarget:
    """`percent` and the base it was worked out from, where the target was given in per cent."""

    place: Place
    year: int
    people: int
    group: Group = Group.EVERYBODY
    indicator: Indicator = Indicator.CERTIFIED
    deadline: dt.date | None = None
    percent: Decimal | None = None
    base: KnownBase | None = None
    decided_by: str = ""

    @property
    def due(self) -> dt.date:
        return self.deadline or dt.date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class KnownBase:
    kind: BaseKind
    number: int
    year: int
    source: str = ""


@dataclass
class Entries:
    """What the file says; `notes`: what was passed over, in sentences."""

    populations: list[NewPopulation] = field(default_factory=list)
    targets: list[NewTarget] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Word = TypeVar("Word", BaseKind, Group, Indicator)

Bases = Mapping[tuple[int, str], list[KnownBase]]
"""What is known already: by ward and kind, the newest year first."""


def read_entries(path: Path, *, places: Places, bases: Bases) -> Entries:
    """What the file at `path` says; FileRefused names every faulty cell by row and column."""
    missing = _("no row has the column heads “Mã” and “Năm”")
    file = read_table(path, COLUMNS, needed=NEEDED, missing=missing)
    reader = _RowReader(file, places, bases)
    for_each_row(file, reader.read)
    return reader.entries


class _RowReader:
    """Judges the rows of one file, each against those before it."""

    def __init__(self, file: DatedFile, places: Places, bases: Bases) -> None:
        self.heads = dict(zip(COLUMNS, file.head, strict=True))
        self.places = places
        self.bases = bases
        self.seen: dict[tuple[object, ...], str] = {}
        self.sums: dict[str, int] = defaultdict(int)
        self.entries = Entries()

    def read(self, cells: dict[str, str]) -> None:
        if self.is_total(cells):
            self.pass_over_total(cells)
            return
        place, year = self.place(cells), self.year(cells)
        number = self.number(cells, "number")
        kind = self.word(cells, "base", BASE_WORDS)
        source, as_of = cells.get("source", ""), self.date(cells, "as_of")
        if number is None and not cells.get("target"):
            raise self.problem("target", _("the row has neither a population nor a target"))
        if number is not None and place.is_ward:
            self.refuse_twice(cells, "code", (place, year, kind))
            population = self.population(place, year, kind, number, source, as_of)
            self.entries.populations.append(population)
        if cells.get("target"):
            base = KnownBase(kind, number, year, source) if number is not None else None
            self.entries.targets.append(self.target(cells, place, year, base))
        for column, value in (("number", number), ("target", self.whole(cells, "target"))):
            self.sums[column] += value or 0

    def problem(self, column: str, text: str) -> CellProblem:
        return CellProblem(self.heads[column] or COLUMNS[column][0], text)

    # --- rows of totals ---

    def is_total(self, cells: dict[str, str]) -> bool:
        words = [cells.get("code", ""), cells.get("name", "")]
        return (
            any(_TOTAL.match(fold(word)) for word in words)
            and not cells.get("code", "")[:1].isdigit()
        )

    def pass_over_total(self, cells: dict[str, str]) -> None:
        for column in ("number", "target"):
            told = self.whole(cells, column)
            if told is not None and told != self.sums[column]:
                text = _("the total says %(told)s, the rows above add up to %(sum)s") % {
                    "told": format_number(told),
                    "sum": format_number(self.sums[column]),
                }
                raise self.problem(column, text)
        self.entries.notes.append(_("Row %(row)s is a total: passed over.") % cells)

    def whole(self, cells: dict[str, str], column: str) -> int | None:
        text = cells.get(column, "")
        return int(re.sub(r"[. ]", "", text)) if _NUMBER.fullmatch(text) else None

    # --- cells ---

    def place(self, cells: dict[str, str]) -> Place:
        code, name = cells.get("code", ""), cells.get("name", "")
        if not code:
            raise self.problem("code", _("is empty"))
        place = self.places.find(code)
        if place is None:
            text = _("there is no ward with the code %(code)s") % {"code": code}
            raise self.problem("code", self.places.told_of(code) or text)
        if name and fold(name) not in place.names:
            text = _("%(code)s is %(place)s, not “%(name)s”")
            words = {"code": code, "place": place.full_name, "name": name}
            raise self.problem("code", text % words)
        return place

    def year(self, cells: dict[str, str]) -> int:
        text = cells.get("year", "")
        if not text.isdecimal() or int(text) not in YEARS:
            raise self.problem("year", _("write a year between 2020 and 2100"))
        return int(text)

    def refuse_twice(self, cells: dict[str, str], column: str, key: tuple[object, ...]) -> None:
        first = self.seen.setdefault(key, cells["row"])
        if first != cells["row"]:
            raise self.problem(column, _("the same as row %(row)s") % {"row": first})

    def word(self, cells: dict[str, str], column: str, words: Mapping[str, Word]) -> Word:
        text = cells.get(column, "")
        found = words.get(fold(text))
        if found is None:
            offered = ", ".join(str(word.label) for word in dict.fromkeys(words.values()))
            raise self.problem(
                column,
                _("“%(value)s” is not one of %(allowed)s") % {"value": text, "allowed": offered},
            )
        return found

    def number(self, cells: dict[str, str], column: str) -> int | None:
        text = cells.get(column, "")
        if not text:
            return None
        if text.endswith("%"):
            raise self.problem(
                column, _("“%(value)s” is a percentage; write how many") % {"value": text}
            )
        number = self.whole(cells, column)
        if not number:
            problem = _("“%(value)s” is not a whole number above 0") % {"value": text}
            raise self.problem(column, problem)
        return number

    def date(self, cells: dict[str, str], column: str) -> dt.date | None:
        text = cells.get(column, "")
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return dt.datetime.strptime(text, form).date() if text else None  # noqa: DTZ007
            except ValueError:
                continue
        raise self.problem(column, _("write the date as 31/01/2026"))

    # --- figures ---

    def population(
        self,
        place: Place,
        year: int,
        kind: BaseKind,
        number: int,
        source: str,
        as_of: dt.date | None,
    ) -> NewPopulation:
        if not source:
            raise self.problem("source", _("say where the population figure comes from"))
        if as_of is None:
            raise self.problem("as_of", _("say of which day the population figure is"))
        return NewPopulation(place, year, kind, number, source, as_of)

    def target(
        self, cells: dict[str, str], place: Place, year: int, base: KnownBase | None
    ) -> NewTarget:
        group = self.word(cells, "group", GROUP_WORDS)
        indicator = self.word(cells, "indicator", INDICATOR_WORDS)
        deadline = self.date(cells, "deadline") or dt.date(year, 12, 31)
        if deadline.year != year:
            raise self.problem(
                "deadline", _("the deadline is not in the year %(year)s") % {"year": year}
            )
        self.refuse_twice(cells, "code", (place, year, group, indicator, deadline))
        percent = self.percent(cells)
        base = base or self.known_base(place, year, USUAL_BASE[group])
        people = self.number(cells, "target") if percent is None else self.people(percent, base)
        if base and people and people > base.number:
            raise self.problem(
                "target",
                _("is more than the base, %(base)s") % {"base": format_number(base.number)},
            )
        return NewTarget(
            place,
            year,
            people or 0,
            group,
            indicator,
            deadline,
            percent,
            base if percent is not None else None,
            cells.get("decided_by", ""),
        )

    def percent(self, cells: dict[str, str]) -> Decimal | None:
        text = cells.get("target", "").replace(",", ".")
        if not text.endswith("%"):
            return None
        number = text.removesuffix("%").strip()
        if not re.fullmatch(r"\d{1,3}(\.\d+)?", number):
            raise self.problem("target", _("write the target as 1886 or 60%"))
        if not 0 < Decimal(number) <= 100:
            raise self.problem("target", _("write a percentage between 0 and 100"))
        return Decimal(number)

    def people(self, percent: Decimal, base: KnownBase | None) -> int:
        """In people, worked out once and kept so; a part of a person is a person."""
        if base is None:
            raise self.problem(
                "target", _("a target in % needs a base: give it in the same row or before")
            )
        return ceil(base.number * percent / 100)

    def known_base(self, place: Place, year: int, kind: BaseKind) -> KnownBase | None:
        """Of this file first, then what was saved before; the newest not after the year."""
        here = [
            KnownBase(p.kind, p.number, p.year, p.source)
            for p in self.entries.populations
            if p.place == place and p.kind == kind
        ]
        known = [*here, *(self.bases.get((place.pk, kind), []) if place.is_ward else [])]
        return next(
            (base for base in sorted(known, key=lambda b: -b.year) if base.year <= year), None
        )
