"""Our own flows placed in a course of a test, and a learner who knows every answer."""

from __future__ import annotations

from typing import Any

from django.test import Client

from courses.models import CoursePage, SimulationPage, SimulationRun
from courses.simulation.files import read_simulations
from courses.simulation.judging import box
from courses.simulation.keeping import facts_of, script_of
from courses.simulation.loading import FOLDER
from courses.simulation.persona import fill
from courses.simulation.script import Script, Step, load
from tests.factories import make_course

FILES = {file.slug: file for file in read_simulations(FOLDER)}


def script_named(slug: str) -> Script:
    return load(FILES[slug].script)


def place(slug: str, course: CoursePage | None = None, **fields: Any) -> SimulationPage:
    """The flow published in a course."""
    course = course or make_course(slug="khoa")
    page = SimulationPage(**{**FILES[slug].values, **fields})
    page.live = False
    course.add_child(instance=page)
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    return page


def begin(client: Client, page: SimulationPage, mode: str, **data: str) -> SimulationRun:
    response = client.post(page.public_path, {"mode": mode, **data})
    assert response.status_code == 302, response.content.decode()
    return SimulationRun.objects.latest("pk")


def address(run: SimulationRun, path: str = "") -> str:
    run.refresh_from_db()
    page = run.version.simulation
    return f"{page.public_path}{run.token}/{path or len(run.state['path']) + 1}/".replace("//", "/")


def right(step: Step, facts: dict[str, str]) -> dict[str, Any]:
    """What a form holds that does the step rightly."""
    if step.is_typed:
        return {box(one): fill(one.expected, facts) or "gì đó" for one in step.fields}
    return {"answer": [option.id for option in step.right_options]}


def wrong(step: Step) -> dict[str, Any]:
    """A wrong answer that stays on the step."""
    if step.is_typed:
        return {box(one): "sai" for one in step.fields}
    if step.kind == "confirm":
        return {"answer": [option.id for option in step.options][-1:]}
    return {"answer": next(o.id for o in step.options if not o.right and not o.goto)}


def open_step(run: SimulationRun) -> Step:
    run.refresh_from_db()
    return script_of(run.version).by_uid[run.cursor]


def do(client: Client, run: SimulationRun, data: dict[str, Any]) -> Any:
    run.refresh_from_db()
    return client.post(address(run), {"turn": run.turn, **data})


def play(client: Client, run: SimulationRun) -> SimulationRun:
    """To the end, every step right."""
    while not run.is_finished:
        do(client, run, right(open_step(run), facts_of(run)))
        run.refresh_from_db()
    return run
