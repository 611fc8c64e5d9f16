from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.accounts.adapter import WRONG_PASSWORD
from lms.accounts.forms.fields import PinField
from lms.accounts.forms.sign_up import ChoosePinForm
from lms.accounts.models import User
from lms.core.forms import PlainForm

# Vietnamese on purpose: words put before a name in every language of the interface.
GREETINGS = ("cô", "bác", "anh", "chị", "bạn")


class GreetingForm(PlainForm):
    address_form = forms.ChoiceField(
        label=_("How shall we greet you?"),
        choices=[("", _("By name only")), *((word, word) for word in GREETINGS)],
        required=False,
        widget=forms.RadioSelect,
    )


class SexForm(PlainForm):
    sex = forms.ChoiceField(
        label=_("Are you a woman or a man?"),
        help_text=_("Only for the statistics of your ward. You need not say."),
        choices=[("", _("I would rather not say")), ("nu", _("Woman")), ("nam", _("Man"))],
        required=False,
        widget=forms.RadioSelect,
    )


class ForgotForm(PlainForm):
    """Ways to a new PIN. A code by text message joins them when there is a gateway for it."""

    way = forms.ChoiceField(
        label=_("How do you want to get a new PIN?"),
        choices=[
            ("nguoi-huong-dan", _("Ask a facilitator at a learning point")),
            ("goi-dien", _("Call the people who run this site")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one way")},
    )


class ChangePinForm(ChoosePinForm):
    """The present PIN is judged like a sign-in: wrong tries count and end in the same lock."""

    current = PinField(
        label=_("The PIN you use now"), error_messages={"required": _("Enter the PIN you use now")}
    )
    field_order = ("current", "pin", "pin_again")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, birth_year=person.birth_year, **kwargs)
        self.person = person

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not get_adapter().reauthenticate(self.person, current):
            raise ValidationError(_("The PIN you use now is not right"), code="pin_wrong")
        return current


class ChangePasswordForm(PlainForm):
    current = forms.CharField(
        label=_("The password you use now"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters, and not one of the passwords everybody uses."),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not get_adapter().reauthenticate(self.person, current):
            raise ValidationError(WRONG_PASSWORD, code="password_wrong")
        return current

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
