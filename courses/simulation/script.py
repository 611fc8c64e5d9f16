"""A simulation as data: the frozen script of one version, read once into small records. Pure.

The JSON of a version is {"papers": [...], "steps": [...]}; a step is what `Step` holds, under the
same names. Texts may name facts of the run's character in braces ("{ho_ten}", see `persona`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

KINDS = ("hotspot", "type", "choose", "upload", "confirm", "otp", "decide", "read")
TYPED = ("type", "otp")  # answered in fields; all others by options
RULES = ("exact", "digits", "fold", "any", "date")


@dataclass(frozen=True, slots=True)
class Option:
    """Something one can press or choose. `said`: what a wrong one is told; `goto`: where this one
    leads ("": on, or nowhere if wrong); `place`: (x, y, w, h) in percent of a screenshot."""

    id: str
    label: str
    right: bool = False
    said: str = ""
    goto: str = ""
    note: str = ""
    place: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A box to type in. What is typed is compared with `expected` by `rule` and then forgotten."""

    id: str
    label: str
    expected: str = ""
    rule: str = "exact"
    help: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands in the frame. `template`: a drawn replica, or "picture" with `image` and `alt`."""

    template: str
    title: str = ""
    address: str = ""  # the address bar, as text
    text: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()  # (label, value)
    message: str = ""  # a pretend SMS
    button: str = ""
    image: int | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`goal`: what to do; `where`: what and where, for watching; `hints`: two, the third is the
    ring; `next`: the step after it ("": the one below). A `detour` shows what a mistake leads to:
    it is not scored and leads back."""

    uid: str
    kind: str
    goal: str
    screen: Screen
    where: str = ""
    why: str = ""
    wrong: str = ""
    hints: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    weight: int = 1
    critical: bool = False
    skill: str = ""
    list_text: str = ""
    next: str = ""
    detour: bool = False

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED

    @property
    def right_options(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.right)

    def option(self, id: str) -> Option | None:
        return next((option for option in self.options if option.id == id), None)


@dataclass(frozen=True)
class Script:
    steps: tuple[Step, ...]
    facts: Mapping[str, str] = field(default_factory=dict)  # of every character here
    by_uid: Mapping[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_uid", {step.uid: step for step in self.steps})

    @cached_property
    def counted(self) -> tuple[Step, ...]:
        """The steps that are counted and scored."""
        return tuple(step for step in self.steps if not step.detour)

    def after(self, step: Step, option: Option | None = None) -> str:
        """The uid that follows `step` done rightly (by `option`); "" at the end."""
        named = (option.goto if option else "") or step.next
        if named:
            return "" if named == END else named
        place = self.steps.index(step) + 1
        following = (later for later in self.steps[place:] if not later.detour)
        return next((later.uid for later in following), "")


END = "het"  # as `next` or `goto`: the simulation ends here


def load(data: Mapping[str, Any]) -> Script:
    """The script of a version's JSON, or of a draft; what is not there gets its default."""
    return Script(tuple(_step(row) for row in data["steps"]), dict(data.get("facts", {})))


def _step(row: Mapping[str, Any]) -> Step:
    plain = _NAMELESS_STEP | {key: value for key, value in row.items() if key not in _NESTED}
    return Step(
        **plain,
        screen=_screen(row["screen"]),
        hints=tuple(row.get("hints", ())),
        options=tuple(_option(option) for option in row.get("options", ())),
        fields=tuple(Field(**(_NAMELESS | one)) for one in row.get("fields", ())),
    )


_NESTED = ("screen", "hints", "options", "fields")
_NAMELESS, _NAMELESS_STEP = {"id": "", "label": ""}, {"uid": "", "goal": ""}  # in a draft


def _option(row: Mapping[str, Any]) -> Option:
    place: Sequence[float] | None = row.get("place")
    plain = _NAMELESS | {key: value for key, value in row.items() if key != "place"}
    return Option(**plain, place=(place[0], place[1], place[2], place[3]) if place else None)


def _screen(row: Mapping[str, Any]) -> Screen:
    plain = {key: value for key, value in row.items() if key not in ("text", "rows")}
    rows = tuple((label, value) for label, value in row.get("rows", ()))
    return Screen(**plain, text=tuple(row.get("text", ())), rows=rows)
