"""What every unit was called, was, and belonged to, day by day: dated changes applied in order.

Works on plain values, so all rules are tested without a database. Applying a change that is on
record already changes nothing. A change earlier than a later one on record is refused, except to
correct what is recorded for that very day.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from lms.core.vietnamese import format_date
from lms.units.dated_files import CellProblem, day, one_of, required
from lms.units.models import PROVINCE_KINDS, WARD_KINDS, RestOfPeople
from lms.units.people_rules import rule_of

KINDS = (*WARD_KINDS, *PROVINCE_KINDS)
CODE_LENGTHS: dict[str, int] = {**dict.fromkeys(WARD_KINDS, 5), **dict.fromkeys(PROVINCE_KINDS, 2)}


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a file of changes; empty text where the row says nothing."""

    date: dt.date
    code: str
    change: str
    name: str = ""
    kind: str = ""
    parent: str = ""
    successors: tuple[str, ...] = ()
    decree: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A unit on the days [valid_from, valid_to). `parent` is a code, "" for a province."""

    name: str
    kind: str
    parent: str
    valid_from: dt.date
    valid_to: dt.date | None
    decree: str


@dataclass(frozen=True, slots=True)
class Passing:
    """`predecessor` went over into `successor` on `date` (both codes)."""

    predecessor: str
    successor: str
    date: dt.date
    change: str
    decree: str
    takes: tuple[str, ...] = ()
    rest: str = RestOfPeople.HERE


@dataclass(slots=True)
class UnitHistory:
    """All versions of one unit, oldest first; the last one is open unless the unit is closed."""

    versions: list[Version] = field(default_factory=list)

    @property
    def closed_on(self) -> dt.date | None:
        return self.versions[-1].valid_to

    def on(self, date: dt.date) -> Version | None:
        """The version in force on `date`, if the unit existed."""
        for version in self.versions:
            if version.valid_from <= date and (not version.valid_to or date < version.valid_to):
                return version
        return None

    def in_force(self, today: dt.date) -> Version:
        """The version of `today`; of a unit that is gone the last, of one to come the first."""
        past = [version for version in self.versions if version.valid_from <= today]
        return past[-1] if past else self.versions[0]


def change_from(cells: dict[str, str]) -> Change:
    """The change a row of a file describes, each cell checked by itself."""
    change = one_of(cells, "change", tuple(_RULES))
    for column in _NEEDED.get(change, ()):
        required(cells, column)
    if cells["kind"]:
        one_of(cells, "kind", KINDS)
    successors = tuple(code.strip() for code in cells["successors"].split(";") if code.strip())
    return Change(
        date=day(cells, "date"),
        code=required(cells, "code"),
        change=change,
        name=cells["name"],
        kind=cells["kind"],
        parent=cells["parent"],
        successors=successors,
        decree=required(cells, "decree"),
        people=cells.get("people", ""),
    )


class History:
    """The units by code, and who passed into whom."""

    def __init__(self) -> None:
        self.units: dict[str, UnitHistory] = {}
        self.passings: set[Passing] = set()

    def apply(self, change: Change) -> None:
        """Put `change` on record; raises CellProblem and changes nothing if it cannot be true."""
        _RULES[change.change](self, change)

    def _create(self, change: Change) -> None:
        self._check_shape(change)
        made = Version(change.name, change.kind, change.parent, change.date, None, change.decree)
        unit = self.units.get(change.code)
        if unit is None:
            self.units[change.code] = UnitHistory([made])
        elif unit.versions[0].valid_from == change.date:
            unit.versions[0] = replace(made, valid_to=unit.versions[0].valid_to)
        elif unit.versions[-1].valid_from == change.date:  # brought back, and on record
            unit.versions[-1] = replace(made, valid_to=unit.versions[-1].valid_to)
        elif unit.closed_on and unit.closed_on <= change.date:
            unit.versions.append(made)
        else:
            since = unit.versions[0].valid_from
            problem = _("%(code)s exists already since %(date)s")
            raise CellProblem("code", problem % {"code": change.code, "date": format_date(since)})

    def _check_shape(self, change: Change) -> None:
        if not (change.code.isdecimal() and len(change.code) == CODE_LENGTHS[change.kind]):
            problem = _("a code of this kind has %(count)s digits")
            raise CellProblem("code", problem % {"count": CODE_LENGTHS[change.kind]})
        if change.kind in PROVINCE_KINDS and change.parent:
            raise CellProblem("parent", _("a province belongs to no other unit"))
        if change.kind in WARD_KINDS:
            self._check_province(change)

    def _check_province(self, change: Change) -> None:
        province = self.units.get(change.parent)
        version = province.on(change.date) if province else None
        if version is None or version.kind not in PROVINCE_KINDS:
            problem = _("there is no province “%(code)s” on %(date)s")
            raise CellProblem(
                "parent", problem % {"code": change.parent, "date": format_date(change.date)}
            )

    def _alter(self, change: Change) -> None:
        unit = self._existing(change.code, change.date, "code")
        self._check_alteration(change, unit)
        last = unit.versions[-1]
        for place, version in enumerate(unit.versions):
            if version.valid_from == change.date:  # on record: repeated, or a second row of the day
                unit.versions[place] = _altered(version, change)
                return
        if last.valid_from > change.date:
            problem = _("a later change, of %(date)s, is on record")
            raise CellProblem("date", problem % {"date": format_date(last.valid_from)})
        unit.versions[-1] = replace(last, valid_to=change.date)
        unit.versions.append(replace(_altered(last, change), valid_from=change.date))

    def _check_alteration(self, change: Change, unit: UnitHistory) -> None:
        if change.parent:
            self._check_province(change)
        if change.kind and CODE_LENGTHS[change.kind] != CODE_LENGTHS[unit.versions[-1].kind]:
            raise CellProblem("kind", _("a province and a ward cannot change into each other"))

    def _pass_on(self, change: Change) -> None:
        heirs = [code for code in dict.fromkeys(change.successors) if code != change.code]
        if not heirs:
            raise CellProblem("successors", _("name a unit besides the one that changes"))
        self._check_heirs(change, heirs)
        rule = rule_of(change)
        for former in rule.by_former:
            if former not in self.units:
                problem = _("there is no unit “%(code)s”")
                raise CellProblem("people", problem % {"code": former})
        if change.code not in change.successors:
            self._close(change)
        for heir in heirs:
            made = Passing(
                change.code, heir, change.date, change.change, change.decree,
                rule.taken_by(heir), rule.rest_seen_by(heir),
            )  # fmt: skip
            if not any(_is_same_passing(made, known) for known in self.passings):
                self.passings.add(made)

    def _check_heirs(self, change: Change, heirs: list[str]) -> None:
        for successor in change.successors:
            unit = self._existing(successor, change.date, "successors")
            own = self.units.get(change.code)
            if own and (unit.versions[-1].parent == "") != (own.versions[-1].parent == ""):
                raise CellProblem(
                    "successors", _("a province and a ward cannot change into each other")
                )
        for passing in self.passings:
            turned_round = passing.successor == change.code and passing.predecessor in heirs
            if turned_round and passing.date == change.date:
                problem = _("“%(code)s” goes into this unit on the same day")
                raise CellProblem("successors", problem % {"code": passing.predecessor})

    def _close(self, change: Change) -> None:
        unit = self.units.get(change.code)
        if unit and unit.closed_on == change.date:
            return
        unit = self._existing(change.code, change.date, "code")
        last = unit.versions[-1]
        if last.valid_from >= change.date or last.valid_to:
            problem = _("another change, of %(date)s, is on record")
            raise CellProblem(
                "date", problem % {"date": format_date(last.valid_to or last.valid_from)}
            )
        if last.kind in PROVINCE_KINDS and self._has_wards(change.code, change.date):
            raise CellProblem("code", _("wards belong to it still; move them first"))
        unit.versions[-1] = replace(last, valid_to=change.date)

    def _has_wards(self, province: str, date: dt.date) -> bool:
        versions = (unit.on(date) for unit in self.units.values())
        return any(version is not None and version.parent == province for version in versions)

    def _existing(self, code: str, date: dt.date, column: str) -> UnitHistory:
        unit = self.units.get(code)
        if unit is None or unit.on(date) is None:
            problem = _("there is no unit “%(code)s” on %(date)s")
            raise CellProblem(column, problem % {"code": code, "date": format_date(date)})
        return unit


def _is_same_passing(one: Passing, other: Passing) -> bool:
    """The rule for people is that of the first time: who has moved is not moved again."""
    return (one.predecessor, one.successor, one.date) == (
        other.predecessor,
        other.successor,
        other.date,
    )


def _altered(version: Version, change: Change) -> Version:
    return replace(
        version,
        name=change.name or version.name,
        kind=change.kind or version.kind,
        parent=change.parent or version.parent,
        decree=change.decree,
    )


_RULES: dict[str, Callable[[History, Change], None]] = {
    "create": History._create,
    "rename": History._alter,
    "kind": History._alter,
    "move": History._alter,
    "merge": History._pass_on,
    "split": History._pass_on,
    "close": History._close,
}
_NEEDED = {
    "create": ("name", "kind"),
    "rename": ("name",),
    "kind": ("kind",),
    "move": ("parent",),
    "merge": ("successors",),
    "split": ("successors",),
}
