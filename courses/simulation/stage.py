"""What one page of a run shows, worked out from script and state alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.simulation.engine import MOST_HINTS, Did, Mode, State, may_leave
from courses.simulation.judging import Form, Verdict, box
from courses.simulation.persona import fill
from courses.simulation.script import Screen, Script, Step

Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to press or choose. `ring`: it is the right one, and pointed at."""

    id: str
    label: str
    note: str
    ring: bool
    region: str  # its class in the style sheet of the version; "" on a drawn screen


@dataclass(frozen=True, slots=True)
class Box:
    name: str
    label: str
    help: str
    value: str
    error: str
    digits: bool


@dataclass(frozen=True)
class Stage:
    """`action`: which controls stand in the frame. `live` False: to look at, not to press."""

    step: Step
    screen: Screen
    goal: str
    where: str
    why: str
    number: int
    total: int
    action: str
    options: list[Shown]
    boxes: list[Box]
    mode: str
    in_list: bool
    live: bool
    list_text: str
    hints: list[str] = field(default_factory=list)
    more_hints: bool = False
    may_leave: bool = False
    ring: bool = False
    feedback: str = ""
    personal: bool = False
    praise: str = ""
    turn: int = 0
    picture: Any = None  # of a screenshot: {"webp", "jpeg", "width", "height"}

    @property
    def template(self) -> str:
        return f"courses/simulation/screens/{self.screen.template}.html"

    @property
    def controls(self) -> str:
        return f"courses/simulation/actions/{self.action}.html"

    @property
    def has_problem(self) -> bool:
        return bool(self.feedback)


_ACTIONS = {
    "hotspot": "buttons",
    "type": "boxes",
    "otp": "boxes",
    "upload": "tray",
    "confirm": "ticks",
}


def stage(
    script: Script,
    state: State,
    mode: str,
    facts: Facts,
    *,
    in_list: bool = False,
    verdict: Verdict | None = None,
    form: Form | None = None,
) -> Stage:
    """The open step; with what was wrong about the last try (`verdict`) and what was typed in it
    (`form`, shown again and kept nowhere)."""
    step = script.by_uid[state.cursor]
    missed, hinted = state.missed(step.uid), state.hinted(step.uid)
    watching, trying = mode == Mode.WATCH, mode == Mode.TRY
    level = min(MOST_HINTS, max(hinted, missed)) if trying else 0
    ring = watching or level >= MOST_HINTS
    faults = verdict.faults if verdict and not verdict.empty else ()
    return Stage(
        **_plain(script, step, facts, in_list),
        number=number_of(script, state),
        options=_options(step, facts, ring),
        boxes=_boxes(step, facts, ring, faults, form if not watching else None),
        mode=mode,
        live=not watching,
        hints=_hints(step, facts, level),
        more_hints=trying and hinted < MOST_HINTS and not step.detour,
        may_leave=may_leave(state, mode),
        ring=ring,
        feedback=_feedback(step, facts, verdict, missed, mode) if verdict else "",
        personal=bool(verdict and verdict.personal),
        praise=_praise(script, state, mode, facts),
        turn=state.turn,
    )


def looked_at(
    script: Script, uid: str, mode: str, facts: Facts, number: int, *, in_list: bool = False
) -> Stage:
    """A step already done, to look at. What was right is shown, except in a test."""
    step = script.by_uid[uid]
    ring = mode != Mode.TEST
    return Stage(
        **_plain(script, step, facts, in_list),
        number=number,
        options=_options(step, facts, ring),
        boxes=_boxes(step, facts, ring, (), None),
        mode=mode,
        live=False,
        ring=ring,
    )


def number_of(script: Script, state: State) -> int:
    """The open step among those that count, from 1; a detour has the number of where it began."""
    done = len({uid for uid in state.path if not script.by_uid[uid].detour})
    here = script.by_uid[state.cursor]
    return done if (here.detour or here.uid in state.path) and done else done + 1


def filled(screen: Screen, facts: Facts) -> Screen:
    return Screen(
        template=screen.template,
        title=fill(screen.title, facts),
        address=fill(screen.address, facts),
        text=tuple(fill(line, facts) for line in screen.text),
        rows=tuple((fill(label, facts), fill(value, facts)) for label, value in screen.rows),
        message=fill(screen.message, facts),
        button=fill(screen.button, facts),
        image=screen.image,
        alt=fill(screen.alt, facts),
    )


def _plain(script: Script, step: Step, facts: Facts, in_list: bool) -> dict[str, Any]:
    return {
        "step": step,
        "screen": filled(step.screen, facts),
        "goal": fill(step.goal, facts),
        "where": fill(step.where, facts) or _pointed_at(step, facts),
        "why": fill(step.why, facts),
        "total": len(script.counted),
        "action": _action(step, in_list),
        "in_list": in_list,
        "list_text": fill(step.list_text or step.screen.alt, facts),
    }


def _action(step: Step, in_list: bool) -> str:
    if not step.is_typed and not step.options:
        return "onward"
    if step.kind == "hotspot" and in_list:
        return "choices"
    return _ACTIONS.get(step.kind, "choices")


def _options(step: Step, facts: Facts, ring: bool) -> list[Shown]:
    return [
        Shown(
            option.id,
            fill(option.label, facts),
            option.note,
            ring and option.right,
            f"bd-vung-{step.uid}-{option.id}" if option.place else "",
        )
        for option in step.options
    ]


def _boxes(
    step: Step, facts: Facts, ring: bool, faults: tuple[str, ...], form: Form | None
) -> list[Box]:
    return [
        Box(
            name=box(one),
            label=one.label,
            help=fill(one.help, facts),
            value=_value(fill(one.expected, facts), box(one), ring, form),
            error=_("%(label)s is not right yet") % {"label": one.label}
            if one.id in faults
            else "",
            digits=one.rule == "digits",
        )
        for one in step.fields
    ]


def _value(expected: str, name: str, ring: bool, form: Form | None) -> str:
    if form is not None and name in form:
        return form[name][0]
    return expected if ring and form is None else ""


def _hints(step: Step, facts: Facts, level: int) -> list[str]:
    hints = [fill(text, facts) for text in step.hints[:level]]
    if level >= MOST_HINTS:
        hints.append(_pointed_at(step, facts))
    return hints


def _pointed_at(step: Step, facts: Facts) -> str:
    """The third hint, in words as well: the ring alone tells nothing to those who do not see it."""
    if step.is_typed:
        wanted = "; ".join(f"{one.label}: {fill(one.expected, facts)}" for one in step.fields)
        return _("Type this: %(wanted)s") % {"wanted": wanted}
    wanted = ", ".join(f"“{fill(option.label, facts)}”" for option in step.right_options)
    if not wanted:
        return ""
    return _("This is it: %(wanted)s") % {"wanted": wanted}


def _feedback(step: Step, facts: Facts, verdict: Verdict, missed: int, mode: str) -> str:
    if verdict.empty:
        return _nothing_done(step)
    if mode == Mode.TEST:
        return _("Not right yet. Try again.")
    said = verdict.option.said if verdict.option else ""
    return fill(said or step.wrong, facts) or _("This is not it yet. Look again.")


def _nothing_done(step: Step) -> str:
    if step.is_typed:
        return _("Type what is asked for first.")
    return _("Choose one first.")


def _praise(script: Script, state: State, mode: str, facts: Facts) -> str:
    """Why the step before was right; silent in a test."""
    last = state.events[-1] if state.events else None
    if mode != Mode.TRY or last is None or last.did not in (Did.RIGHT, Did.HELPED):
        return ""
    why = fill(script.by_uid[last.uid].why, facts)
    begin = _("That is right.") if last.did == Did.RIGHT else _("Done for you.")
    return f"{begin} {why}".strip()


def named(script: Script, uid: str, ids: str, facts: Facts) -> str:
    """The words on what was pressed, or of the boxes that were not right."""
    step = script.by_uid[uid]
    labels: dict[str, str] = {option.id: option.label for option in step.options}
    labels |= {one.id: one.label for one in step.fields}
    return ", ".join(fill(labels.get(id, id), facts) for id in ids.split(",") if id)
