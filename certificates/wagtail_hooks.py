"""Certificates in doubt, in the editor's room: administrators decide, nothing is revoked by itself."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from certificates import services
from certificates.editor_forms import DoubtForm
from certificates.models import Doubt, DoubtOutcome
from certificates.outside_admin import OutsideSignatureViewSet
from certificates.room import CertificateViewSet, RuleViewSet
from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.core import periods


class AdministratorsDecide(ModelPermissionPolicy):
    """Our policy decides, not Django's groups; doubts are neither made nor deleted by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"change", "view"} and policy.may(user, Permission.ADMINISTER)


class Decide(generic.EditView):
    def save_instance(self) -> Doubt:
        data = self.form.cleaned_data
        self.has_content_changes = True
        return services.decide_doubt(
            doubt=self.object,
            revoked=data["outcome"] == DoubtOutcome.REVOKED,
            reason=data["reason"],
            by=self.request.user,
            at=periods.now(),
        )


class DoubtViewSet(ModelViewSet):
    model = Doubt
    name = "giay-can-xem-lai"
    icon = "warning"
    menu_label = _("Certificates in doubt")
    add_to_admin_menu = True
    menu_order = 450
    copy_view_enabled = False
    edit_view_class = Decide
    list_display = ["certificate", "requirement", "opened_at", "outcome"]
    list_filter = ["outcome"]
    edit_handler = ObjectList(
        [
            FieldPanel("certificate", read_only=True),
            FieldPanel("requirement", read_only=True),
            FieldPanel("outcome"),
            FieldPanel("reason"),
        ],
        base_form_class=DoubtForm,
    )

    @property
    def permission_policy(self) -> AdministratorsDecide:
        return AdministratorsDecide(Doubt)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Doubt]:
        return Doubt.objects.select_related("certificate")


@hooks.register("register_admin_viewset")
def register_doubts() -> DoubtViewSet:
    return DoubtViewSet()


@hooks.register("register_admin_viewset")
def register_outside_signatures() -> OutsideSignatureViewSet:
    return OutsideSignatureViewSet()


@hooks.register("register_admin_viewset")
def register_certificates() -> list[ModelViewSet]:
    return [CertificateViewSet(), RuleViewSet()]


class ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy.may(request.user, Permission.ADMINISTER)


@hooks.register("register_admin_menu_item")
def link_to_batches() -> MenuItem:
    return ForAdministrators(
        _("Issue many certificates"),
        reverse("certificates:batches"),
        icon_name="doc-full",
        order=442,
    )


@hooks.register("register_admin_menu_item")
def link_to_reconciling() -> MenuItem:
    return ForAdministrators(
        _("National register"),
        reverse("certificates:register"),
        icon_name="doc-full",
        order=455,
    )


@hooks.register("register_admin_menu_item")
def link_to_templates() -> MenuItem:
    return ForAdministrators(
        _("Templates of certificates"),
        reverse("certificates:templates"),
        icon_name="doc-full",
        order=460,
    )
