"""In the editor's room: certificates with what may happen to them, and the rules of courses."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from certificates import life
from certificates.models import Certificate, IssueRule
from certificates.room_forms import DeedForm
from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.core import periods


class Administrators(ModelPermissionPolicy):
    """Our policy decides, not Django's groups. Certificates are neither made nor deleted by hand."""

    actions = frozenset({"change", "view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and policy.may(user, Permission.ADMINISTER)


class RuleMakers(Administrators):
    actions = frozenset({"add", "change", "view"})


class Deed(generic.EditView):
    """One form for every deed: which one, the reason, and for a correction what is right."""

    def save_instance(self) -> Certificate:
        self.has_content_changes = True
        form: DeedForm = self.form
        return form.carry_out(by=self.request.user, at=periods.now())


class CertificateViewSet(ModelViewSet):
    model = Certificate
    name = "giay-chung-nhan"
    icon = "doc-full"
    menu_label = _("Certificates")
    add_to_admin_menu = True
    menu_order = 440
    copy_view_enabled = False
    edit_view_class = Deed
    list_display = [
        TitleColumn("code", label=_("Code"), url_name="giay-chung-nhan:edit"),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("status", label=_("Status"), accessor="get_status_display"),
        DateColumn("issued_at", label=_("Issued on"), sort_key="issued_at"),
        Column("course", label=_("Course")),
    ]
    list_filter = ["status", "kind", "course"]
    search_fields = ["code"]
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("code", read_only=True),
            FieldPanel("status", read_only=True),
            FieldPanel("deed"),
            FieldPanel("reason_code"),
            FieldPanel("reason"),
            FieldRowPanel([FieldPanel("right_name"), FieldPanel("right_birth_year")]),
        ],
        base_form_class=DeedForm,
    )

    @property
    def permission_policy(self) -> Administrators:
        return Administrators(Certificate)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return Certificate.objects.select_related("course").order_by("-pk")


class SaveRule:
    def save_instance(self) -> IssueRule:
        self.has_content_changes = True
        form: Any = self.form  # type: ignore[attr-defined]
        by = self.request.user  # type: ignore[attr-defined]
        return life.save_rule(rule=form.save(commit=False), by=by)


class CreateRule(SaveRule, generic.CreateView):
    pass


class EditRule(SaveRule, generic.EditView):
    pass


class RuleViewSet(ModelViewSet):
    model = IssueRule
    name = "dieu-kien-cap"
    icon = "tasks"
    menu_label = _("Rules for certificates")
    add_to_admin_menu = True
    menu_order = 445
    copy_view_enabled = False
    add_view_class = CreateRule
    edit_view_class = EditRule
    list_display = ["course", "exam_percent", "attendance_percent", "valid_months", "version"]
    edit_handler = ObjectList(
        [
            FieldPanel("course"),
            FieldPanel("exam_percent"),
            FieldPanel("practice_tasks"),
            FieldPanel("attendance_percent"),
            FieldPanel("independent"),
            FieldPanel("supervised"),
            FieldPanel("staff_hours"),
            FieldRowPanel([FieldPanel("valid_months"), FieldPanel("window_days")]),
        ]
    )

    @property
    def permission_policy(self) -> RuleMakers:
        return RuleMakers(IssueRule)
