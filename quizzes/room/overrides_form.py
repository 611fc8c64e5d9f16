"""Who gets more time, attempts or other dates, as an editor says it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.units.models import Agency
from quizzes.models import Override

PEOPLE, CLASS, AGENCY = "people", "class", "agency"
_WHO = (
    (PEOPLE, gettext_lazy("People on a list")),
    (CLASS, gettext_lazy("Everybody in one class session")),
    (AGENCY, gettext_lazy("Everybody of an agency")),
)
_MOST_PEOPLE = 500


class OverrideForm(forms.ModelForm[Override]):
    who = forms.ChoiceField(
        choices=_WHO, widget=forms.RadioSelect, label=gettext_lazy("Whom it is for")
    )
    names = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Which"),
        help_text=gettext_lazy(
            "Card numbers or user names, one a line; or the number in the address of the class; or"
            " the code of the agency."
        ),
    )

    class Meta:
        model = Override
        fields = (
            "time_percent",
            "extra_minutes",
            "extra_attempts",
            "opens_at",
            "closes_at",
            "reason",
        )
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("opens_at", "closes_at")
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = re.findall(r"[^\s,;]+", cleaned.get("names", ""))
        if names and "who" in cleaned:
            cleaned["chosen"] = self._found(cleaned["who"], names)
        return cleaned

    def _found(self, who: str, names: list[str]) -> list[Any]:
        if who == PEOPLE:
            return self._people(names[:_MOST_PEOPLE])
        name = names[0]
        found: Any = Agency.objects.filter(code=name).first()
        if who == CLASS:
            found = ClassSession.objects.filter(pk=name).first() if name.isdecimal() else None
        if found is None:
            self.add_error("names", _("Nothing found for “%(name)s”.") % {"name": name})
        return [found]

    def _people(self, names: list[str]) -> list[User]:
        people = {user.username: user for user in User.objects.filter(username__in=names)}
        for name in names:
            if name not in people:
                self.add_error("names", _("Nothing found for “%(name)s”.") % {"name": name})
        return list(people.values())


class AddTimeForm(forms.Form):
    minutes = forms.IntegerField(
        min_value=1, max_value=240, label=pgettext_lazy("test", "Minutes to add")
    )
    session = forms.ModelChoiceField(
        ClassSession.objects.all(),
        required=False,
        widget=forms.NumberInput,
        label=gettext_lazy("Only for one class (the number in its address)"),
    )
    reason = forms.CharField(max_length=300, label=gettext_lazy("Reason"))
