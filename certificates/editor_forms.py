"""The form in which a person decides about a certificate in doubt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from certificates.models import DoubtOutcome

_CHOICES = [
    (DoubtOutcome.KEPT, _("Keep it: it stays valid")),
    (DoubtOutcome.REVOKED, _("Revoke it: whoever verifies it reads the reason")),
]


class DoubtForm(WagtailAdminModelForm):
    outcome = forms.ChoiceField(choices=_CHOICES, widget=forms.RadioSelect, label=_("Decision"))
    reason = forms.CharField(max_length=200, label=_("Reason for the decision"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.decided_at is not None:
            raise ValidationError(_("This has been decided already."))
        return cleaned
