"""A finished run told again, moment by moment (b8). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from courses.simulation.engine import Did, State


@dataclass(frozen=True, slots=True)
class Moment:
    """`detail`: ids of what was pressed, or of boxes not right; `seconds`: since the moment before;
    `number`: which step of the run it belongs to, from 1."""

    uid: str
    did: str
    detail: str
    seconds: int
    number: int

    @property
    def is_wrong(self) -> bool:
        return self.did == Did.WRONG


def moments(state: State) -> list[Moment]:
    told, before, order = [], 0, dict[str, int]()
    for event in state.events:
        number = order.setdefault(event.uid, len(order) + 1)
        told.append(Moment(event.uid, event.did, event.detail, event.at - before, number))
        before = event.at
    return told
