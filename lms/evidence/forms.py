"""What people write about a hold."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.core.forms import PlainForm


class HoldForm(PlainForm):
    ly_do = forms.CharField(
        label=_("Why is it put on hold?"),
        max_length=200,
        help_text=_("The facilitator and the learners read this sentence. Name nobody in it."),
        widget=forms.Textarea({"rows": 3}),
    )


class AppealForm(PlainForm):
    y_kien = forms.CharField(
        label=_("What do you want to say?"),
        max_length=1000,
        help_text=_("For example: when and where you took the test, and who saw it."),
        widget=forms.Textarea({"rows": 5}),
    )


class DecisionForm(PlainForm):
    quyet_dinh = forms.ChoiceField(
        label=_("What was found?"),
        choices=[
            ("tra", _("The results hold: lift the hold, the certificates are valid again")),
            ("giu", _("The results do not hold: confirm the hold")),
        ],
        widget=forms.RadioSelect,
    )
    ly_do = forms.CharField(label=_("Why?"), max_length=200, widget=forms.Textarea({"rows": 3}))

    @property
    def lifts(self) -> bool:
        return bool(self.cleaned_data["quyet_dinh"] == "tra")
