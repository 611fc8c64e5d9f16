"""Where administrators find the pages of boundaries and areas: beside everything else they keep."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.accounts import policy
from lms.accounts.roles import Permission


class AdministratorsItem(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return policy.may(request.user, Permission.ADMINISTER)


@hooks.register("register_admin_menu_item")
def boundaries() -> AdministratorsItem:
    url = reverse_lazy("geography:changes")
    return AdministratorsItem(_("Boundaries"), url, icon_name="site", order=320)


@hooks.register("register_admin_menu_item")
def areas() -> AdministratorsItem:
    return AdministratorsItem(
        _("Areas"), reverse_lazy("geography:areas"), icon_name="group", order=321
    )
