"""What the pages of launches ask. Nothing here writes."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from courses.outlines import CourseOutline, SimulationItem
from courses.queries import find_outline
from courses.simulation.queries import runs, version_script
from lms.interop.lti.errors import LtiError
from lms.interop.lti.models import Launch, LaunchedRun, Platform, origin


def our_host() -> str:
    return urlsplit(settings.PUBLIC_URL).netloc


def all_origins() -> list[str]:
    """Of every registered system in use."""
    platforms = Platform.objects.filter(is_active=True)
    return sorted({one for platform in platforms for one in platform.origins()})


def practice_of(launch: Launch) -> tuple[CourseOutline, SimulationItem]:
    """LtiError if it was withdrawn meanwhile: nothing new is begun then."""
    page = launch.simulation
    outline = find_outline(page.get_parent().slug)
    item = outline.simulation(page.slug) if outline else None
    if outline is None or item is None:
        raise LtiError("unknown_practice")
    return outline, item


def steps_of(item: SimulationItem) -> int:
    return len(version_script(item.version).counted)


def runs_of(launch: Launch) -> list[LaunchedRun]:
    """Of this person on this practice, newest first, whenever they came."""
    rows = LaunchedRun.objects.filter(
        launch__person=launch.person, run__version__simulation=launch.simulation_id
    )
    return list(rows.select_related("run").order_by("-run__started_at")[:20])


def run_of(launch: Launch, token: str) -> LaunchedRun | None:
    run = runs().filter(token=token, guest_key=launch.person, user__isnull=True).first()
    launched = LaunchedRun.objects.filter(run=run).first() if run else None
    if launched is not None and run is not None:
        launched.run = run
    return launched


def safe_return(launch: Launch) -> str:
    """Back to the course: only to the system the person came from."""
    url = launch.return_url
    return url if url and origin(url) in launch.platform.origins() else ""
