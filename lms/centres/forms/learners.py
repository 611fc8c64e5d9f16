"""What learners type: the class PIN, and their own PIN on a shared computer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import PinField
from lms.accounts.pin import tidy
from lms.centres.services.attendance import PIN_ENDED
from lms.core.forms import NumericInput, PlainForm


class JoinForm(PlainForm):
    pin = forms.CharField(
        label=_("Enter the class PIN on the board"),
        help_text=_("4 digits"),
        max_length=20,
        widget=NumericInput({"maxlength": "8", "enterkeyhint": "go"}),
        error_messages={
            "required": _("Enter the 4 digits on the board"),
            "max_length": PIN_ENDED,
        },
    )

    def clean_pin(self) -> str:
        return tidy(self.cleaned_data["pin"])


class HiddenDigitsInput(NumericInput):
    """Digits shown as dots by CSS. A password field would make the browser of a shared computer
    offer to keep the PIN (ux F6-b)."""

    def __init__(self) -> None:
        super().__init__({"class": "ct-cham", "maxlength": "12", "data-1p-ignore": ""})

    def format_value(self, value: Any) -> None:
        """A PIN that was typed is never written into a page."""


class NamePinForm(PlainForm):
    """The person chose a name tile; the PIN proves it."""

    pin = PinField(
        label=_("Enter your PIN"),
        help_text=_("6 digits"),
        error_messages={"required": _("Enter the PIN")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pin"].widget = HiddenDigitsInput()
