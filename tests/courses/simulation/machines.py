"""The same runs through both machines: the reference in Python makes the cases, JavaScript plays them."""

from __future__ import annotations

import random
from dataclasses import asdict
from typing import Any

from courses.simulation.engine import State, answer, begin, dump, hint, leave
from courses.simulation.judging import MISS, Form, Verdict, box
from courses.simulation.persona import fill, persona
from courses.simulation.scoring import score
from courses.simulation.script import Script, Step

PASS_PERCENT = 80
# Plays one case and says what it came to after every move.
PLAY = """({script, mode, facts, moves, passPercent}) => {
  let state = Machine.begin(script)
  const sorted = (_key, value) => value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort()) : value
  const text = (state) => JSON.stringify({...state, path: [...new Set(state.path)]}, sorted)
  return moves.map(([did, form, at]) => {
    let verdict = null
    if (did === 'hint') state = Machine.hint(state, mode)
    else if (did === 'leave') state = Machine.leave(script, state, mode, at)
    else [state, verdict] = Machine.answer(script, state, mode, facts, form, at)
    const again = Lms.unpacked(script, Lms.packed(script,
      {mode, inList: true, person: 3, seconds: at, state: state.cursor ? state : Machine.begin(script)}))
    const {last, ...kept} = state
    return {
      ...kept, verdict: verdict && {...verdict, option: verdict.option && verdict.option.id},
      number: state.cursor ? Machine.numberOf(script, state) : null,
      same: !state.cursor || text(again.state) === text(state),
      size: Lms.packed(script, {mode, inList: true, person: 23, seconds: 99999,
        state: {...state, cursor: state.cursor || script.steps[0].uid}}).length,
      score: state.cursor ? null : Machine.score(script, state.results, passPercent),
    }
  })
}"""


def as_data(script: Script) -> dict[str, Any]:
    return {"version": "123-abcdef01", "steps": [asdict(step) for step in script.steps]}


def random_case(
    script: Script, mode: str, seed: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A run of somebody who presses this and that until the end, and what the reference says."""
    rng, facts = random.Random(seed), {**persona(seed), **script.facts}
    state, moves, told = begin(script), list[Any](), list[dict[str, Any]]()
    while not state.is_finished:
        did = rng.choice(("hint", "leave", "", "", ""))
        form = random_form(script.by_uid[state.cursor], facts, rng)
        at = state.entered + rng.randrange(40)
        moves.append([did, form, at])
        state, verdict = played(script, state, mode, facts, did, form, at)
        told.append(as_told(script, state, verdict))
    case = {"script": as_data(script), "mode": mode, "facts": facts, "moves": moves}
    return case | {"passPercent": PASS_PERCENT}, told


def played(
    script: Script, state: State, mode: str, facts: dict[str, str], did: str, form: Form, at: int
) -> tuple[State, Verdict | None]:
    if did == "hint":
        return hint(state, mode, at), None
    if did == "leave":
        return leave(script, state, mode, at), None
    return answer(script, state, mode, facts, form, at)


def as_told(script: Script, state: State, verdict: Verdict | None) -> dict[str, Any]:
    kept = {"cursor": state.cursor, "turn": state.turn, **dump(state)}
    del kept["events"]
    return {
        **kept,
        "verdict": verdict and asdict(verdict) | {
            "option": verdict.option and verdict.option.id,
            "chosen": list(verdict.chosen),
            "faults": list(verdict.faults),
        },
        "score": final(script, state) if state.is_finished else None,
    }  # fmt: skip


def final(script: Script, state: State) -> dict[str, Any]:
    found = score(script, state.results)
    return {
        "points": found.points,
        "most": found.most,
        "steps": found.steps,
        "own": found.own,
        "failedCritical": list(found.failed_critical),
        "percent": found.percent,
        "passed": found.passes(PASS_PERCENT),
    }


def random_form(step: Step, facts: dict[str, str], rng: random.Random) -> dict[str, list[str]]:
    ids = [option.id for option in step.options]
    if step.is_typed:
        return {box(one): [typed(fill(one.expected, facts), rng)] for one in step.fields}
    if rng.random() < 0.1:
        return rng.choice(({}, {MISS: ["3"]}, {"answer": ["nobody"]}))
    if step.kind == "confirm":
        right = [option.id for option in step.right_options]
        return {
            "answer": right if rng.random() < 0.4 else rng.sample(ids, rng.randint(0, len(ids)))
        }
    return {"answer": [rng.choice(ids)]} if ids else {}


def typed(wanted: str, rng: random.Random) -> str:
    """What a person may type for it: rightly, carelessly, wrongly, or a number that may be real."""
    careless = f"  {wanted.upper()} \u200b", wanted.replace("/0", "/"), wanted.replace("-", "")
    return rng.choice((wanted, *careless, "", "sai", "051185001234", "0905 123 456", wanted[1:]))
