"""Whether what was pressed or typed is right. Pure; what was typed leaves only names of boxes behind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.simulation.persona import fill
from courses.simulation.script import Field, Option, Step
from lms.core.vietnamese import clean_text, fold

ANSWER = "answer"  # the name of what is pressed or chosen
MISS = "miss.x"  # a press beside every region of a picture (the browser's name for it)
BESIDE = "*"

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`chosen`: ids of options, as authored. `faults`: ids of boxes that are not right yet.
    `personal`: something that looks like a real number was typed. `empty`: nothing was done."""

    right: bool
    chosen: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    option: Option | None = None
    personal: bool = False
    empty: bool = False


def judge(step: Step, facts: Mapping[str, str], form: Form) -> Verdict:
    if step.is_typed:
        return _judge_typed(step, facts, form)
    if step.kind == "confirm":
        return _judge_ticks(step, form)
    return _judge_choice(step, form)


def box(field: Field) -> str:
    """The name of its control."""
    return f"f_{field.id}"


def _judge_choice(step: Step, form: Form) -> Verdict:
    option = step.option((form.get(ANSWER) or [""])[0])
    if option is not None:
        return Verdict(option.right, (option.id,), option=option)
    if MISS in form:
        return Verdict(False, (BESIDE,))
    if not step.options:  # nothing to choose: pressing on is all there is to do
        return Verdict(True)
    return Verdict(False, empty=True)


def _judge_ticks(step: Step, form: Form) -> Verdict:
    ticked = {id for id in form.get(ANSWER, ()) if step.option(id)}
    wanted = {option.id for option in step.right_options}
    trap = next((o for o in step.options if o.id in ticked and not o.right), None)
    chosen = tuple(option.id for option in step.options if option.id in ticked)
    return Verdict(ticked == wanted, chosen, option=trap)


def _judge_typed(step: Step, facts: Mapping[str, str], form: Form) -> Verdict:
    typed = {field.id: clean_text((form.get(box(field)) or [""])[0]) for field in step.fields}
    faults = tuple(field.id for field in step.fields if not _fits(field, typed[field.id], facts))
    known = {re.sub(r"\D", "", value) for value in facts.values()}
    return Verdict(
        not faults,
        faults=faults,
        personal=any(looks_real(text) and _digits(text) not in known for text in typed.values()),
        empty=not any(typed.values()),
    )


def _fits(field: Field, typed: str, facts: Mapping[str, str]) -> bool:
    wanted = clean_text(fill(field.expected, facts))
    match field.rule:
        case "any":
            return bool(typed)
        case "digits":
            return bool(_digits(typed)) and _digits(typed) == _digits(wanted)
        case "fold":
            return fold(typed) == fold(wanted)
        case "date":
            return bool(typed) and _date(typed) == _date(wanted)
    return typed.casefold() == wanted.casefold()


def looks_real(text: str) -> bool:
    """A number somebody may really have: an identity number (its first three digits are a
    province, 001 to 096) or a mobile phone (03, 05, 07, 08, 09 and eight more)."""
    digits = _digits(text)
    is_identity = len(digits) == 12 and 1 <= int(digits[:3]) <= 96
    return is_identity or re.fullmatch(r"(?:0|84)[35789]\d{8}", digits) is not None


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")


def _date(text: str) -> tuple[int, ...] | None:
    parts = re.findall(r"\d+", text)
    return tuple(int(part) for part in parts) if len(parts) == 3 else None
