"""A simulation as its editor sees it before publishing, in every mode. Knows no model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.simulation.engine import Mode, State
from courses.simulation.persona import persona
from courses.simulation.pictures import with_picture
from courses.simulation.regions import style_sheet
from courses.simulation.script import Script, load
from courses.simulation.stage import Stage, looked_at, stage

_SEED = 1945  # always the same character while one writes


def preview(data: Mapping[str, Any], mode: str) -> dict[str, Any]:
    """Every step one below the other; `mode`: a Mode, "danh_sach" or "in"."""
    script = load(data)
    return {
        "stages": [with_picture(stage) for stage in _stages(script, mode or Mode.WATCH)],
        "facts": persona(_SEED),
        "regions_css": style_sheet(script),
    }


def _stages(script: Script, mode: str) -> list[Stage]:
    facts = {**persona(_SEED), **script.facts}
    if mode == "in":
        return sheet(script, facts)
    played = Mode.TRY if mode == "danh_sach" else Mode(mode)
    return [
        stage(script, State(cursor=step.uid), played, facts, in_list=mode == "danh_sach")
        for step in script.steps
    ]


def sheet(script: Script, facts: Mapping[str, str]) -> list[Stage]:
    """All steps that count, as on paper: what to do, where, and the screen with its right place."""
    return [
        looked_at(script, step.uid, Mode.WATCH, facts, number)
        for number, step in enumerate(script.counted, 1)
    ]
