"""What the pages of simulations ask. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from wagtail.models import Page

from courses.models import CoursePage, SimulationRun, SimulationVersion
from courses.simulation.engine import Mode
from courses.simulation.keeping import script_of
from courses.simulation.script import Script
from lms.accounts import policy
from lms.accounts.models import User
from lms.accounts.roles import Permission

_UNSEEN = ("version__script", "version__simulation__steps")
CLEAN_RUNS_BEFORE_TEST = 2


def runs() -> QuerySet[SimulationRun]:
    """With version and page beside them, without the long columns: scripts are kept elsewhere."""
    rows = SimulationRun.objects.select_related("version", "version__simulation")
    return rows.defer(*_UNSEEN)


def own_run(
    token: str, simulation: str, user: User | AnonymousUser, guest_key: str
) -> SimulationRun | None:
    """The run of this token, if it is this person's or this guest's own. One query."""
    run = runs().filter(token=token, version__simulation__slug=simulation).first()
    if run is None:
        return None
    if isinstance(user, User):
        run.user = user if run.user_id == user.pk else run.user
        return run if run.user_id == user.pk else None
    return run if run.user_id is None and guest_key and run.guest_key == guest_key else None


def run_to_help(token: str, simulation: str, user: User | AnonymousUser) -> SimulationRun | None:
    """The run of this token, if `user` helps its learner: a facilitator looks at it beside them."""
    run = runs().filter(token=token, version__simulation__slug=simulation).first()
    if run is None or run.user_id is None:
        return None
    helped = policy.people_for(user, Permission.HELP_LEARNERS)
    return run if helped.filter(pk=run.user_id).exists() else None


def runs_in_class(session: int) -> QuerySet[SimulationRun]:
    """What people practise in the class of this id, by name; not what is done all together."""
    mine = runs().filter(class_ref=session, whole_class=False, user__isnull=False)
    return mine.select_related("user").order_by("user__name_key", "user_id", "started_at")


def courses_of(found: Iterable[SimulationRun]) -> dict[int, str]:
    """The slug of the course of each run, by the run's pk. One query."""
    above = {run.pk: run.version.simulation.path[: -Page.steplen] for run in found}
    slugs = dict(CoursePage.objects.filter(path__in=above.values()).values_list("path", "slug"))
    return {pk: slugs[path] for pk, path in above.items()}


def runs_of(simulation_id: int, user: User | AnonymousUser, guest_key: str) -> list[SimulationRun]:
    """One's last runs on this simulation, newest first. One query."""
    mine = runs().filter(version__simulation=simulation_id)
    if isinstance(user, User):
        mine = mine.filter(user=user)
    elif guest_key:
        mine = mine.filter(guest_key=guest_key, user__isnull=True)
    else:
        return []
    return list(mine.order_by("-started_at")[:20])


def version_script(version: int) -> Script:
    return script_of(SimulationVersion.objects.only("pk", "checksum").get(pk=version))


def is_ready_for_test(mine: Iterable[SimulationRun]) -> bool:
    """After two clean practice runs the start page recommends the test."""
    clean = [
        run
        for run in mine
        if run.mode == Mode.TRY and run.is_finished and run.points == run.max_points
    ]
    return len(clean) >= CLEAN_RUNS_BEFORE_TEST
