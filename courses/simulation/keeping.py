"""Reading back what a run keeps: its script, its character, its state."""

from __future__ import annotations

from functools import lru_cache

from courses.models import SimulationRun, SimulationVersion
from courses.simulation.engine import State, restore
from courses.simulation.persona import persona
from courses.simulation.script import Script, load


def script_of(version: SimulationVersion) -> Script:
    """Kept in the process: a version never changes. `version` needs only its pk and checksum."""
    return _script(version.pk, version.checksum)


@lru_cache(maxsize=100)
def _script(version: int, checksum: str) -> Script:
    return load(SimulationVersion.objects.values_list("script", flat=True).get(pk=version))


def facts_of(run: SimulationRun) -> dict[str, str]:
    return {**persona(run.seed), **script_of(run.version).facts}


def state_of(run: SimulationRun) -> State:
    return restore(run.cursor, run.turn, run.state)
