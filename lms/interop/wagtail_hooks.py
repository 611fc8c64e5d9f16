from django.urls import URLPattern, path
from wagtail import hooks

from lms.interop.lti.room import PlatformViewSet, rotate


@hooks.register("register_admin_viewset")
def register_platforms() -> PlatformViewSet:
    return PlatformViewSet()


@hooks.register("register_admin_urls")
def register_key() -> list[URLPattern]:
    return [path("he-thong-hoc-tap/khoa-moi/", rotate, name="lti_rotate")]
