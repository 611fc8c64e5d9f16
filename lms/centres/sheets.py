"""Rows of the attendance sheet that people sign. Pure but for the rows it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.centres.models import Attendance
from lms.centres.queries import digits

ROWS_A_PAGE = 25
SPARE_ROWS = 3  # at least this many empty ones at the end


@dataclass(frozen=True, slots=True)
class SheetRow:
    number: int
    name: str = ""
    birth_year: int | None = None
    digits: str = ""


def sheet_pages(roster: Sequence[Attendance]) -> list[list[SheetRow]]:
    """Full pages of 25: the people in the order given, then empty rows."""
    pages = -(-(len(roster) + SPARE_ROWS) // ROWS_A_PAGE)
    people = [
        SheetRow(number, row.user.full_name, row.user.birth_year, digits(row.user))
        for number, row in enumerate(roster, 1)
    ]
    spare = [SheetRow(number) for number in range(len(people) + 1, pages * ROWS_A_PAGE + 1)]
    rows = people + spare
    return [rows[start : start + ROWS_A_PAGE] for start in range(0, len(rows), ROWS_A_PAGE)]
