from django import forms
from django.utils.translation import gettext_lazy as _

from lms.core.forms import PlainForm


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        help_text=_("At the bottom left, it looks like BDS-2026-XXXX-XXXX"),
        error_messages={"required": _("Enter the code on the certificate")},
    )
