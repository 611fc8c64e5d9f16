"""Files of simulations (TOML): read, checked, and turned into what pages hold. Writes nothing.

A mistake is told as file, step and rule; all mistakes of all files come at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from courses.content_files import ContentError
from courses.simulation import checks
from courses.simulation.blocks import stored_step
from courses.simulation.script import KINDS, RULES, Field, Option, Screen, Step, load
from lms.core.vietnamese import nfc

_FILE: dict[str, Any] = {
    "course": str,
    "slug": str,
    "title": str,
    "summary": str,
    "minutes": int,
    "checked_on": date,
    "step": list,
}
_FILE_MAY: dict[str, Any] = {
    "service_code": str,
    "source_url": str,
    "pass_percent": int,
    "is_required": bool,
}
_PLAIN = ("slug", "title", "summary", "minutes", "checked_on", *_FILE_MAY)


@dataclass(frozen=True)
class SimulationFile:
    course: str  # slug
    slug: str
    script: dict[str, Any]
    values: dict[str, Any]  # fields of SimulationPage


def read_simulations(folder: Path) -> list[SimulationFile]:
    """The simulations of all files in `folder`, by file name; ContentError if anything is wrong."""
    mistakes: list[str] = []
    found: list[SimulationFile] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(_read(path))
        except ContentError as error:
            mistakes += [f"{path.name}: {mistake}" for mistake in error.mistakes]
    if mistakes:
        raise ContentError(mistakes)
    return found


def _read(path: Path) -> SimulationFile:
    try:
        data = tomllib.loads(nfc(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError([_("not a readable TOML file: %(why)s") % {"why": error}]) from error
    _refuse(_shape(data))
    script = {"steps": data["step"]}
    _refuse(iter(checks.faults(load(script))))
    steps = [
        stored_step(step, str(uuid5(NAMESPACE_URL, f"{data['slug']}/{step['uid']}")))
        for step in data["step"]
    ]
    values = {key: data[key] for key in _PLAIN if key in data} | {"steps": steps}
    return SimulationFile(data["course"], data["slug"], script, values)


def _refuse(mistakes: Iterator[str]) -> None:
    found = list(mistakes)
    if found:
        raise ContentError(found)


def _shape(data: dict[str, Any]) -> Iterator[str]:
    for key, kind in (_FILE | _FILE_MAY).items():
        if key in _FILE and key not in data:
            yield _("“%(key)s” is missing") % {"key": key}
        elif key in data and not isinstance(data[key], kind):
            yield _("“%(key)s” is of the wrong kind") % {"key": key}
    for key in data.keys() - _FILE.keys() - _FILE_MAY.keys():
        yield _("“%(key)s” is not known here") % {"key": key}
    steps = data.get("step")
    for number, step in enumerate(steps if isinstance(steps, list) else [], 1):
        for mistake in _step(step):
            yield _("step %(number)d (%(uid)s): %(mistake)s") % {
                "number": number,
                "uid": step.get("uid", "?"),
                "mistake": mistake,
            }


def _step(step: dict[str, Any]) -> Iterator[str]:
    yield from _keys(step, Step, ("uid", "kind", "goal", "screen"))
    if step.get("kind") not in KINDS:
        yield _("there is no kind “%(kind)s”") % {"kind": step.get("kind")}
    if isinstance(step.get("screen"), dict):
        yield from _keys(step["screen"], Screen, ("template",))
    for option in step.get("options", []):
        yield from _keys(option, Option, ("id", "label"))
    for one in step.get("fields", []):
        yield from _keys(one, Field, ("id", "label"))
        if one.get("rule", "exact") not in RULES:
            yield _("there is no rule “%(rule)s”") % {"rule": one["rule"]}


def _keys(table: Mapping[str, Any], record: Any, must: tuple[str, ...]) -> Iterator[str]:
    for key in must:
        if key not in table:
            yield _("“%(key)s” is missing") % {"key": key}
    for key in sorted(table.keys() - {one.name for one in fields(record)}):
        yield _("“%(key)s” is not known here") % {"key": key}
