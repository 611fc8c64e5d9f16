"""The home page (P1) and the catalogue (P2)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.content_cache import generation
from courses.queries import outlines
from lms.core.kept_pages import kept_for_visitors
from lms.home import achievements, catalogue, learning
from lms.home.forms import FilterForm

TASKS_ON_HOME = 6  # ux P1: three to six


@require_safe
@kept_for_visitors(generation)
def home(request: HttpRequest) -> HttpResponse:
    courses = outlines()
    context = {
        "tasks": courses[:TASKS_ON_HOME],
        "more": len(courses) > TASKS_ON_HOME,
        "figures": achievements.figures(),
    }
    if request.user.is_authenticated:
        context["resume"] = learning.course_to_resume(request.user, courses)
    return render(request, "home/home.html", context)


@require_safe
@kept_for_visitors(generation)
def courses(request: HttpRequest) -> HttpResponse:
    return _catalogue(request, catalogue.read(request.GET))


@require_safe
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in catalogue.sectors():
        raise Http404
    return _catalogue(request, catalogue.read(request.GET, sector=slug))


@require_safe
def audience(request: HttpRequest, slug: str) -> HttpResponse:
    value = catalogue.audience_value(slug)
    if not value:
        raise Http404
    return _catalogue(request, catalogue.read(request.GET, audience=value))


def _catalogue(request: HttpRequest, search: catalogue.Search) -> HttpResponse:
    paginator = Paginator(search.results(), catalogue.PAGE_SIZE)
    page = paginator.get_page(request.GET.get("trang"))
    context = {"search": search, "page": page, "filters": FilterForm(search)}
    return render(request, "home/catalogue.html", context)
