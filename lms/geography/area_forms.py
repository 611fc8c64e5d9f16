"""Areas: which wards since when, and who answers for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.accounts.services import Term
from lms.core.forms import PlainForm
from lms.core.periods import today
from lms.core.vietnamese import fold
from lms.geography.forms import day_field
from lms.units.models import AdminUnit, AreaSet
from lms.units.queries import area_wards, wards_of


class WardsForm(PlainForm):
    """The wards of an area from a day on."""

    since = day_field(_("From which day?"))
    wards = forms.ModelMultipleChoiceField(
        label=_("Communes and wards of the area"),
        queryset=AdminUnit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="code",
        error_messages={"required": _("Choose one unit at least")},
    )

    def __init__(self, *args: Any, area: AreaSet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wards"].queryset = wards_of(settings.OPERATOR_PROVINCE)  # type: ignore[attr-defined]
        self.initial["since"] = today()
        if area is not None:
            self.initial["wards"] = [ward.code for ward in area_wards(area)]


class NewAreaForm(WardsForm):
    name = forms.CharField(label=_("Name of the area"), max_length=120)
    field_order = ("name", "since", "wards")

    @property
    def code(self) -> str:
        """Made from the name: "51-cum-ven-bien"."""
        return f"{settings.OPERATOR_PROVINCE}-{slugify(fold(self.cleaned_data['name']))}"[:50]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(fold(name)):
            raise ValidationError(_("Write the name with letters"))
        return name


class AssignForm(PlainForm):
    """A colleague answers for the area, or only reads its figures, for some time."""

    username = forms.CharField(
        label=_("User name of the colleague"),
        help_text=_("The name they sign in with."),
        max_length=150,
    )
    role = forms.ChoiceField(
        label=_("As what?"),
        choices=[
            (Role.DISTRICT_MANAGER.value, _("Manager: sees and hands on the figures")),
            (Role.REPORT_VIEWER.value, _("Report viewer: only reads figures")),
        ],
        widget=forms.RadioSelect,
        initial=Role.DISTRICT_MANAGER.value,
    )
    first = day_field(_("First day"))
    last = day_field(_("Last day"), required=False, help_text=_("Empty: until it is ended."))
    document = forms.CharField(
        label=_("By which document"),
        help_text=_("For example: Quyết định 45/QĐ-SXD ngày 01/12/2026"),
        max_length=160,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["first"] = today()

    def clean_username(self) -> User:
        found = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if found is None or found.has_card_number:
            raise ValidationError(_("Nobody signs in with this user name"))
        return found

    def clean_first(self) -> dt.date:
        first: dt.date = self.cleaned_data["first"]
        if first < today():
            raise ValidationError(_("The first day cannot be before today."))
        return first

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        return cleaned

    @property
    def term(self) -> Term:
        cleaned = self.cleaned_data
        return Term(cleaned["first"], cleaned["last"], cleaned["document"])
