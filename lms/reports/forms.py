"""What a manager chooses: which rows, in which order; which file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.core.errors import DomainError
from lms.core.forms import PlainForm
from lms.core.vietnamese import format_date
from lms.progress.definitions import BY_KEY
from lms.progress.movements import FIELDS as EXPLAINED
from lms.progress.pace import Pace
from lms.progress.queries import is_kept, newest_kept_day
from lms.progress.reporting_periods import kept
from lms.progress.snapshots import day_of
from lms.progress.tables import WardRow
from lms.reports.columns import FURTHEST, SORTS
from lms.reports.models import Rhythm
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
    "snapshot": "ma-so-lieu",
    "field": "so",
    "first": "tu",
    "last": "den",
    "address": "thu",
    "rhythm": "nhip",
    "hour": "gio",
}
"""Names of the fields in addresses."""

NOW = "nay"
KEPT = "chot"

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
            ("pdf", _("PDF: draft of an official report")),
            ("docx", _("Word (.docx): the same draft, to edit")),
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

    snapshot = forms.CharField(
        label=_("Or the code of figures that were kept"),
        help_text=_("From a file, a document or a mail: the same figures again."),
        required=False,
        max_length=40,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {named.slug: named for named in kept()}
        period = self.fields["period"]
        if isinstance(period, forms.ChoiceField):
            ended = [(slug, named.label) for slug, named in self.periods.items()]
            period.choices = [(NOW, _("This year, up to now")), *self._newest(), *ended]

    def _newest(self) -> Iterator[tuple[str, str]]:
        self.newest = newest_kept_day()
        if self.newest:
            kept_to = _("As kept at the end of %(day)s") % {"day": format_date(self.newest)}
            yield KEPT, kept_to

    def clean_snapshot(self) -> dt.date | None:
        code = self.cleaned_data["snapshot"]
        try:
            return day_of(code) if code else None
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error

    def day(self) -> dt.date | None:
        """The day whose kept figures are asked for; None: those of now."""
        if day := self.cleaned_data["snapshot"]:
            return cast("dt.date", day)
        if self.cleaned_data["period"] == KEPT:
            return self.newest
        named = self.periods.get(self.cleaned_data["period"])
        return named.period.last_day if named else None


class WhyForm(AddressForm):
    """Which figure, between which two kept days."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    field = forms.ChoiceField(label=_("Figure"), initial="certified")
    first = forms.DateField(
        label=_("From the end of"), widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(label=_("To the end of"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (name, BY_KEY["supervised" if name == "certified_supervised" else name].label)
                for name in EXPLAINED
            ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for name in ("first", "last"):
            if found.get(name) and not is_kept(found[name]):
                self.add_error(name, _("No figures were kept of this day. Choose another one."))
        if found.get("first") and found.get("last") and found["first"] >= found["last"]:
            self.add_error("last", _("Choose a later day than the first one."))
        return found


class ScheduleForm(AddressForm):
    """Figures by mail: to a work address only, in working hours."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Rhythm.choices,
        initial=Rhythm.WEEKLY,
        widget=forms.RadioSelect,
    )
    hour = forms.TypedChoiceField(
        label=_("At what time?"),
        choices=[(hour, f"{hour:02d}:00") for hour in range(6, 20)],
        coerce=int,
        initial=7,
    )
    address = forms.EmailField(
        label=_("Work address to send to"),
        max_length=254,
        error_messages={
            "required": _("Type the work address"),
            "invalid": _("Check the address: ten@donvi.gov.vn"),
        },
    )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).lower()
        domain = address.rpartition("@")[2]
        ends = settings.WORK_MAIL_DOMAINS
        if not any(domain == end or domain.endswith(f".{end}") for end in ends):
            raise forms.ValidationError(
                _("Use a work address. It ends in: %(ends)s") % {"ends": ", ".join(ends)}
            )
        return address


class ExactForm(AddressForm):
    """Exact small numbers, for a purpose that is logged."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    purpose = forms.CharField(
        label=_("What do you need the exact numbers for?"),
        max_length=200,
        error_messages={"required": _("Say what you need the exact numbers for")},
    )


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    return f"?{rest.urlencode()}"
