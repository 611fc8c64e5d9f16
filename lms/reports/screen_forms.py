"""What a manager chooses on the pictures and comparisons. Values nobody offers are passed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.progress.models import PeriodRule
from lms.progress.trend import rules
from lms.reports.forms import AddressForm


class TrendForm(AddressForm):
    area = forms.ChoiceField(label=_("Area"), required=False)
    period = forms.ChoiceField(label=_("Cut by"), required=False)

    def __init__(self, *args: Any, asked: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.rules = asked, list(rules())
        field = self.fields["period"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(rule.code, rule.name) for rule in self.rules]
        self.initial["period"] = self.chosen.code if self.chosen else ""

    @cached_property
    def chosen(self) -> PeriodRule | None:
        """The first one where none, or none of these, was asked for; None on a site without any."""
        named = [rule for rule in self.rules if rule.code == self.asked]
        return next(iter([*named, *self.rules]), None)
