"""P3 and L3: the page of a course and the lesson player, for guests and for people signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import queries, reading, services
from courses.addresses import course_url, lesson_url, my_course_url
from courses.content_cache import generation
from courses.guests import guest_progress, note_guest_screen
from courses.lesson_player import PlayerPage, player_page
from courses.models import Enrolment
from courses.outlines import CourseOutline, LessonItem
from courses.standings import Record, next_after, records
from lms.accounts.access import to_sign_in
from lms.core import periods
from lms.core.kept_pages import kept_for_visitors

View = Callable[..., HttpResponse]


def of_published_course(view: View) -> View:
    """Gives the view the outline of the course in the address: 410 if it was withdrawn, 404 if
    there never was one."""

    @wraps(view)
    def found(request: HttpRequest, course: str, **kwargs: Any) -> HttpResponse:
        outline = queries.find_outline(course)
        if outline is None:
            return _withdrawn(request, course)
        return view(request, outline, **kwargs)

    return found


def of_lesson(view: View) -> View:
    """Gives the view the lesson too; courses for staff alone are read signed in."""

    @wraps(view)
    def found(
        request: HttpRequest, outline: CourseOutline, lesson: str, **kwargs: Any
    ) -> HttpResponse:
        item = outline.lesson(lesson)
        if item is None or not item.screens:
            raise Http404
        if outline.sign_in_only and not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, outline, item, **kwargs)

    return of_published_course(found)


@require_safe
@kept_for_visitors(generation)
@of_published_course
def course(request: HttpRequest, outline: CourseOutline) -> HttpResponse:
    standing = queries.standing(request.user, outline, guest_progress(request))
    context = {
        "outline": outline,
        "about": reading.course_about(outline),
        "standing": standing,
        "must_sign_in": outline.sign_in_only and not request.user.is_authenticated,
        "sign_in": f"{reverse('accounts:sign_in')}?{urlencode({'next': request.path}, safe='/')}",
        "quizzes": sum(item.kind == "quiz" for item in outline.requirements),
        "my_course": my_course_url(outline.slug),
    }
    return render(request, "courses/course.html", context)


@require_POST
@of_published_course
def start(request: HttpRequest, outline: CourseOutline) -> HttpResponse:
    """Enrol, and on to the first thing to do. A guest just begins."""
    if request.user.is_authenticated:
        _enrolment(request, outline, _record(request, outline))
    elif outline.sign_in_only:
        return to_sign_in(request)
    standing = queries.standing(request.user, outline, guest_progress(request))
    return redirect(standing.next_row.url if standing.next_row else my_course_url(outline.slug))


@require_http_methods(["GET", "HEAD", "POST"])
@of_lesson
def lesson(
    request: HttpRequest, outline: CourseOutline, item: LessonItem, screen: int
) -> HttpResponse:
    if screen < 1:
        raise Http404
    if screen > item.screens:  # the lesson became shorter since the address was kept
        return redirect(lesson_url(outline.slug, item.slug, item.screens))
    if request.method == "POST":
        return _turn_page(request, outline, item, screen)
    # What else the course asks for is told on the last screen alone.
    record = _record(request, outline, with_requirements=screen == item.screens)
    page = player_page(outline, record, item, screen)
    _remember_place(record, page)
    return render(request, "courses/lesson.html", {"page": page, "outline": outline})


@require_safe
@kept_for_visitors(generation)
@of_lesson
def lesson_print(request: HttpRequest, outline: CourseOutline, item: LessonItem) -> HttpResponse:
    context = {
        "sheet": reading.lesson_sheet(item, printed=True),
        "course_title": outline.title,
        "back": lesson_url(outline.slug, item.slug),
    }
    return render(request, "courses/lesson_print.html", context)


def _record(
    request: HttpRequest, outline: CourseOutline, *, with_requirements: bool = True
) -> Record:
    guest = guest_progress(request)
    found = records(request.user, [outline], guest, with_requirements=with_requirements)
    return found[outline.course_id]


def _enrolment(request: HttpRequest, outline: CourseOutline, record: Record) -> Enrolment:
    if record.enrolment is not None:
        return record.enrolment
    assert request.user.is_authenticated
    page = queries.get_course(outline.slug)
    return services.enrol(user=request.user, course=page, at=periods.now())


def _turn_page(
    request: HttpRequest, outline: CourseOutline, item: LessonItem, screen: int
) -> HttpResponseRedirect:
    """The screen is done: to the next one, or from the last one to the next task."""
    if request.user.is_authenticated:
        enrolment = _enrolment(request, outline, _record(request, outline))
        services.record_screen(enrolment=enrolment, lesson=item, screen=screen, at=periods.now())
    else:
        note_guest_screen(request, outline.slug, item.slug, screen)
    if screen < item.screens:
        return redirect(lesson_url(outline.slug, item.slug, screen + 1))
    return _leave_lesson(request, outline, item)


def _leave_lesson(
    request: HttpRequest, outline: CourseOutline, item: LessonItem
) -> HttpResponseRedirect:
    record = _record(request, outline)
    left = sum(row.status != "done" for row in queries.stand(outline, record).rows)
    if left:
        text = ngettext(
            "Saved. %(count)d task left in this course.",
            "Saved. %(count)d tasks left in this course.",
            left,
        )
        messages.success(request, text % {"count": left})
    following = next_after(outline, record, item)
    return redirect(following.url if following else my_course_url(outline.slug))


def _remember_place(record: Record, page: PlayerPage) -> None:
    """Resume opens this very screen. Reading on in order has noted it already: no write then."""
    is_noted = record.resumes_at(page.item.id, page.number) and not page.changed_on
    if record.enrolment is None or is_noted:
        return
    services.open_screen(
        enrolment=record.enrolment, lesson=page.item, screen=page.number, at=periods.now()
    )


def _withdrawn(request: HttpRequest, slug: str) -> HttpResponse:
    page = reading.withdrawn_course(slug)
    if page is None:
        raise Http404
    successor = page.replaced_by if page.replaced_by and page.replaced_by.live else None
    context = {
        "title": page.title,
        "successor": successor,
        "href": course_url(successor.slug) if successor else "/khoa-hoc/",
    }
    return render(request, "courses/withdrawn.html", context, status=410)
