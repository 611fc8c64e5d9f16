"""Reading the CSV files of `lms/units/data`: rows with a type, or all their faults at once.

A file's head line says what it holds. Nothing is written here; a fault names row and column as a
spreadsheet program shows them (the head is row 1).
"""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from lms.core.errors import DomainError
from lms.core.vietnamese import clean_text

CHANGES = ("date", "code", "change", "name", "kind", "parent", "successors", "decree")
CHANGES_AND_PEOPLE = (*CHANGES, "people")
FORMER_NAMES = ("code", "ward", "district", "province")
AREAS = ("area", "name", "province", "ward", "valid_from", "valid_to")
AGENCIES = ("code", "name", "kind", "parent", "unit")
KNOWN_HEADS = (CHANGES, CHANGES_AND_PEOPLE, FORMER_NAMES, AREAS, AGENCIES)
_MOST_FAULTS_SHOWN = 20

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell (or row, when `column` is empty)."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        if not self.column:
            return _("Row %(row)s: %(problem)s") % {"row": self.row, "problem": self.problem}
        return _("Row %(row)s, column “%(column)s”: %(problem)s") % {
            "row": self.row,
            "column": self.column,
            "problem": self.problem,
        }


class FileRefused(DomainError):
    """A file has faults, and nothing of it was written."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.faults = faults
        shown = [str(fault) for fault in faults[:_MOST_FAULTS_SHOWN]]
        if len(faults) > len(shown):
            shown.append(_("and %(count)s more") % {"count": len(faults) - len(shown)})
        super().__init__("\n".join([name, *shown]), code="units.file_refused")


@dataclass(frozen=True, slots=True)
class DatedFile:
    """A file read: its head, and its rows as (row number, cells by column)."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_bytes(name: str, content: bytes) -> DatedFile:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Fault(1, "", _("save the file as CSV in UTF-8"))
        raise FileRefused(name, [fault]) from error
    return read_text(name, text)


def read_text(name: str, text: str) -> DatedFile:
    try:
        table = [[clean_text(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
    except csv.Error as error:
        raise FileRefused(name, [Fault(1, "", _("save the file as CSV in UTF-8"))]) from error
    head = tuple(table[0]) if table else ()
    if head not in KNOWN_HEADS:
        expected = ", ".join(CHANGES)
        problem = _("the columns are not known; a file of changes has %(columns)s")
        raise FileRefused(name, [Fault(1, "", problem % {"columns": expected})])
    return DatedFile(name, head, tuple(_cells(name, head, table)))


def _cells(
    name: str, head: tuple[str, ...], table: list[list[str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in enumerate(table[1:], start=2):
        if not any(row):
            continue
        if len(row) != len(head):
            problem = _("%(found)s cells instead of %(expected)s")
            fault = Fault(number, "", problem % {"found": len(row), "expected": len(head)})
            raise FileRefused(name, [fault])
        yield number, dict(zip(head, row, strict=True))


class CellProblem(Exception):
    """Raised by whoever handles a row; `for_each_row` adds the row's number."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column = column
        self.problem = problem


def for_each_row(file: DatedFile, handle: Callable[[dict[str, str]], Made]) -> list[Made]:
    """What `handle` gives for every row, in order; raises the faults of all rows together."""
    made: list[Made] = []
    faults: list[Fault] = []
    for number, cells in file.rows:
        try:
            made.append(handle(cells))
        except CellProblem as problem:
            faults.append(Fault(number, problem.column, problem.problem))
    if faults:
        raise FileRefused(file.name, faults)
    return made


def required(cells: dict[str, str], column: str) -> str:
    """The text of a cell that may not be empty."""
    if not cells[column]:
        raise CellProblem(column, _("is empty"))
    return cells[column]


def one_of(cells: dict[str, str], column: str, allowed: tuple[str, ...]) -> str:
    """The text of a cell that holds one of a few words."""
    if cells[column] not in allowed:
        problem = _("“%(value)s” is not one of %(allowed)s")
        raise CellProblem(column, problem % {"value": cells[column], "allowed": ", ".join(allowed)})
    return cells[column]


def day(cells: dict[str, str], column: str) -> dt.date:
    """The date in a cell, written 2026-04-30."""
    try:
        return dt.date.fromisoformat(cells[column])
    except ValueError as error:
        raise CellProblem(column, _("write the date as 2026-04-30")) from error
