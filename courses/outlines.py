"""What a published course consists of: small frozen records, kept until the next publishing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from courses import content_cache
from courses.models import (
    CoursePage,
    LessonPage,
    MinistryPage,
    Requirement,
    SimulationPage,
    SimulationVersion,
)
from lms.accounts.models import Audience

OPEN_TO_ALL = frozenset({Audience.RESIDENT.value, Audience.BUSINESS.value})


@dataclass(frozen=True, slots=True)
class LessonItem:
    id: int
    slug: str
    title: str
    minutes: int
    screens: int  # how many
    summary: str
    changed_at: datetime | None  # last published


@dataclass(frozen=True, slots=True)
class RequirementItem:
    id: int
    kind: str  # quiz | practice
    key: str
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class SimulationItem:
    id: int
    slug: str
    title: str
    summary: str
    minutes: int
    version: int  # id of its latest version
    checked_on: date | None
    is_required: bool


@dataclass(frozen=True, slots=True)
class CourseOutline:
    """`minutes` is what the course page promises; the parts need not add up to it."""

    course_id: int
    slug: str
    title: str
    code: str
    lessons: tuple[LessonItem, ...]
    requirements: tuple[RequirementItem, ...]
    minutes: int
    outcome: str
    audiences: tuple[str, ...]  # Audience values
    sector: str
    sector_slug: str
    ministry: str
    checked_on: date | None
    position: int
    simulations: tuple[SimulationItem, ...] = ()

    @property
    def sign_in_only(self) -> bool:
        """For staff alone: everybody sees what it holds, one signs in to learn."""
        return OPEN_TO_ALL.isdisjoint(self.audiences)

    @property
    def audience_labels(self) -> list[str]:
        return [str(Audience(value).label) for value in self.audiences]

    def lesson(self, slug: str) -> LessonItem | None:
        return next((item for item in self.lessons if item.slug == slug), None)

    def simulation(self, slug: str) -> SimulationItem | None:
        return next((item for item in self.simulations if item.slug == slug), None)


def outline(course: CoursePage) -> CourseOutline:
    """The outline of a published course. Cached: no query once anybody asked."""
    return content_cache.remember(f"outline:{course.pk}", lambda: _build(course))


def find_outline(slug: str) -> CourseOutline | None:
    """The outline under a course's address, or None if no published course has it."""
    course_id = _published().get(slug)
    if course_id is None:
        return None
    return content_cache.remember(
        f"outline:{course_id}", lambda: _build(CoursePage.objects.get(pk=course_id))
    )


def outlines() -> list[CourseOutline]:
    """Every published course, in the order of the home page."""
    found = [find_outline(slug) for slug in _published()]
    return [item for item in found if item is not None]


def _published() -> dict[str, int]:
    return content_cache.remember("published", _slugs_of_live_courses)


def _slugs_of_live_courses() -> dict[str, int]:
    rows = CoursePage.objects.live().order_by("position", "path").values_list("slug", "pk")
    return dict(rows)


def _build(course: CoursePage) -> CourseOutline:
    ministry = MinistryPage.objects.ancestor_of(course).get()
    lessons = LessonPage.objects.live().child_of(course).order_by("path")
    requirements = Requirement.objects.filter(course=course, is_active=True)
    return CourseOutline(
        course_id=course.pk,
        slug=course.slug,
        title=course.title,
        code=course.code,
        lessons=tuple(_lesson(page) for page in lessons),
        requirements=tuple(_requirement(row) for row in requirements),
        minutes=course.minutes,
        outcome=course.outcome,
        audiences=tuple(value for value in course.audiences if value in Audience.values),
        sector=ministry.sector,
        sector_slug=ministry.sector_slug,
        ministry=ministry.title,
        checked_on=course.checked_on,
        position=course.position,
        simulations=tuple(_simulations(course)),
    )


def _simulations(course: CoursePage) -> list[SimulationItem]:
    pages = SimulationPage.objects.live().child_of(course).order_by("path")
    latest = dict(  # the newest number is written last
        SimulationVersion.objects.filter(simulation__in=pages)
        .order_by("number")
        .values_list("simulation_id", "pk")
    )
    return [
        SimulationItem(
            id=page.pk,
            slug=page.slug,
            title=page.title,
            summary=page.summary,
            minutes=page.minutes,
            version=latest[page.pk],
            checked_on=page.checked_on,
            is_required=page.is_required,
        )
        for page in pages.defer("steps")
        if page.pk in latest
    ]


def _lesson(page: LessonPage) -> LessonItem:
    return LessonItem(
        id=page.pk,
        slug=page.slug,
        title=page.title,
        minutes=page.minutes,
        screens=len(page.screens),
        summary=page.summary,
        changed_at=page.last_published_at,
    )


def _requirement(row: Requirement) -> RequirementItem:
    return RequirementItem(
        id=row.pk, kind=row.kind, key=row.key, title=row.title, minutes=row.minutes
    )
