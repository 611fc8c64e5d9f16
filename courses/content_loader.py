"""Puts course files into the content tree, through the same pages an editor works on.

Only what is missing is made: a second run changes nothing, whatever editors did meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page, Site

from courses import editorial
from courses.content_files import CourseFile, LessonFile, read_courses
from courses.models import CoursePage, LessonPage, MinistryPage, SitePage
from lms.units.models import Agency, AgencyKind

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Ministry:
    """Whose courses the files are. Its agency has this code in lms/units/data/agencies.csv."""

    agency_code: str = "bxd"
    title: str = "Bộ Xây dựng"
    slug: str = "bo-xay-dung"
    sector: str = "Xây dựng"
    sector_slug: str = "xay-dung"


@dataclass
class Loaded:
    """How many pages were made and how many overwritten."""

    courses: int = 0
    lessons: int = 0
    refreshed: int = 0


@transaction.atomic
def load_courses(
    *, folder: Path = FOLDER, ministry: Ministry | None = None, refresh: bool = False
) -> Loaded:
    """Make the pages of all course files that are missing; with `refresh` overwrite those whose
    file differs. ContentError if a file is wrong; then nothing is written."""
    files = read_courses(folder)
    parent = _ministry_page(ministry or Ministry())
    loaded = Loaded()
    for place, file in enumerate(files, 1):
        _load_course(parent, file, place, loaded, refresh=refresh)
    return loaded


def _load_course(
    parent: MinistryPage, file: CourseFile, place: int, loaded: Loaded, *, refresh: bool
) -> None:
    course = CoursePage.objects.filter(slug=file.slug).first()
    if course is None:
        course = _publish_new(parent, CoursePage(**file.values, position=place * 10))
        loaded.courses += 1
    elif refresh:
        loaded.refreshed += _overwrite(course, file.values)
    _load_lessons(course, file.lessons, loaded, refresh=refresh)


def _load_lessons(
    course: CoursePage, files: Iterable[LessonFile], loaded: Loaded, *, refresh: bool
) -> None:
    there = {lesson.slug: lesson for lesson in LessonPage.objects.child_of(course)}
    for file in files:
        if file.slug not in there:
            _publish_new(course, LessonPage(**file.values))
            loaded.lessons += 1
        elif refresh:
            loaded.refreshed += _overwrite(there[file.slug], file.values)


def _publish_new(parent: Page, page: Any) -> Any:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(clean=False).publish()
    page.refresh_from_db()
    return page


def _overwrite(page: Any, values: dict[str, Any]) -> bool:
    """Whether anything differed. A withdrawn page stays withdrawn."""
    before = _content(page, values)
    for name, value in values.items():
        setattr(page, name, value)
    page.full_clean()
    if not page.live or _content(page, values) == before:
        return False
    page.save_revision(clean=False).publish()
    return True


def _content(page: Any, names: Iterable[str]) -> dict[str, Any]:
    """To compare: PostgreSQL gives back the keys of stored blocks in another order."""
    fields = {name: getattr(page, name) for name in names}
    return {
        name: value.get_prep_value() if isinstance(value, StreamValue) else value
        for name, value in fields.items()
    }


def _ministry_page(ministry: Ministry) -> MinistryPage:
    page: MinistryPage | None = MinistryPage.objects.filter(
        sector_slug=ministry.sector_slug
    ).first()
    if page is None:
        agency, _is_new = Agency.objects.get_or_create(
            code=ministry.agency_code,
            defaults={"name": ministry.title, "kind": AgencyKind.MINISTRY},
        )
        page = _publish_new(
            _site_page(),
            MinistryPage(
                agency=agency,
                title=ministry.title,
                slug=ministry.slug,
                sector=ministry.sector,
                sector_slug=ministry.sector_slug,
            ),
        )
    editorial.setup_ministry_groups(ministry=page)
    editorial.setup_managers()
    return page


def _site_page() -> SitePage:
    page: SitePage | None = SitePage.objects.first()
    if page is None:
        title = settings.WAGTAIL_SITE_NAME
        page = _publish_new(_tree_root(), SitePage(title=title, slug="noi-dung"))
        _make_default_site(page)
    return page


def _tree_root() -> Page:
    """Made by Wagtail's first migration, and again here where the tables were emptied (`flush`)."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    return Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))


def _make_default_site(page: SitePage) -> None:
    """Our root instead of the welcome page that Wagtail's first migration makes."""
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": port,
            "root_page": page,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    for welcome in Page.objects.filter(depth=2, slug="home", numchild=0):
        if welcome.specific_class is Page:
            welcome.delete()
