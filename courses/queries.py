"""What other rooms may ask about courses. Nothing here writes."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from courses.models import CourseAssignment, CoursePage
from courses.outlines import (
    CourseOutline,
    LessonItem,
    RequirementItem,
    find_outline,
    outline,
    outlines,
)
from courses.search import search_courses
from courses.standings import CourseStanding, GuestProgress, TaskRow, stand, standing, standings
from lms.accounts.models import User

__all__ = [
    "CourseOutline",
    "CourseStanding",
    "GuestProgress",
    "LessonItem",
    "RequirementItem",
    "TaskRow",
    "assignments_for",
    "catalogue",
    "find_outline",
    "get_course",
    "live_courses",
    "outline",
    "outlines",
    "search_courses",
    "stand",
    "standing",
    "standings",
]


def live_courses() -> QuerySet[CoursePage]:
    """Published courses in the order of the home page."""
    courses: QuerySet[CoursePage] = CoursePage.objects.live()
    return courses.order_by("position", "path")


def get_course(slug: str) -> CoursePage:
    """The published course under this address; CoursePage.DoesNotExist if there is none."""
    return live_courses().get(slug=slug)


def catalogue(*, text: str = "", sector: str = "", audience: str = "") -> list[CourseOutline]:
    """Published courses holding every word of `text`, of a sector (its slug) and for an audience
    (its value); best match first, else the order of the home page. At most one query."""
    found = [outline(course) for course in search_courses(text)] if text.strip() else outlines()
    return [
        item
        for item in found
        if sector in ("", item.sector_slug) and (not audience or audience in item.audiences)
    ]


def assignments_for(user: User | AnonymousUser) -> list[tuple[CoursePage, date]]:
    """The published courses this person's agency requires, soonest first."""
    if not isinstance(user, User) or user.agency_id is None:
        return []
    rows = CourseAssignment.objects.filter(agency_id=user.agency_id, course__live=True)
    return [(row.course, row.due_on) for row in rows.select_related("course").order_by("due_on")]
