"""What a manager chooses: which rows, in which order; which file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.core.forms import PlainForm
from lms.progress.pace import Pace
from lms.progress.reporting_periods import kept
from lms.progress.tables import WardRow
from lms.reports.columns import FURTHEST, SORTS
from lms.reports.scope import BORDERS, THEN, Scope
from lms.units.models import KIND_WORDS, WARD_KINDS, UnitKind

NAMES = {
    "area": "khu-vuc",
    "borders": BORDERS,
    "kind": "loai",
    "pace": "muc",
    "sort": "sap-xep",
    "period": "ky",
    "file": "tep",
    "purpose": "muc-dich",
}
"""Names of the fields in addresses."""

NOW = "nay"

SORT_CHOICES = (
    (FURTHEST, _("Furthest from target")),
    ("ten", _("By name")),
    ("-ty-le", _("Highest coverage")),
    ("-chung-nhan", _("Most certified")),
    ("-xu-huong", _("Fastest growing")),
)


class AddressForm(PlainForm):
    """A form whose fields have the names of ux §1 in the address."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_area(scope)
        if scope.as_then:  # kept when the form is sent
            self.fields["borders"] = forms.CharField(widget=forms.HiddenInput, initial=THEN)

    def add_prefix(self, field_name: str) -> str:
        return NAMES.get(field_name, field_name)

    def choose_area(self, scope: Scope) -> None:
        """Only where there is something to choose between."""
        field = self.fields["area"]
        if len(scope.areas) < 2 or not isinstance(field, forms.ChoiceField):
            del self.fields["area"]
            return
        everything = _("Whole province") if scope.is_whole else _("All my areas")
        field.choices = [("", everything), *((area.code, area.name) for area in scope.areas)]
        self.initial.setdefault("area", scope.area_code)


class AreaForm(AddressForm):
    area = forms.ChoiceField(label=_("Area"), required=False)


class RowChoice:
    """Which rows of the ward table, in which order. Read straight from the address: a value nobody
    offers is passed over, not refused."""

    data: Mapping[str, Any]

    def asked(self, name: str, offered: Collection[str]) -> str:
        value = str(self.data.get(NAMES[name], ""))
        return value if value in offered else ""

    @property
    def chosen_sort(self) -> str:
        """The columns' own orders are more than the form offers."""
        return self.asked("sort", SORTS) or FURTHEST

    @cached_property
    def chosen_kind(self) -> str:
        return self.asked("kind", [kind.value for kind in WARD_KINDS])

    @cached_property
    def chosen_pace(self) -> str:
        return self.asked("pace", Pace.values)

    def picks(self, row: WardRow) -> bool:
        has_kind = not self.chosen_kind or (
            row.ward is not None and row.ward.kind == self.chosen_kind
        )
        return has_kind and (not self.chosen_pace or row.pace == self.chosen_pace)


class WardFilterForm(RowChoice, AddressForm):
    area = forms.ChoiceField(label=_("Area"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *((kind.value, KIND_WORDS[kind]) for kind in WARD_KINDS)],
    )
    pace = forms.ChoiceField(
        label=_("Pace"), required=False, choices=[("", _("All")), *Pace.choices]
    )
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=SORT_CHOICES)

    def in_force(self, query: QueryDict) -> list[dict[str, str]]:
        """The filters in force, each with the address without it."""
        words = {"kind": KIND_WORDS.get(UnitKind(self.chosen_kind)) if self.chosen_kind else ""}
        words["pace"] = str(Pace(self.chosen_pace).label) if self.chosen_pace else ""
        return [
            {"text": str(text), "href": _without(query, NAMES[name])}
            for name, text in words.items()
            if text
        ]


class ExportForm(RowChoice, AddressForm):
    """What goes into the file; the reason goes into the log."""

    period = forms.ChoiceField(label=_("Period"), initial=NOW)
    area = forms.ChoiceField(label=_("Area"), required=False)
    file = forms.ChoiceField(
        label=_("File"),
        choices=[
            ("xlsx", _("Excel (.xlsx): all tables and definitions")),
            ("csv", _("CSV: the ward table only")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[
            ("bao-cao", _("A report to a superior")),
            ("hop", _("A meeting")),
            ("theo-doi", _("Following the work")),
            ("khac", _("Something else")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the file is for")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {named.slug: named for named in kept()}
        period = self.fields["period"]
        if isinstance(period, forms.ChoiceField):
            ended = [(slug, named.label) for slug, named in self.periods.items()]
            period.choices = [(NOW, _("This year, up to now")), *ended]

    def day(self) -> dt.date | None:
        """The day whose kept figures are asked for; None: those of now."""
        named = self.periods.get(self.cleaned_data["period"])
        return named.period.last_day if named else None


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    return f"?{rest.urlencode()}"
