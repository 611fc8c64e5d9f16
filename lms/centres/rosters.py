"""The list of a class as the page shows it: three groups, each in the order of names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.centres.models import Attendance, AttendanceHow, AttendanceState
from lms.centres.queries import digits
from lms.core.vietnamese import fold, format_time

# How somebody came onto the list, in the fewest words that fit beside a name on a phone.
_WORDS = {
    AttendanceHow.PIN: gettext_lazy("PIN at %(time)s"),
    AttendanceHow.QR: gettext_lazy("QR at %(time)s"),
    AttendanceHow.SHARED_DEVICE: gettext_lazy("shared computer at %(time)s"),
    AttendanceHow.BY_HAND: gettext_lazy("by hand at %(time)s"),
    AttendanceHow.PAPER: gettext_lazy("from paper"),
}


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What components/roster.html shows."""

    value: int
    text: str
    digits: str
    note: str
    checked: bool = False


class Roster:
    """`rows` sorted already; `text` narrows by name, accents or not. Counts are of everybody."""

    def __init__(self, rows: Sequence[Attendance], *, text: str = "") -> None:
        self.text = text.strip()
        words = fold(self.text).split()
        self._shown = [row for row in rows if all(w in row.user.folded_name for w in words)]
        self.listed = len(rows)
        self.present_count = sum(row.state == AttendanceState.PRESENT for row in rows)

    @property
    def found(self) -> int:
        return len(self._shown)

    @property
    def waiting(self) -> list[RosterRow]:
        return self._group(AttendanceState.WAITING)

    @property
    def present(self) -> list[RosterRow]:
        return self._group(AttendanceState.PRESENT)

    @property
    def missing(self) -> list[RosterRow]:
        """Not here: expected still, or marked absent."""
        return self._group(AttendanceState.EXPECTED, AttendanceState.ABSENT)

    def only(self, people: Iterable[int]) -> list[RosterRow]:
        """The rows shown of these people (ids), in the order of names."""
        ids = set(people)
        return [_row(row) for row in self._shown if row.user_id in ids]

    def _group(self, *states: str) -> list[RosterRow]:
        return [_row(row) for row in self._shown if row.state in states]


def _row(row: Attendance) -> RosterRow:
    return RosterRow(row.user_id, row.user.full_name, digits(row.user), _note(row))


def _note(row: Attendance) -> str:
    if row.state == AttendanceState.ABSENT:
        return _("absent")
    if row.state == AttendanceState.EXPECTED:
        return ""
    moment = row.checked_in_at or row.confirmed_at
    return str(_WORDS[AttendanceHow(row.how)]) % {"time": format_time(moment) if moment else ""}


def found_rows(people: Iterable[User]) -> list[RosterRow]:
    """People found by a search, told apart by year of birth and ward."""
    return [
        RosterRow(
            person.pk,
            person.full_name,
            digits(person),
            " · ".join(str(part) for part in (person.birth_year, person.ward) if part),
        )
        for person in people
    ]
