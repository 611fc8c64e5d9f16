"""Signatures made outside, in the editor's room: administrators bring the signed file back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from certificates import outside, queries
from certificates.models import Certificate
from certificates.pdf import PdfError
from certificates.signature_models import OutsideSignature
from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError


class AdministratorsAttach(ModelPermissionPolicy):
    """Our policy decides, not Django's groups; what is attached is neither changed nor deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"add", "view"} and policy.may(user, Permission.ADMINISTER)


class SignedFileForm(WagtailAdminModelForm):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        error_messages={"required": _("Enter the code on the certificate")},
    )
    file = forms.FileField(
        label=_("Signed PDF file"),
        help_text=_(
            "The file downloaded here, with one more digital signature and nothing else changed."
        ),
    )

    def clean_code(self) -> str:
        certificate = queries.by_typed_code(self.cleaned_data["code"])
        if certificate is None:
            raise forms.ValidationError(_("No certificate has this code"))
        self.certificate: Certificate = certificate
        return certificate.code


class Attach(generic.CreateView):
    def save_instance(self) -> OutsideSignature:
        return outside.attach_signed_file(
            certificate=self.form.certificate,
            content=self.form.cleaned_data["file"].read(outside.MAX_BYTES + 1),
            by=self.request.user,
            at=periods.now(),
        )

    def form_valid(self, form: SignedFileForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except DomainError as error:
            form.add_error("file", str(error.message))
        except (PdfError, OSError):
            form.add_error(None, _("The issued file cannot be read just now. Try again later."))
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)


class OutsideSignatureViewSet(ModelViewSet):
    model = OutsideSignature
    name = "chu-ky-so"
    icon = "lock"
    menu_label = _("Signed outside")
    add_to_admin_menu = True
    menu_order = 460
    copy_view_enabled = False
    add_view_class = Attach
    list_display = ["certificate", "signer", "trusted", "signed_at", "added_at"]
    add_to_reference_index = False
    edit_handler = ObjectList(
        [FieldPanel("code"), FieldPanel("file")], base_form_class=SignedFileForm
    )

    @property
    def permission_policy(self) -> AdministratorsAttach:
        return AdministratorsAttach(OutsideSignature)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutsideSignature]:
        return OutsideSignature.objects.select_related("certificate")
