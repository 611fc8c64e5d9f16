"""One run through a script, as a pure machine: a state, something done, the next state.

Three modes play the same steps. In none of them can a person be caught: watching goes on by
itself, and after three misses a step can be left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from courses.simulation.judging import Form, Verdict, judge
from courses.simulation.scoring import Outcome, points_for
from courses.simulation.script import Script, Step

MOST_HINTS = 3  # two in words, then the ring
MISSES_TO_LEAVE = 3
MOST_MISHAPS_KEPT = 60  # of a run, so that it stays under 5 KB; all are counted


class Mode(StrEnum):
    WATCH = "xem"
    TRY = "thu"
    TEST = "kiem_tra"


class Did(StrEnum):
    """What an event of a run was."""

    RIGHT = "r"
    WRONG = "w"
    HINT = "h"
    HELPED = "d"
    SKIPPED = "s"
    WATCHED = "n"


@dataclass(frozen=True, slots=True)
class Event:
    """`detail`: ids of options pressed, or of boxes not right; never what was typed. `at`: seconds
    since the run began."""

    uid: str
    did: str
    detail: str
    at: int


@dataclass(frozen=True, slots=True)
class StepResult:
    misses: int
    hints: int
    outcome: str
    points: int  # 0, 1, 2
    seconds: int  # since the step was entered, the last time if a detour came between


@dataclass(frozen=True, slots=True)
class State:
    """`path`: steps left behind, detours included. `cursor` "": finished. `turn` counts what was
    done, so that a form sent twice is done once."""

    cursor: str
    turn: int = 0
    entered: int = 0  # seconds since the run began
    path: tuple[str, ...] = ()
    misses: Mapping[str, int] = field(default_factory=dict)
    hints: Mapping[str, int] = field(default_factory=dict)
    results: Mapping[str, StepResult] = field(default_factory=dict)
    events: tuple[Event, ...] = ()

    @property
    def is_finished(self) -> bool:
        return not self.cursor

    def missed(self, uid: str) -> int:
        return self.misses.get(uid, 0)

    def hinted(self, uid: str) -> int:
        return self.hints.get(uid, 0)


def begin(script: Script) -> State:
    return State(cursor=script.steps[0].uid)


def may_leave(state: State, mode: str) -> bool:
    return mode != Mode.WATCH and state.missed(state.cursor) >= MISSES_TO_LEAVE


def answer(
    script: Script, state: State, mode: str, facts: Mapping[str, str], form: Form, at: int
) -> tuple[State, Verdict]:
    """Something was pressed, chosen or typed."""
    step = script.by_uid[state.cursor]
    if mode == Mode.WATCH:
        return _leave(script, state, step, Did.WATCHED, Verdict(True), at), Verdict(True)
    verdict = judge(step, facts, form)
    if verdict.empty:
        return state, verdict
    if verdict.right:
        return _leave(script, state, step, Did.RIGHT, verdict, at), verdict
    detail = ",".join(verdict.chosen or verdict.faults)
    missed = replace(
        _noted(state, Did.WRONG, detail, at),
        misses={**state.misses, step.uid: state.missed(step.uid) + 1},
    )
    seen_enough = state.missed(step.uid) >= MISSES_TO_LEAVE
    if verdict.option is not None and verdict.option.goto and not seen_enough:
        missed = replace(
            missed, cursor=verdict.option.goto, path=(*state.path, step.uid), entered=at
        )
    return missed, verdict


def hint(state: State, mode: str, at: int) -> State:
    """One hint more; only where one tries."""
    level = state.hinted(state.cursor)
    if mode != Mode.TRY or level >= MOST_HINTS:
        return state
    noted = _noted(state, Did.HINT, str(level + 1), at)
    return replace(noted, hints={**state.hints, state.cursor: level + 1})


def leave(script: Script, state: State, mode: str, at: int) -> State:
    """Have the step done after three misses; in a test that is skipping it."""
    if not may_leave(state, mode):
        return state
    step = script.by_uid[state.cursor]
    did = Did.SKIPPED if mode == Mode.TEST else Did.HELPED
    return _leave(script, state, step, did, Verdict(True), at)


def _leave(script: Script, state: State, step: Step, did: Did, verdict: Verdict, at: int) -> State:
    option = verdict.option or next(iter(step.right_options), None)
    left = replace(
        _noted(state, did, ",".join(verdict.chosen), at),
        cursor=script.after(step, option),
        path=(*state.path, step.uid),
        entered=at,
    )
    if step.detour or did == Did.WATCHED:
        return left
    return replace(left, results={**state.results, step.uid: _result(state, step, did, at)})


def _result(state: State, step: Step, did: Did, at: int) -> StepResult:
    misses, hints = state.missed(step.uid), state.hinted(step.uid)
    outcome = _outcome(did, misses, hints)
    points = points_for(outcome, misses)
    return StepResult(misses, hints, outcome, points, at - state.entered)


def _outcome(did: Did, misses: int, hints: int) -> Outcome:
    if did == Did.SKIPPED:
        return Outcome.SKIPPED
    if did == Did.HELPED or hints >= MOST_HINTS or misses >= MISSES_TO_LEAVE:
        return Outcome.HELPED
    return Outcome.RETRY if misses or hints else Outcome.FIRST


def _noted(state: State, did: Did, detail: str, at: int) -> State:
    """With the event, and one turn on. Mishaps beyond the limit are counted, not kept."""
    turned = replace(state, turn=state.turn + 1)
    is_mishap = did in (Did.WRONG, Did.HINT)
    if is_mishap and sum(e.did in (Did.WRONG, Did.HINT) for e in state.events) >= MOST_MISHAPS_KEPT:
        return turned
    event = Event(state.cursor, did.value, detail[:40], at)
    return replace(turned, events=(*state.events, event))


# --- as it is stored ---------------------------------------------------------------------------


def dump(state: State) -> dict[str, Any]:
    """All but cursor and turn, which have columns of their own."""
    return {
        "entered": state.entered,
        "path": list(state.path),
        "misses": dict(state.misses),
        "hints": dict(state.hints),
        "results": {
            uid: [one.misses, one.hints, one.outcome, one.points, one.seconds]
            for uid, one in state.results.items()
        },
        "events": [[event.uid, event.did, event.detail, event.at] for event in state.events],
    }


def restore(cursor: str, turn: int, data: Mapping[str, Any]) -> State:
    return State(
        cursor=cursor,
        turn=turn,
        entered=data["entered"],
        path=tuple(data["path"]),
        misses=data["misses"],
        hints=data["hints"],
        results={uid: StepResult(*row) for uid, row in data["results"].items()},
        events=tuple(Event(*row) for row in data["events"]),
    )
