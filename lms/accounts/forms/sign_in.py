import re

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.fields import CardNumberField, PinField
from lms.core.forms import NumericInput, PlainForm, PlainFormMixin


class CardForm(PlainForm):
    number = CardNumberField(
        label=_("Card number"),
        help_text=_("The 8 digits on the learner card"),
        widget=NumericInput({"autocomplete": "username", "maxlength": "20"}),
        error_messages={"required": _("Enter the card number")},
    )
    pin = PinField(label=_("PIN"), error_messages={"required": _("Enter the PIN")})


class PinForm(PlainForm):
    """The number is known from the card's QR."""

    pin = PinField(
        label=_("PIN"), help_text=_("6 digits"), error_messages={"required": _("Enter the PIN")}
    )


class StaffForm(PlainForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CodeFieldMixin(PlainFormMixin):
    """allauth's form with our field: a label instead of a placeholder."""

    code_label = _("Code from the app")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = self.code_label
        field.widget = NumericInput({"autocomplete": "one-time-code", "maxlength": "12"})
        field.error_messages["required"] = _("Enter the code")


class SecondFactorForm(CodeFieldMixin, AuthenticateForm):  # type: ignore[misc]
    code_label = _("Code from the app, or a recovery code")


class SecondFactorAgainForm(CodeFieldMixin, ReauthenticateByCodeForm):  # type: ignore[misc]
    code_label = _("Code from the app, or a recovery code")


class SetUpForm(CodeFieldMixin, ActivateTOTPForm):  # type: ignore[misc]
    @property
    def key_in_groups(self) -> str:
        """The key as people type it: four characters and a space; apps ignore the spaces."""
        return " ".join(re.findall(".{1,4}", self.secret))


class SwitchOffForm(PlainFormMixin, DeactivateTOTPForm):  # type: ignore[misc]
    pass


class NewRecoveryCodesForm(PlainFormMixin, GenerateRecoveryCodesForm):  # type: ignore[misc]
    pass


class PasswordAgainForm(PlainFormMixin, ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label = _("Password")
        field.widget = forms.PasswordInput({"autocomplete": "current-password"})
        field.help_text = ""
