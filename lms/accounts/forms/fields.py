"""Fields that more than one form asks for, with the sentences of ux 5.3."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.accounts import cards, pin
from lms.core.forms import NumericInput, PhoneInput, PinInput

PHONE_RULE = _("The phone number needs 10 digits and begins with 0")
PLACE_RULE = _("Choose a place from the list, or search for another name")
CARD_RULE = _("The card number is not right. Look again at the 8 digits printed on the card.")


class CardNumberField(forms.CharField):
    """Eight digits as printed, spaces and hyphens forgiven. A slip is told at once: it does not
    count as a try."""

    widget = NumericInput

    def to_python(self, value: Any) -> str:
        return cards.tidy(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not cards.is_number(value):
            raise ValidationError(CARD_RULE, code="card_number")


class PinField(forms.CharField):
    """Six digits; whether they are easy to guess is judged where a new one is chosen."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=PinInput(new=new), strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        return pin.tidy(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not pin.has_form(value):
            raise ValidationError(pin.WRONG_FORM, code="pin_form")


class PhoneField(forms.CharField):
    """A mobile number as it is dialled in Viet Nam; +84 is understood. Kept as 0912345678."""

    widget = PhoneInput

    def to_python(self, value: Any) -> str:
        digits = re.sub(r"[\s.()\-]+", "", super().to_python(value) or "")
        return re.sub(r"^\+?84", "0", digits)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not re.fullmatch(r"0[0-9]{9}", value):
            raise ValidationError(PHONE_RULE, code="phone")


class PlaceField(forms.ChoiceField):
    """One of the places found by a search; whether one must be chosen yet is the form's affair."""

    widget = forms.RadioSelect

    def validate(self, value: Any) -> None:
        if value and not self.valid_value(value):
            raise ValidationError(PLACE_RULE, code="place")
