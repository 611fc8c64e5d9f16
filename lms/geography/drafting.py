"""The answers of an administrator who records a change of units, kept in the browser's session; and
the dated file they make. Page by page or as a file: from here on both are the same rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import asdict, dataclass, field
from typing import Self

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.core.vietnamese import format_date
from lms.units.dated_files import CHANGES_AND_PEOPLE
from lms.units.people_rules import ASK

_KEY = "unit_change"
_FILE = "unit_change_file"
MOST_CHARACTERS = 200_000

KIND, UNITS, RESULT, PARTS, PEOPLE, NEW, NAME, LEVEL, PROVINCE, PAPER = (
    "loai", "don-vi", "ket-qua", "cac-phan", "nguoi-dan", "don-vi-moi", "ten", "cap", "tinh",
    "van-ban",
)  # fmt: skip
KINDS = {
    "merge": _("Merge several units into one"),
    "split": _("Split one unit into several"),
    "rename": _("Change a name"),
    "kind": _("A commune becomes a ward, or the like"),
    "create": _("A new unit"),
    "move": _("A unit moves to another province"),
    "close": _("A unit ends without a successor"),
}
_STEPS = {
    "merge": [UNITS, RESULT],
    "split": [UNITS, PARTS, PEOPLE],
    "rename": [UNITS, NAME],
    "kind": [UNITS, LEVEL],
    "create": [NEW],
    "move": [UNITS, PROVINCE],
    "close": [UNITS],
}

Row = dict[str, str]


@dataclass
class Draft:
    answered: list[str] = field(default_factory=list)
    kind: str = ""
    units: list[str] = field(default_factory=list)  # codes
    parts: list[list[str]] = field(default_factory=list)  # new: code, name, kind; known: code
    lives_on: bool = False  # of a split: the unit itself remains
    into: str = ""  # of a merger: the code of what remains
    name: str = ""
    level: str = ""
    province: str = ""
    people: str = ""
    date: str = ""
    number: str = ""
    signed: str = ""
    authority: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        kept = request.session.get(_KEY)
        return cls(**kept) if isinstance(kept, dict) else cls()

    def keep(self, request: HttpRequest, *, answered: str) -> None:
        if answered == KIND:
            self.answered = []
        if answered == UNITS:  # what was said about other units says nothing about these
            self.answered = [step for step in self.answered if step in (KIND, PAPER)]
        self.answered = [*(step for step in self.answered if step != answered), answered]
        request.session[_KEY] = asdict(self)

    @property
    def steps(self) -> list[str]:
        return [KIND, *_STEPS.get(self.kind, []), PAPER]

    @property
    def next_step(self) -> str:
        """The first question without an answer; "" when all are answered."""
        return next((step for step in self.steps if step not in self.answered), "")

    def may_ask(self, step: str) -> bool:
        if step not in self.steps:
            return False
        return set(self.steps[: self.steps.index(step)]) <= set(self.answered)

    @property
    def decree(self) -> str:
        """ "Nghị quyết 12/NQ-HĐND ngày 01/12/2026 của HĐND tỉnh"; Vietnamese in every language."""
        signed = format_date(dt.date.fromisoformat(self.signed))
        return f"{self.number} ngày {signed} của {self.authority}"

    # --- rows ----------------------------------------------------------------------------------

    def rows(self) -> list[Row]:
        """The rows of the dated file that says the same."""
        new = [self._new(part) for part in self.parts if len(part) > 1]
        return [*new, *self._rows_of_kind()]

    def _rows_of_kind(self) -> list[Row]:
        if self.kind == "create":
            return []
        if self.kind == "merge":
            return self._mergers()
        [unit] = self.units
        if self.kind == "split":
            heirs = [part[0] for part in self.parts]
            successors = ";".join([unit, *heirs] if self.lives_on else heirs)
            return [self._row(unit, successors=successors, people=self.people or ASK)]
        return [self._row(unit, name=self.name, kind=self.level, parent=self.province)]

    def _mergers(self) -> list[Row]:
        rows = [self._row(unit, successors=self.into) for unit in self.units if unit != self.into]
        if self.name:
            rows.append(self._row(self.into, change="rename", name=self.name))
        return rows

    def _new(self, part: list[str]) -> Row:
        code, name, kind = part
        parent = str(settings.OPERATOR_PROVINCE)
        return self._row(code, change="create", name=name, kind=kind, parent=parent)

    def _row(self, code: str, **cells: str) -> Row:
        row = dict.fromkeys(CHANGES_AND_PEOPLE, "")
        return (
            row
            | {
                "date": self.date,
                "code": code,
                "change": self.kind,
                "decree": self.decree,
            }
            | cells
        )


def as_csv(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, CHANGES_AND_PEOPLE, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


# --- what is about to be applied ---------------------------------------------------------------


def keep_file(request: HttpRequest, name: str, text: str) -> None:
    request.session[_FILE] = [name, text]


def kept_file(request: HttpRequest) -> tuple[str, str] | None:
    kept = request.session.get(_FILE)
    return (kept[0], kept[1]) if isinstance(kept, list) else None


def clear(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
    request.session.pop(_FILE, None)
