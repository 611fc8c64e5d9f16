"""What a manager chooses on the pictures and comparisons. Values nobody offers are passed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.progress.models import PeriodRule
from lms.progress.trend import rules
from lms.reports.forms import AddressForm
from lms.reports.scope import Scope
from lms.units.queries import area_wards


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


class CompareForm(AddressForm):
    """Which wards are the pilot, and since when: an area, or wards ticked one by one."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    pilot_area = forms.ChoiceField(label=_("Area of the pilot"), required=False)
    wards = forms.MultipleChoiceField(
        label=_("Or tick the wards of the pilot"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.DateField(
        label=_("First day of the pilot"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the day the pilot began")},
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.found = {ward.code: ward for ward in scope.wards}
        self.areas = {area.code: area for area in scope.areas}
        choices = [(code, ward.full_name) for code, ward in self.found.items()]
        named = [(code, area.name) for code, area in self.areas.items()]
        for name, offered in (("wards", choices), ("pilot_area", [("", "–"), *named])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def add_prefix(self, field_name: str) -> str:
        own = {"pilot_area": "thi-diem", "wards": "xa", "start": "bat-dau"}
        return own.get(field_name) or super().add_prefix(field_name)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.pilot:
            self.add_error("wards", _("Choose an area, or tick at least one ward"))
        return found

    @property
    def pilot(self) -> set[int]:
        """Ids of the wards of the pilot, of those the reader may see."""
        ticked = {self.found[code].pk for code in self.cleaned_data.get("wards", [])}
        if area := self.areas.get(self.cleaned_data.get("pilot_area", "")):
            ticked |= set(area_wards(area).order_by().values_list("pk", flat=True))
        return ticked & {ward.pk for ward in self.found.values()}
