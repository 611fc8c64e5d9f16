from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks

from quizzes.admin_views import TestsGroup
from quizzes.media_chooser import CHOOSER, MediaChooser
from quizzes.room.home import QuestionWorkPanel
from quizzes.room.urls import urlpatterns


@hooks.register("register_admin_viewset")
def register_tests() -> TestsGroup:
    return TestsGroup()


@hooks.register("register_admin_viewset")
def register_media_chooser() -> MediaChooser:
    return CHOOSER


@hooks.register("register_admin_urls")
def register_pages_beside() -> list[URLPattern]:
    """Statistics, putting results right, the marking desk, trying a test."""
    return urlpatterns


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(QuestionWorkPanel())
