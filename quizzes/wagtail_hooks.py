from wagtail import hooks

from quizzes.admin_views import TestsGroup
from quizzes.media_chooser import CHOOSER, MediaChooser


@hooks.register("register_admin_viewset")
def register_tests() -> TestsGroup:
    return TestsGroup()


@hooks.register("register_admin_viewset")
def register_media_chooser() -> MediaChooser:
    return CHOOSER
