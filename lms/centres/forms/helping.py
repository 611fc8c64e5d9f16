"""What helping somebody to sign up asks beyond the questions of accounts (ux F5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms.sign_up import ChoosePinForm, ConsentForm
from lms.accounts.models import ConsentMethod, User
from lms.centres.forms.learners import HiddenDigitsInput
from lms.centres.queries import digits
from lms.core.forms import PlainForm

NOBODY = "moi"


class SpokenConsentForm(ConsentForm):
    """Read aloud; also how the learner agreed."""

    method = forms.ChoiceField(
        label=_("How did the learner agree?"),
        choices=ConsentMethod.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the learner agreed")},
    )


class SamePersonForm(PlainForm):
    """Somebody of this name, year of birth and ward has a card already."""

    person = forms.ChoiceField(
        label=_("Is it one of these people?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer")},
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = {str(user.pk): user for user in people}
        choices = [(pk, f"{user.full_name} ··{digits(user)}") for pk, user in self.listed.items()]
        self.fields["person"].choices = [*choices, (NOBODY, _("No, somebody else"))]  # type: ignore[attr-defined]

    @property
    def found(self) -> User | None:
        return self.listed.get(self.cleaned_data["person"])


class HandedPinForm(ChoosePinForm):
    """On the facilitator's device: no browser may offer to keep the PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("pin", "pin_again"):
            self.fields[name].widget = HiddenDigitsInput()
