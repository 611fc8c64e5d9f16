"""Where the people of a unit go that is merged or split. Pure.

Merged into one unit they all go there. Otherwise the change says it, in the column `people`:
`21211=21998;21025` sends who lived in 21211 before to 21998 and everybody else to 21025; `ask` (alone
or as the last part) leaves those who remain on the list of people to be asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lms.units.dated_files import CellProblem
from lms.units.models import RestOfPeople

if TYPE_CHECKING:
    from lms.units.history import Change

ASK = "ask"


@dataclass(frozen=True, slots=True)
class PeopleRule:
    """`by_former`: successor by former unit; `rest`: the unit everybody else goes to, or ASK."""

    by_former: Mapping[str, str]
    rest: str

    def taken_by(self, heir: str) -> tuple[str, ...]:
        return tuple(former for former, to in self.by_former.items() if to == heir)

    def rest_seen_by(self, heir: str) -> str:
        if self.rest == ASK:
            return RestOfPeople.ASKED
        return RestOfPeople.HERE if self.rest == heir else RestOfPeople.ELSEWHERE


def rule_of(change: Change) -> PeopleRule:
    """The rule a change gives; raises CellProblem where it gives none and one is needed."""
    successors = tuple(dict.fromkeys(change.successors))
    if not change.people:
        if len(successors) == 1:
            return PeopleRule({}, successors[0])
        raise CellProblem("people", _("say who goes where: a code, 21211=21998;21025, or ask"))
    *pairs, rest = [part.strip() for part in change.people.split(";") if part.strip()] or [""]
    if "=" in rest:
        raise CellProblem("people", _("say last where everybody else goes: a code, or ask"))
    by_former = dict(_pair(part) for part in pairs)
    if rest not in (*successors, ASK):
        raise CellProblem("people", _not_a_successor(rest))
    for to in by_former.values():
        if to not in successors or to == change.code:  # who stays is named last
            raise CellProblem("people", _not_a_successor(to))
    return PeopleRule(by_former, rest)


def _not_a_successor(code: str) -> str:
    return _("“%(code)s” is not among the successors") % {"code": code}


def _pair(part: str) -> tuple[str, str]:
    former, sign, to = part.partition("=")
    if not (sign and former.strip() and to.strip()):
        raise CellProblem("people", _("say who goes where: a code, 21211=21998;21025, or ask"))
    return former.strip(), to.strip()
