"""What a password must be, by kind of user: six digits that are hard to guess for people with a
card; twelve characters that are in no list for everybody else."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.accounts import pin
from lms.accounts.models import User

MINIMUM = 12


class PinOrPasswordValidator:
    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.has_card_number:
            _judge_pin(password, user)
        else:
            MinimumLengthValidator(MINIMUM).validate(password, user)
            CommonPasswordValidator().validate(password, user)

    def get_help_text(self) -> str:
        return _("At least 12 characters, and not one of the passwords everybody uses.")


def _judge_pin(password: str, user: User) -> None:
    if not pin.has_form(password):
        raise ValidationError(pin.WRONG_FORM, code="pin_form")
    if pin.is_weak(password, user.birth_year):
        raise ValidationError(pin.WEAK, code="pin_weak")
