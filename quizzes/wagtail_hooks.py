from wagtail import hooks

from quizzes.admin_views import TestsGroup


@hooks.register("register_admin_viewset")
def register_tests() -> TestsGroup:
    return TestsGroup()
