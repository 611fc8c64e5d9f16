"""Puts simulation files into the content tree, through the same pages an editor works on. Only what
is missing is made: a second run changes nothing, whatever editors did meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from courses.content_files import ContentError
from courses.models import CoursePage, LessonPage, SimulationPage
from courses.simulation.files import SimulationFile, read_simulations

FOLDER = Path(__file__).resolve().parents[1] / "content" / "thuc-hanh"


@dataclass
class Loaded:
    """How many simulations were made and how many overwritten."""

    new: int = 0
    refreshed: int = 0


@transaction.atomic
def load_simulations(*, folder: Path = FOLDER, refresh: bool = False) -> Loaded:
    """Make the simulations of all files that are missing in their courses; with `refresh` overwrite
    those whose file differs. ContentError if a file is wrong; then nothing is written."""
    files = read_simulations(folder)
    slugs = {file.course for file in files}
    courses = {page.slug: page for page in CoursePage.objects.filter(slug__in=slugs)}
    unknown = sorted(slugs - courses.keys())
    if unknown:
        raise ContentError(
            [_("there is no course “%(slug)s”") % {"slug": slug} for slug in unknown]
        )
    taken = [
        _("%(slug)s: a lesson of this course has this address") % {"slug": file.slug}
        for file in files
        if LessonPage.objects.child_of(courses[file.course]).filter(slug=file.slug).exists()
    ]
    if taken:
        raise ContentError(taken)
    loaded = Loaded()
    for file in files:
        _load(courses[file.course], file, loaded, refresh=refresh)
    return loaded


def _load(course: CoursePage, file: SimulationFile, loaded: Loaded, *, refresh: bool) -> None:
    page = SimulationPage.objects.child_of(course).filter(slug=file.slug).first()
    if page is None:
        page = SimulationPage(**file.values)
        page.live = False
        course.add_child(instance=page)
        course.refresh_from_db()
        page.save_revision(clean=False).publish()
        loaded.new += 1
    elif refresh and page.live and _differs(page, file):
        for name, value in file.values.items():
            setattr(page, name, value)
        page.save_revision(clean=False).publish()
        loaded.refreshed += 1


def _differs(page: SimulationPage, file: SimulationFile) -> bool:
    wanted = SimulationPage(**file.values)
    names = file.values.keys() - {"steps"}
    if any(getattr(page, name) != getattr(wanted, name) for name in names):
        return True
    return page.script() != wanted.script()
