"""Published pages rendered for reading, kept until the next publishing. No query once read."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses import content_cache
from courses.models import CoursePage, LessonPage
from courses.outlines import CourseOutline, LessonItem
from courses.sheets import LessonSheet


def course_about(outline: CourseOutline) -> SafeString:
    """The lower half of the course page, the same for everybody: what to prepare, who wrote it."""

    def build() -> SafeString:
        sheet = CoursePage.objects.get(pk=outline.course_id).sheet()
        context = {"outline": outline, "sheet": sheet}
        return render_to_string("courses/course_about.html", context)

    return content_cache.remember(f"about:{outline.course_id}:{get_language()}", build)


def lesson_sheet(lesson: LessonItem, *, printed: bool = False) -> LessonSheet:
    """In the language of the request: blocks bring a few words of their own ("Not right")."""
    return content_cache.remember(
        f"lesson:{lesson.id}:{get_language()}:{printed}",
        lambda: LessonPage.objects.get(pk=lesson.id).sheet(printed=printed),
    )


def withdrawn_course(slug: str) -> CoursePage | None:
    """The course that used to be here, as its newest draft has it (and what replaces it)."""
    page = CoursePage.objects.filter(
        slug=slug, live=False, first_published_at__isnull=False
    ).first()
    return page and page.get_latest_revision_as_object()
