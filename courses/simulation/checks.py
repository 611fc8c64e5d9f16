"""What a simulation still lacks before it may be published, in sentences. Pure.

The graph: every step leads on, every step can be reached, every way ends, a detour leads back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.simulation.persona import NAMES, named_in
from courses.simulation.script import END, Option, Script, Step
from courses.simulation.templates import NAMES as TEMPLATES
from courses.simulation.templates import PICTURE

Place = tuple[float, float, float, float]  # x, y, w, h in percent

FEWEST_DECOYS = 2
HEAVIEST = 120 * 1024  # bytes of a screenshot
SMALLEST_TARGET = 44  # px, on a phone 360 px wide
PHONE_WIDTH = 360 - 2 * 18 - 2 * 10  # what a picture gets there: less page margins and frame
_ROUNDING = 0.15  # percent: what is drawn is kept with one decimal


@dataclass(frozen=True, slots=True)
class Shot:
    """A screenshot as it is sent: pixels, and bytes of its WebP."""

    width: int
    height: int
    bytes: int


Shots = Mapping[int, Shot]  # by id of the picture


def faults(script: Script, shots: Shots | None = None) -> list[str]:
    """Everything that stops publishing. `shots`: the screenshots there are."""
    if not script.steps:
        return [_("This simulation has no steps yet.")]
    return [*_names(script), *_graph(script), *_each(script, shots or {})]


def _each(script: Script, shots: Shots) -> Iterator[str]:
    for number, step in enumerate(script.steps, 1):
        shot = shots.get(step.screen.image or 0)
        for sentence in (*_words(script, step), *_answers(step), *_places(step, shot)):
            yield _("Step %(number)d (%(uid)s): %(sentence)s") % {
                "number": number,
                "uid": step.uid,
                "sentence": sentence,
            }


def _names(script: Script) -> Iterator[str]:
    seen: set[str] = set()
    for step in script.steps:
        if step.uid in seen or step.uid == END:
            yield _("The short name “%(uid)s” stands on two steps.") % {"uid": step.uid}
        seen.add(step.uid)


# --- graph ---------------------------------------------------------------------------------------


def ways(script: Script, step: Step) -> set[str]:
    """The uids one can get to from `step`; "" is the end."""
    right = step.right_options if step.kind not in ("confirm",) else ()
    led = {script.after(step, option) for option in right} or {script.after(step)}
    return led | {option.goto for option in step.options if option.goto and not option.right}


def _graph(script: Script) -> Iterator[str]:
    known = set(script.by_uid) | {""}
    missing = {uid for step in script.steps for uid in _named_by(step)} - known - {END}
    for uid in sorted(missing):
        yield _("There is no step “%(uid)s” to lead to.") % {"uid": uid}
    if missing:
        return
    reached = _reachable(script, script.steps[0].uid)
    for step in script.steps:
        if step.uid not in reached:
            yield _("No way leads to the step “%(uid)s”.") % {"uid": step.uid}
        elif "" not in _reachable(script, step.uid):
            yield _("From the step “%(uid)s” no way leads to the end.") % {"uid": step.uid}
        if step.detour and not step.next:
            yield _("The detour “%(uid)s” must say which step it leads back to.") % {
                "uid": step.uid
            }


def _named_by(step: Step) -> set[str]:
    return {step.next, *(option.goto for option in step.options)} - {""}


def _reachable(script: Script, start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        step = script.by_uid.get(waiting.pop())
        new = ways(script, step) - found if step else set()
        found |= new
        waiting += new
    return found


# --- one step ------------------------------------------------------------------------------------


def _words(script: Script, step: Step) -> Iterator[str]:
    if not step.goal:
        yield _("say what to do.")
    if not step.hints and not step.detour:
        yield _("write at least one hint.")
    if step.screen.template not in TEMPLATES:
        yield _("there is no screen “%(name)s”.") % {"name": step.screen.template}
    if step.screen.template == PICTURE and not (step.screen.image and step.screen.alt):
        yield _("a screenshot needs a picture and words for those who cannot see it.")
    unknown = _tokens(step) - set(NAMES) - set(script.facts)
    if unknown:
        yield _("nobody knows the name {%(name)s}.") % {"name": min(unknown)}


def _tokens(step: Step) -> set[str]:
    screen = step.screen
    texts = [
        step.goal, step.where, step.why, step.wrong, step.list_text, *step.hints,
        screen.title, screen.message, *screen.text, *(text for row in screen.rows for text in row),
        *(text for option in step.options for text in (option.label, option.said)),
        *(text for one in step.fields for text in (one.label, one.expected, one.help)),
    ]  # fmt: skip
    return {name for text in texts for name in named_in(text)}


def _answers(step: Step) -> Iterator[str]:
    yield from _boxes(step) if step.is_typed else _choices(step)


def _boxes(step: Step) -> Iterator[str]:
    if not step.fields:
        yield _("there is nothing to type in.")
    for one in step.fields:
        if one.rule != "any" and not one.expected:
            yield _("say what has to be typed in “%(label)s”.") % {"label": one.label}


def _choices(step: Step) -> Iterator[str]:
    ids = [option.id for option in step.options]
    if len(ids) != len(set(ids)):
        yield _("two things to press have the same short name.")
    if not step.options:
        if not step.detour and step.kind != "read":
            yield _("there is nothing to press or choose.")
        return
    if not step.right_options:
        yield _("nothing of it is right.")
    if step.kind == "hotspot" and len(step.right_options) > 1:
        yield _("only one place can be the right one.")
    if step.kind == "hotspot" and len(step.options) - 1 < FEWEST_DECOYS:
        yield _("beside the right place at least two others are needed.")


def _places(step: Step, shot: Shot | None) -> Iterator[str]:
    if step.screen.template != PICTURE:
        return
    if shot and shot.bytes > HEAVIEST:
        yield _("the screenshot weighs %(kb)d KB, at most 120 are sent to a phone: crop it.") % {
            "kb": -(-shot.bytes // 1024)
        }
    if step.kind == "hotspot":
        for option in step.options:
            yield from _place(option, shot)
        yield from _on_top_of_each_other(step)


def _place(option: Option, shot: Shot | None) -> Iterator[str]:
    label = {"label": option.label}
    if option.place is None:
        yield _("mark the place of “%(label)s”.") % label
        return
    x, y, w, h = option.place
    if x + w > 100 + _ROUNDING or y + h > 100 + _ROUNDING:
        yield _("the place of “%(label)s” reaches beyond the screenshot.") % label
    if is_too_small(option.place, shot):
        yield _("“%(label)s” is smaller than 44 px on a phone: crop the screenshot.") % label


def is_too_small(place: Place, shot: Shot | None = None) -> bool:
    """On a phone; how high it is there is known only with its screenshot."""
    wide = PHONE_WIDTH / 100
    high = wide * shot.height / shot.width if shot else SMALLEST_TARGET
    return place[2] * wide < SMALLEST_TARGET or place[3] * high < SMALLEST_TARGET


def _on_top_of_each_other(step: Step) -> Iterator[str]:
    """One of two that overlap takes the presses meant for the other."""
    placed = [(option, option.place) for option in step.options if option.place]
    for (one, a), (other, b) in itertools.combinations(placed, 2):
        if _overlap(a[0], a[2], b[0], b[2]) and _overlap(a[1], a[3], b[1], b[3]):
            yield _("the places of “%(one)s” and “%(other)s” lie on top of each other.") % {
                "one": one.label,
                "other": other.label,
            }


def _overlap(begin: float, size: float, other_begin: float, other_size: float) -> bool:
    return begin + size > other_begin + _ROUNDING and other_begin + other_size > begin + _ROUNDING
