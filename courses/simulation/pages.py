"""What the pages of a simulation show (ux S1 to S4), made ready for their templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.addresses import RunPlace, my_course_url, run_url, simulation_url
from courses.models import SimulationRun
from courses.models.simulation import Channel, HelpLevel
from courses.outlines import CourseOutline, SimulationItem
from courses.simulation import queries
from courses.simulation.engine import Mode, State
from courses.simulation.judging import Form, Verdict
from courses.simulation.keeping import facts_of, script_of, state_of
from courses.simulation.persona import persona
from courses.simulation.pictures import with_picture
from courses.simulation.previews import sheet
from courses.simulation.replay import moments
from courses.simulation.scoring import Outcome, score
from courses.simulation.script import Script
from courses.simulation.stage import looked_at, named, stage
from lms.core import periods

Context = dict[str, Any]

STALE_AFTER_DAYS = 180  # since it was checked against the real page (ux 3.2)


def start_page(
    outline: CourseOutline, item: SimulationItem, mine: Sequence[SimulationRun], *, in_list: bool
) -> Context:
    script = queries.version_script(item.version)
    return {
        "outline": outline,
        "item": item,
        "steps": len(script.counted),
        "modes": modes(mine),
        "unfinished": next((_open_run(outline, run) for run in mine if not run.is_finished), None),
        "finished": [_past(outline, run) for run in mine if run.is_finished][:5],
        "in_list": in_list,
        "is_stale": is_stale(item.checked_on),
        "back": my_course_url(outline.slug),
    }


def is_stale(checked_on: date | None) -> bool:
    return checked_on is None or (periods.today() - checked_on).days > STALE_AFTER_DAYS


def modes(mine: Sequence[SimulationRun]) -> list[Context]:
    """The three ways in their order; one of them recommended, none locked."""
    done = {run.mode for run in mine if run.is_finished}
    if queries.is_ready_for_test(mine):
        first = Mode.TEST
    else:
        first = Mode.TRY if Mode.WATCH in done or Mode.TRY in done else Mode.WATCH
    words = [
        (Mode.WATCH, _("Watch"), _("The page says what to press. You press “Next step”.")),
        (Mode.TRY, _("Try it"), _("You do it yourself. There are hints, and nothing counts.")),
        (
            Mode.TEST,
            _("Test yourself"),
            _("Without hints. As often as you like; the best one counts."),
        ),
    ]
    return [
        {"value": mode.value, "name": name, "note": note, "is_first": mode == first}
        for mode, name, note in words
    ]


def _open_run(outline: CourseOutline, run: SimulationRun) -> Context:
    return {"href": run_url(outline.slug, run.version.simulation.slug, run.token, place_of(run))}


def _past(outline: CourseOutline, run: SimulationRun) -> Context:
    return {
        "href": run_url(outline.slug, run.version.simulation.slug, run.token),
        "mode": run.get_mode_display(),
        "at": run.finished_at,
        "text": in_words(run),
    }


def in_words(run: SimulationRun) -> str:
    """How a finished run went."""
    if run.mode == Mode.WATCH:
        return _("watched to the end")
    points = _("%(points)d of %(most)d points") % {
        "points": run.points or 0,
        "most": run.max_points or 0,
    }
    if run.mode != Mode.TEST:
        return points
    return f"{pgettext('test', 'Passed') if run.passed else _('Not yet')}, {points}"


def place_of(run: SimulationRun) -> int:
    """The number of the open step in the addresses: how many were left behind, and one."""
    return len(run.state["path"]) + 1


def step_page(
    at: RunPlace,
    run: SimulationRun,
    place: int,
    *,
    verdict: Verdict | None = None,
    form: Form | None = None,
) -> Context:
    """Step `place` of the run; one left behind already can only be looked at."""
    script, facts, state = script_of(run.version), facts_of(run), state_of(run)
    in_list = run.channel == Channel.LIST
    is_open = place > len(state.path)
    if is_open:
        shown = stage(script, state, run.mode, facts, in_list=in_list, verdict=verdict, form=form)
    else:
        uid = state.path[place - 1]
        number = len({u for u in state.path[:place] if not script.by_uid[u].detour}) or 1
        shown = looked_at(script, uid, run.mode, facts, number, in_list=in_list)
    return {
        "stage": with_picture(shown),
        "regions": style_address(run.version_id, script),
        "run": run,
        "title": run.version.simulation.title,
        "person": facts,
        "is_open": is_open,
        "here": at.step(place_of(run)) if not run.is_finished else "",
        "after": at.step(place + 1),
        "before": at.step(place - 1) if place > 1 else "",
        "back": at.start,
        "has_errors": bool(verdict and not verdict.right),
    }


def result_page(at: RunPlace, run: SimulationRun) -> Context:
    script, facts, state = script_of(run.version), facts_of(run), state_of(run)
    found = score(script, state.results)
    return {
        "run": run,
        "title": run.version.simulation.title,
        "score": found,
        "steps": _step_rows(script, state, facts),
        "critical": [_goal(script, uid, facts) for uid in found.failed_critical],
        "pass_percent": run.version.simulation.pass_percent,
        "levels": HelpLevel.choices,
        "replay": f"{at.result}xem-lai/",
        "helped": f"{at.result}nguoi-giup/",
        "again": at.start,
        "back": at.start,
        "minutes": _minutes(run),
    }


def _step_rows(script: Script, state: State, facts: dict[str, str]) -> list[Context]:
    rows = []
    for uid, one in state.results.items():
        icon, words = _outcome(one.outcome)
        rows.append(
            {
                "goal": _goal(script, uid, facts),
                "icon": icon,
                "words": words,
                "seconds": one.seconds,
                "critical": script.by_uid[uid].critical,
            }
        )
    return rows


def _outcome(outcome: str) -> tuple[str, str]:
    match outcome:
        case Outcome.FIRST:
            return "check", _("done at once")
        case Outcome.RETRY:
            return "check", _("done after another try")
        case Outcome.HELPED:
            return "helper", _("done with help")
    return "circle", _("skipped")


def _goal(script: Script, uid: str, facts: dict[str, str]) -> str:
    return looked_at(script, uid, Mode.TEST, facts, 1).goal


def _minutes(run: SimulationRun) -> int:
    assert run.finished_at is not None
    return max(1, round((run.finished_at - run.started_at).total_seconds() / 60))


def replay_page(outline: CourseOutline, run: SimulationRun, n: int) -> Context:
    """What was done `n`-th, from 1, beside the screen it was done on."""
    script, facts, state = script_of(run.version), facts_of(run), state_of(run)
    told = moments(state)
    n = max(1, min(n, len(told)))
    moment = told[n - 1]
    slug = run.version.simulation.slug
    return {
        "run": run,
        "title": run.version.simulation.title,
        "moments": told,
        "moment": moment,
        "n": n,
        "pressed": named(script, moment.uid, moment.detail, facts),
        "stage": with_picture(
            looked_at(
                script,
                moment.uid,
                Mode.WATCH,
                facts,
                moment.number,
                in_list=run.channel == Channel.LIST,
            )
        ),
        "regions": style_address(run.version_id, script),
        "person": facts,
        "before": n - 1 or None,
        "after": n + 1 if n < len(told) else None,
        "back": run_url(outline.slug, slug, run.token),
    }


def style_address(version: int, script: Script) -> str:
    """Where the places on screenshots are styled; "" where there are none."""
    has_places = any(option.place for step in script.steps for option in step.options)
    return reverse("courses:simulation_regions", args=[version]) if has_places else ""


_ON_PAPER = 1945  # the character of the printed sheet


def sheet_page(outline: CourseOutline, item: SimulationItem) -> Context:
    script = queries.version_script(item.version)
    facts = {**persona(_ON_PAPER), **script.facts}
    return {
        "title": item.title,
        "stages": [with_picture(stage) for stage in sheet(script, facts)],
        "regions": style_address(item.version, script),
        "person": facts,
        "back": simulation_url(outline.slug, item.slug),
    }
