"""Asking a colleague to stand in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import Role
from lms.core.forms import PlainForm
from lms.core.periods import today

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("The day is written as 31/01/2026")},
    )


class DelegationForm(PlainForm):
    grant = forms.ModelChoiceField(
        label=_("Which role?"),
        queryset=RoleGrant.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    username = forms.CharField(
        label=_("User name of the colleague"),
        help_text=_("The name they sign in with."),
        max_length=150,
    )
    first = _day(_("First day"))
    last = _day(_("Last day"))
    reason = forms.CharField(
        label=_("Why?"), help_text=_("For example: business trip, holiday"), max_length=160
    )

    def __init__(self, *args: Any, grants: list[RoleGrant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = RoleGrant.objects.filter(pk__in=[grant.pk for grant in grants])
        field: Any = self.fields["grant"]
        field.queryset = found.select_related("area", "ward")
        field.label_from_instance = label_of
        self.initial = {"first": today(), "grant": grants[0].pk if len(grants) == 1 else None}

    def clean_username(self) -> User:
        found = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if found is None or found.has_card_number:
            raise ValidationError(_("Nobody signs in with this user name"))
        return found


def label_of(grant: RoleGrant) -> str:
    """ "district manager: Khu vực Sơn Tịnh"."""
    place = grant.area.name if grant.area else grant.ward.full_name if grant.ward else ""
    return ": ".join(filter(None, [str(Role(grant.role).label), place]))
