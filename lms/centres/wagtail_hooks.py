"""Learning points in the editing room; administrators keep the list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.centres.models import LearningPoint
from lms.core.vietnamese import slugify_vi
from lms.units.models import AdminUnit
from lms.units.queries import wards_of


class PointForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Offers the wards of the operator's province (and the one chosen): of all 3,321 nobody finds
    theirs in a list. Without a code the name makes one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = wards_of(settings.OPERATOR_PROVINCE)
        chosen = AdminUnit.objects.filter(pk=self.instance.ward_id)
        self.fields["ward"].queryset = near | chosen
        self.fields["code"].required = False
        self.fields["code"].help_text = _(
            "Its address on this site. Left empty it comes from the name."
        )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code or free_code(self.cleaned_data.get("name", ""))


def free_code(name: str) -> str:
    """ "nha-van-hoa-thon-dong", with a number where that is taken."""
    base = slugify_vi(name)[:40] or "diem-hoc"
    taken = set(LearningPoint.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in _numbered(base) if code not in taken)


def _numbered(base: str) -> Iterator[str]:
    yield base
    yield from (f"{base}-{number}" for number in count(2))


class AdministratorsOnly(ModelPermissionPolicy):  # type: ignore[misc]
    """Our policy decides, not Django's groups."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return policy.may(user, Permission.ADMINISTER)


class LearningPointViewSet(SnippetViewSet):  # type: ignore[misc]
    model = LearningPoint
    icon = "home"
    menu_label = _("Learning points")
    add_to_admin_menu = True
    menu_order = 300
    list_display = ["name", "ward", "address", "is_open"]
    list_filter = ["is_open"]
    search_fields = ["name", "address", "ward__name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("code"),
            FieldPanel("ward"),
            FieldPanel("address"),
            FieldPanel("hours"),
            FieldPanel("phone"),
            MultiFieldPanel(
                [FieldPanel("has_computer"), FieldPanel("has_wifi"), FieldPanel("step_free")],
                heading=_("There is"),
            ),
            FieldPanel("is_open"),
        ],
        base_form_class=PointForm,
    )

    @property
    def permission_policy(self) -> AdministratorsOnly:
        return AdministratorsOnly(LearningPoint)


register_snippet(LearningPointViewSet)
