"""The editor's room: a short menu, one's own work first, no way round the rules of publishing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses import publishing
from courses.admin_views import CourseAssignmentViewSet
from courses.editor_home import MyWorkPanel
from courses.models import CoursePage, LessonPage, SimulationPage
from courses.removal import is_in_use
from courses.simulation.package_room import scorm
from courses.simulation.room import urlpatterns

_NOT_NEEDED = {"documents", "help", "snippets"}
_OUR_WORDS = {
    "explorer": gettext_lazy("Courses"),
    "images": gettext_lazy("Pictures"),
    "reports": gettext_lazy("Content reports"),
}

register_snippet(CourseAssignmentViewSet)


@hooks.register("construct_main_menu")
def keep_the_menu_short(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in _NOT_NEEDED]
    for item in menu_items:
        item.label = _OUR_WORDS.get(item.name, item.label)


@hooks.register("construct_homepage_panels")
def begin_with_my_work(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(MyWorkPanel())


@hooks.register("construct_homepage_summary_items")
def no_figures(request: HttpRequest, summary_items: list[Any]) -> None:
    """How many pages there are tells an editor nothing."""
    summary_items.clear()


@hooks.register("register_admin_urls")
def register_pages_of_simulations() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def begin_from_screenshots(page: Page, user: Any, **kwargs: Any) -> Iterable[Button]:
    if isinstance(page, CoursePage) and page.permissions_for_user(user).can_add_subpage():
        url = reverse("simulation_from_shots", args=[page.pk])
        yield Button(_("Practice from screenshots"), url, icon_name="image", priority=15)


@hooks.register("before_delete_page")
def keep_what_people_learnt(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse_to_delete(request, [page]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def check_many_at_once(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type == "delete" and pages:
        return _refuse_to_delete(request, pages)
    if action_type == "publish" and pages:
        return _refuse_to_publish(request, pages)
    return None


def _refuse_to_delete(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    kept = [page for page in pages if is_in_use(page)]
    for page in kept:
        messages.error(
            request,
            _("“%(title)s” has learners or questions. Unpublish it instead of deleting it.")
            % {"title": page.title},
        )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk) if kept else None


def _refuse_to_publish(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    missing = [
        f"{page.title}: {sentence}"
        for page in pages
        if issubclass(page.specific_class, CoursePage | LessonPage | SimulationPage)
        for sentence in publishing.blockers(page.specific.get_latest_revision_as_object())
    ]
    for sentence in missing:
        messages.error(request, sentence)
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk) if missing else None


@hooks.register("register_admin_urls")
def register_packages() -> list[URLPattern]:
    return [path("thuc-hanh/<int:pk>/scorm.zip", scorm, name="simulation_scorm")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def take_it_to_other_systems(page: Page, user: Any, **kwargs: Any) -> Iterable[Button]:
    if not isinstance(page, SimulationPage) or not page.live:
        return
    if page.permissions_for_user(user).can_edit():
        url = reverse("simulation_scorm", args=[page.pk])
        yield Button(_("Package for other systems (SCORM)"), url, icon_name="download")
