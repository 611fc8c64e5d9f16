"""What people practise in a class, as its facilitator sees it: who is at what and how it went, never
what anybody typed."""

from __future__ import annotations

from dataclasses import dataclass

from courses.addresses import run_url
from courses.models import SimulationRun
from courses.simulation import queries as simulations
from courses.simulation.engine import Mode
from courses.simulation.pages import in_words
from lms.accounts import policy
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.centres.models import ClassSession
from lms.centres.queries import digits


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """`digits`: of the card, for people of one name. `replay`: where the run can be looked at
    together, "" if it is not finished or the learner is of another ward. `may_supervise`: a test
    still going on, not the facilitator's own."""

    token: str
    name: str
    digits: str
    title: str
    mode: str
    state: str
    supervised: bool
    may_supervise: bool
    help_level: str
    replay: str


def practice_in(session: ClassSession, *, by: User) -> list[PracticeRow]:
    """By name. Three queries and one for the courses, however many there are."""
    runs = list(simulations.runs_in_class(session.pk))
    helped = policy.people_for(by, Permission.HELP_LEARNERS)
    mine = set(helped.filter(pk__in={run.user_id for run in runs}).values_list("pk", flat=True))
    courses = simulations.courses_of(runs)
    return [_row(run, by, courses[run.pk], run.user_id in mine) for run in runs]


def _row(run: SimulationRun, by: User, course: str, is_helped: bool) -> PracticeRow:
    assert run.user is not None
    supervised = run.supervisor_id is not None
    at_it = run.mode == Mode.TEST and not run.is_finished
    replay = f"{run_url(course, run.version.simulation.slug, run.token)}xem-lai/"
    return PracticeRow(
        token=run.token,
        name=run.user.full_name,
        digits=digits(run.user),
        title=run.version.simulation.title,
        mode=run.get_mode_display(),
        state=in_words(run) if run.is_finished else "",
        supervised=supervised,
        may_supervise=at_it and not supervised and run.user_id != by.pk,
        help_level=run.help_level,
        replay=replay if run.is_finished and is_helped else "",
    )
