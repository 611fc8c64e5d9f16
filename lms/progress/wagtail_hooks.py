"""Populations and targets in the editing room; administrators keep them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.progress.models import Population, Target
from lms.units.queries import wards_of


class AdministratorsOnly(ModelPermissionPolicy):  # type: ignore[misc]
    """Our policy decides, not Django's groups."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return policy.may(user, Permission.ADMINISTER)


class WardForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Offers the wards of the operator's province, not all 3,321."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ward"].queryset = wards_of(settings.OPERATOR_PROVINCE)


class PopulationViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Population
    icon = "group"
    menu_label = _("Population figures")
    list_display = ["ward", "year", "kind", "number", "source", "as_of"]
    list_filter = ["year", "kind"]
    search_fields = ["ward__name", "source"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("ward", "year", "kind", "number", "source", "as_of")],
        base_form_class=WardForm,
    )

    @property
    def permission_policy(self) -> AdministratorsOnly:
        return AdministratorsOnly(Population)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Population]:
        return Population.objects.select_related("ward")


class TargetViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Target
    icon = "pick"
    menu_label = _("Targets")
    list_display = ["ward", "year", "people", "decided_by"]
    list_filter = ["year"]
    search_fields = ["ward__name", "decided_by"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("ward", "year", "people", "decided_by")],
        base_form_class=WardForm,
    )

    @property
    def permission_policy(self) -> AdministratorsOnly:
        return AdministratorsOnly(Target)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Target]:
        return Target.objects.select_related("ward")


class BasesViewSet(SnippetViewSetGroup):  # type: ignore[misc]
    items = (TargetViewSet, PopulationViewSet)
    menu_label = _("Targets and populations")
    menu_icon = "pick"
    menu_order = 310


register_snippet(BasesViewSet)
