"""Populations, targets and reporting periods in the editing room; administrators keep them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.progress import bases
from lms.progress.bases_room import ImportBases
from lms.progress.models import (
    BaseChange,
    CustomPeriod,
    PeriodRule,
    PlanTarget,
    Population,
    Target,
)
from lms.units.models import AdminUnit, AreaSet
from lms.units.queries import wards_of

AIM = (
    ("year", "deadline"),
    ("group", "indicator"),
    ("people", "percent"),
    ("base_kind", "base_number"),
    ("base_year", "base_source"),
    ("decided_by",),
)


class AdministratorsOnly(ModelPermissionPolicy):  # type: ignore[misc]
    """Our policy decides, not Django's groups."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return policy.may(user, Permission.ADMINISTER)


class ReadingOnly(AdministratorsOnly):
    """What happened stays written."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class NotedForm(WagtailAdminModelForm):  # type: ignore[misc]
    """What was changed by hand is noted, like what a file changes. Offers the places of the
    operator's province only, not all 3,321."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = bases.number_of(self.instance) if self.instance.pk else None
        offered: dict[str, Any] = {
            "ward": wards_of(settings.OPERATOR_PROVINCE),
            "province": AdminUnit.objects.filter(code=settings.OPERATOR_PROVINCE),
            "area": AreaSet.objects.filter(province__code=settings.OPERATOR_PROVINCE),
        }
        for name, places in offered.items():
            if name in self.fields:
                self.fields[name].queryset = places

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "area" in self.fields and bool(cleaned.get("area")) == bool(cleaned.get("province")):
            self.add_error("area", gettext("Choose either an area or a province"))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        row = super().save(commit)
        after = bases.number_of(row)
        bases.note_change(row=row, before=self.before, after=after, by=self.for_user)
        return row


@hooks.register("before_delete_snippet")
def note_deletion(request: HttpRequest, instances: list[Any]) -> None:
    if request.method != "POST":
        return
    for row in instances:
        if isinstance(row, Population | Target | PlanTarget):
            before = bases.number_of(row)
            bases.note_change(row=row, before=before, after=None, by=request.user)  # type: ignore[arg-type]


class Kept(SnippetViewSet):  # type: ignore[misc]
    """A list administrators keep."""

    related: tuple[str, ...] = ()

    @property
    def permission_policy(self) -> AdministratorsOnly:
        return AdministratorsOnly(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.select_related(*self.related)


class ListWithFiles(IndexView):  # type: ignore[misc]
    @property
    def header_more_buttons(self) -> list[Button]:
        label, url = gettext("Import targets and populations"), reverse("bases_import")
        return [*super().header_more_buttons, Button(label, url=url, icon_name="upload")]


def _panels(rows: tuple[tuple[str, ...], ...]) -> ObjectList:
    made = [FieldRowPanel([FieldPanel(name) for name in row]) for row in rows]
    return ObjectList(made, base_form_class=NotedForm)


class PopulationViewSet(Kept):
    model = Population
    icon = "group"
    menu_label = _("Population figures")
    list_display = ["ward", "year", "kind", "number", "source", "as_of"]
    list_filter = ["year", "kind"]
    search_fields = ["ward__name", "source"]
    related = ("ward",)
    index_view_class = ListWithFiles
    edit_handler = _panels((("ward", "year"), ("kind", "number"), ("source", "as_of")))


class TargetViewSet(Kept):
    model = Target
    icon = "pick"
    menu_label = _("Targets")
    list_display = ["ward", "year", "group", "indicator", "people", "deadline", "decided_by"]
    list_filter = ["year", "group", "indicator"]
    search_fields = ["ward__name", "decided_by"]
    related = ("ward",)
    index_view_class = ListWithFiles
    edit_handler = _panels((("ward",), *AIM))


class PlanTargetViewSet(Kept):
    model = PlanTarget
    icon = "doc-full"
    menu_label = _("Targets of plans")
    list_display = ["province", "area", "year", "group", "indicator", "people", "deadline"]
    list_filter = ["year", "group", "indicator"]
    search_fields = ["area__name", "decided_by"]
    related = ("province", "area")
    edit_handler = _panels((("province", "area"), *AIM))


class BaseChangeViewSet(Kept):
    model = BaseChange
    icon = "history"
    menu_label = _("What was changed")
    list_display = ["at", "subject", "unit", "area", "year", "key", "before", "after", "document",
                    "by"]  # fmt: skip
    list_filter = ["year", "subject"]
    search_fields = ["unit__name", "area__name", "document"]
    related = ("unit", "area", "by")

    @property
    def permission_policy(self) -> ReadingOnly:
        return ReadingOnly(BaseChange)


class PeriodRuleViewSet(Kept):
    model = PeriodRule
    icon = "calendar"
    menu_label = _("Reporting periods")
    list_display = ["name", "months", "first_day", "is_offered"]
    panels = [FieldPanel(name) for name in ("name", "code", "months", "first_day", "is_offered",
                                            "position")]  # fmt: skip


class CustomPeriodViewSet(Kept):
    model = CustomPeriod
    icon = "calendar-alt"
    menu_label = _("Periods of their own")
    list_display = ["name", "first_day", "last_day"]
    panels = [FieldPanel(name) for name in ("name", "first_day", "last_day")]


class BasesViewSet(SnippetViewSetGroup):  # type: ignore[misc]
    items = (
        TargetViewSet,
        PlanTargetViewSet,
        PopulationViewSet,
        BaseChangeViewSet,
        PeriodRuleViewSet,
        CustomPeriodViewSet,
    )
    menu_label = _("Targets and populations")
    menu_icon = "pick"
    menu_order = 310


register_snippet(BasesViewSet)


@hooks.register("register_admin_urls")
def register_import() -> list[URLPattern]:
    return [path("chi-tieu/nhap/", ImportBases.as_view(), name="bases_import")]
