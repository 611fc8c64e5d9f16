"""Learning systems in the editor's room: administrators register them and renew our key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from lms.accounts import policy
from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import audit
from lms.interop.lti import keys
from lms.interop.lti.models import Platform


class AdministratorsOnly(ModelPermissionPolicy):  # type: ignore[misc]
    """Our policy decides, not Django's groups. A system is switched off, not deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and policy.may(user, Permission.ADMINISTER)


class OurAddressesPanel(HelpPanel):  # type: ignore[misc]
    """What the other system asks for, ready to be copied."""

    class BoundPanel(HelpPanel.BoundPanel):  # type: ignore[misc]
        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            return context | {"addresses": our_addresses(), "rotate": reverse("lti_rotate")}


def our_addresses() -> list[tuple[str, str]]:
    site = settings.PUBLIC_URL
    return [
        (_("Tool URL"), f"{site}/hoc/…/thuc-hanh/…/"),
        (_("Initiate login URL"), f"{site}{reverse('lti:login')}"),
        (_("Redirection URI"), f"{site}{reverse('lti:launch')}"),
        (_("Public keyset"), f"{site}{reverse('lti:key_set')}"),
    ]


class PlatformViewSet(ModelViewSet):  # type: ignore[misc]
    model = Platform
    name = "he-thong-hoc-tap"
    icon = "site"
    menu_label = gettext_lazy("Learning systems (LTI)")
    add_to_admin_menu = True
    menu_order = 460
    copy_view_enabled = False
    list_display = ["name", "issuer", "is_active"]
    edit_handler = ObjectList(
        [
            OurAddressesPanel(
                template="interop/lti/admin_addresses.html",
                heading=gettext_lazy("To copy into the other system"),
            ),
            FieldPanel("name"),
            FieldPanel("issuer"),
            FieldPanel("client_id"),
            FieldPanel("deployments"),
            FieldPanel("auth_url"),
            FieldPanel("token_url"),
            FieldPanel("jwks_url"),
            FieldPanel("frames"),
            FieldPanel("is_active"),
        ]
    )

    @property
    def permission_policy(self) -> AdministratorsOnly:
        return AdministratorsOnly(Platform)


@require_POST
@requires(Permission.ADMINISTER)
def rotate(request: HttpRequest) -> HttpResponse:
    by, kid = person(request), keys.rotate()
    audit.record("lti.key_rotated", by, by=by, kid=kid)
    messages.success(request, _("A new key is in use. The one before stays published."))
    return redirect("he-thong-hoc-tap:index")
