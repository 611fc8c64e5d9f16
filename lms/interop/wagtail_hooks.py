from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.interop.api import room as api
from lms.interop.gis.room import Boundaries
from lms.interop.lti.room import PlatformViewSet, rotate


class ForAdministrators(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return policy.may(request.user, Permission.ADMINISTER)


@hooks.register("register_admin_viewset")
def register_platforms() -> PlatformViewSet:
    return PlatformViewSet()


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    return [
        path("he-thong-hoc-tap/khoa-moi/", rotate, name="lti_rotate"),
        path("ranh-gioi-ban-do/", Boundaries.as_view(), name="gis_boundaries"),
        path("ma-truy-cap/", api.Tokens.as_view(), name="api_tokens"),
        path("ma-truy-cap/<int:pk>/thu-hoi/", api.revoke, name="api_token_revoke"),
    ]


@hooks.register("register_admin_menu_item")
def tokens_in_menu() -> MenuItem:
    return ForAdministrators(
        _("API tokens"), reverse_lazy("api_tokens"), icon_name="key", order=461
    )


@hooks.register("register_admin_menu_item")
def boundaries_in_menu() -> MenuItem:
    address = reverse_lazy("gis_boundaries")
    return ForAdministrators(_("Boundaries for maps"), address, icon_name="globe", order=462)
