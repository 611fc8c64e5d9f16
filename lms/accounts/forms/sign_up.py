"""The five questions, one form each (ux A3), and the consent page (ux A5)."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts import queries
from lms.accounts.forms.fields import PHONE_RULE, PLACE_RULE, PhoneField, PinField, PlaceField
from lms.accounts.models import ConsentPurpose, User
from lms.accounts.pin import WEAK, is_weak
from lms.core.forms import NumericInput, PlainForm
from lms.core.vietnamese import is_person_name

FIRST_YEAR, LAST_YEAR = 1900, 2020
NAME_RULE = _("Enter the full name as on your papers")
YEAR_RULE = _("The year of birth has 4 digits, from 1900 to 2020")
PHONE_FULL = _("5 people already use this phone. Leave it empty or enter another one.")
NOT_SURE = "khong-ro"


class NameForm(PlainForm):
    full_name = forms.CharField(
        label=_("What is your full name?"),
        max_length=120,
        help_text=_("As on your papers, for the certificate"),
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Enter the full name"), "max_length": NAME_RULE},
    )

    def clean_full_name(self) -> str:
        name: str = self.cleaned_data["full_name"]
        if not is_person_name(name):
            raise ValidationError(NAME_RULE, code="name")
        return name


class YearForm(PlainForm):
    birth_year = forms.CharField(
        label=_("In which year were you born?"),
        help_text=_("4 digits, for example 1961"),
        widget=NumericInput({"autocomplete": "bday-year", "maxlength": "8"}),
        error_messages={"required": _("Enter the year of birth")},
    )

    def clean_birth_year(self) -> int:
        text: str = self.cleaned_data["birth_year"]
        if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise ValidationError(YEAR_RULE, code="year")
        return int(text)


class WardForm(PlainForm):
    """A text to search by, and the places found for `searched`. A text that was not searched yet
    is `sought`: look it up before a place can be chosen."""

    query = forms.CharField(
        label=_("In which ward or commune do you live?"),
        help_text=_("New or former name both work"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": _("Enter a shorter name, for example: tinh khe")},
    )
    ward = PlaceField(label=_("Choose one place"))

    def __init__(
        self,
        *args: Any,
        places: Iterable[tuple[str, str | Promise]],
        searched: str,
        may_be_unsure: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.searched = searched
        unsure = [(NOT_SURE, _("I am not sure"))] if may_be_unsure else []
        self.fields["ward"].choices = [*places, *unsure]  # type: ignore[attr-defined]

    @property
    def sought(self) -> str:
        query: str = self.cleaned_data.get("query", "")
        chosen = self.cleaned_data.get("ward")
        return query if query != self.searched and chosen != NOT_SURE else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("ward") and not self.sought and not self.errors:
            if self.searched:
                self.add_error("ward", ValidationError(PLACE_RULE, code="place"))
            else:
                self.add_error("query", _("Enter the name of the ward or commune"))
        return cleaned


class PhoneForm(PlainForm):
    phone = PhoneField(
        label=_("What is your phone number? (optional)"),
        help_text=_("You may leave it empty. A phone shared in the family is fine."),
        required=False,
        max_length=20,
        error_messages={"max_length": PHONE_RULE},
    )

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and queries.phone_is_full(phone, besides=self.person):
            raise ValidationError(PHONE_FULL, code="phone_full")
        return phone


class ChoosePinForm(PlainForm):
    pin = PinField(
        new=True,
        label=_("Choose a PIN of 6 digits"),
        help_text=_("Only you know it. Not 123456 and not your year of birth."),
        error_messages={"required": _("Enter the PIN")},
    )
    pin_again = PinField(
        new=True,
        label=_("Enter the same PIN again"),
        error_messages={"required": _("Enter the same PIN again")},
    )

    def __init__(self, *args: Any, birth_year: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.birth_year = birth_year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("pin"), cleaned.get("pin_again")
        if first and is_weak(first, self.birth_year):
            self.add_error("pin", ValidationError(WEAK, code="pin_weak"))
        elif first and second and first != second:
            self.add_error("pin_again", _("The two PINs are not the same"))
        return cleaned


class DuplicateForm(PlainForm):
    answer = forms.ChoiceField(
        label=_("Is one of these accounts yours?"),
        choices=[
            ("yes", _("Yes, I have a card already")),
            ("no", _("No, create a new account")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer")},
    )


class ConsentForm(PlainForm):
    """Nothing is ticked beforehand. Counting in the ward's figures is a duty of the state body, so
    the page says so and does not ask (ux A5)."""

    learning_record = forms.BooleanField(
        label=_("I agree to my results being kept to issue a certificate"),
        help_text=_("Needed for an account"),
        error_messages={
            "required": _("Tick this box to create an account, or learn without an account")
        },
    )
    class_messages = forms.BooleanField(
        label=_("I agree to receive messages that remind me of classes"),
        help_text=_("Not needed. You may stop it at any time."),
        required=False,
    )

    def ask_again(self, given: Collection[ConsentPurpose]) -> None:
        """For somebody who has an account: only what is not agreed to now, and all of it free."""
        for purpose in given:
            self.fields.pop(purpose.value, None)
        for field in self.fields.values():
            field.required = False

    @property
    def purposes(self) -> list[ConsentPurpose]:
        return [purpose for purpose in ConsentPurpose if self.cleaned_data.get(purpose.value)]
