"""Doors of the pictures, courses, lists and comparisons (ux M3–M5). Each asks for a scope, reads it
and shows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lms.accounts.access import requires
from lms.accounts.roles import Permission
from lms.reports import attention_page, compare_page, course_pages, screen_pages, trend_page
from lms.reports.forms import NAMES
from lms.reports.scope import BORDERS, Scope, scope_of


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_grid(request: HttpRequest) -> HttpResponse:
    context = screen_pages.grid_page(_scope(request), request.GET)
    return render(request, "reports/grid.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_trend(request: HttpRequest) -> HttpResponse:
    return render(
        request, "reports/trend.html", trend_page.trend_page(_scope(request), request.GET)
    )


@require_GET
@requires(Permission.VIEW_REPORTS)
def list_attention(request: HttpRequest) -> HttpResponse:
    context = attention_page.attention_page(_scope(request), request.GET)
    return render(request, "reports/attention.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def list_courses(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/courses.html", course_pages.courses_page(_scope(request)))


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_course(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "reports/course.html", course_pages.course_page(_scope(request), code))


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_comparison(request: HttpRequest) -> HttpResponse:
    context = compare_page.compare_page(_scope(request), request.GET)
    return render(request, "reports/compare.html", context)


def _scope(request: HttpRequest) -> Scope:
    area, borders = request.GET.get(NAMES["area"], ""), request.GET.get(BORDERS, "")
    return scope_of(request.user, Permission.VIEW_REPORTS, area=area, borders=borders)
