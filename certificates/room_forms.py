"""What an administrator may do to a certificate, as one form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from certificates import life
from certificates.models import Certificate, CertificateStatus, ReasonCode
from certificates.statuses import ALLOWED
from lms.accounts.models import User

_DEEDS = [
    ("suspend", _("Suspend while it is checked")),
    ("reinstate", _("Make it valid again")),
    ("take_back", _("Revoke it")),
    ("correct", _("Correct it: a new certificate replaces it")),
    ("renew", _("Renew it")),
]
_LEADS_TO = {
    "suspend": CertificateStatus.SUSPENDED,
    "reinstate": CertificateStatus.VALID,
    "take_back": CertificateStatus.REVOKED,
    "correct": CertificateStatus.SUPERSEDED,
    "renew": CertificateStatus.SUPERSEDED,
}
_REASONS = [
    (code.value, code.label)
    for code in (
        ReasonCode.MISTAKE,
        ReasonCode.WRONG_DATA,
        ReasonCode.NOT_MET,
        ReasonCode.CHECKING,
        ReasonCode.ON_REQUEST,
    )
]


class DeedForm(WagtailAdminModelForm):
    deed = forms.ChoiceField(choices=_DEEDS, widget=forms.RadioSelect, label=_("What to do"))
    reason_code = forms.ChoiceField(choices=_REASONS, label=_("Kind of reason"))
    reason = forms.CharField(
        max_length=200, label=_("Reason in a sentence; whoever verifies it reads it")
    )
    right_name = forms.CharField(max_length=80, required=False, label=_("Right name"))
    right_birth_year = forms.IntegerField(
        min_value=1900, max_value=2020, required=False, label=_("Right year of birth")
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        deed = cleaned.get("deed")
        if deed and _LEADS_TO[deed] not in ALLOWED[self.instance.status]:
            raise ValidationError(_("This cannot be done to it any more."))
        if deed == "correct" and not self.changes(cleaned):
            raise ValidationError(_("Write the right name or the right year of birth."))
        if deed == "renew" and not life.may_renew(self.instance):
            raise ValidationError(_("It cannot be renewed yet."))
        return cleaned

    def changes(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        given = {"name": cleaned.get("right_name"), "birth_year": cleaned.get("right_birth_year")}
        data = self.instance.data
        return {key: value for key, value in given.items() if value and value != data[key]}

    @transaction.atomic
    def carry_out(self, *, by: User, at: datetime) -> Certificate:
        held: Certificate = self.instance
        given = self.cleaned_data
        told: dict[str, Any] = {"certificate": held, "reason": given["reason"], "by": by, "at": at}
        match given["deed"]:
            case "suspend":
                return life.suspend(code=given["reason_code"], **told)
            case "take_back":
                return life.take_back(code=given["reason_code"], **told)
            case "reinstate":
                return life.reinstate(**told)
            case "correct":
                return life.correct(changes=self.changes(given), **told)
        return life.renew(certificate=held, by=by, at=at)
