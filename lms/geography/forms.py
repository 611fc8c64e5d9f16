"""The questions about a change of units, one a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.core.forms import PlainForm
from lms.core.periods import today
from lms.core.vietnamese import clean_text, fold
from lms.geography import drafting
from lms.geography.drafting import KINDS, MOST_CHARACTERS, Draft
from lms.geography.preview import former_units_of
from lms.units.models import KIND_WORDS, WARD_KINDS, AdminUnit
from lms.units.people_rules import ASK
from lms.units.queries import provinces, wards_of

NEW = "moi"
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
DAY_ERRORS = {"invalid": _("The day is written as 31/01/2026")}


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, input_formats=DAY_FORMATS, widget=widget, error_messages=DAY_ERRORS, **options
    )


class StepForm(PlainForm):
    """One question. `store` writes the answer into the draft."""

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        self.draft = draft
        super().__init__(*args, **kwargs)

    def store(self) -> None:
        raise NotImplementedError


class KindForm(StepForm):
    kind = forms.ChoiceField(
        label=_("What changes?"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )

    def store(self) -> None:
        kept = {"date", "number", "signed", "authority"}
        for name, value in vars(Draft()).items():
            if name not in kept:
                setattr(self.draft, name, value)
        self.draft.kind = self.cleaned_data["kind"]


class UnitsForm(StepForm):
    """Which of the province's wards: several for a merger, one for everything else."""

    units = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = self.draft.kind == "merge"
        choices = [(w.code, f"{w.full_name} ({w.code})") for w in _wards()]
        label = _("Which units are merged?") if several else _("Which unit?")
        field: forms.ChoiceField = self.fields["units"]  # type: ignore[assignment]
        if not several:
            field = forms.ChoiceField(widget=forms.RadioSelect)
            self.fields["units"] = field
        field.label = label
        field.choices = choices
        field.error_messages["required"] = _("Choose a unit")
        self.initial["units"] = self.draft.units if several else "".join(self.draft.units[:1])

    def clean_units(self) -> list[str]:
        chosen = self.cleaned_data["units"]
        if isinstance(chosen, str):
            return [chosen]
        if len(chosen) < 2:
            raise ValidationError(_("Choose two units or more"), code="too_few")
        return list(chosen)

    def store(self) -> None:
        self.draft.units = self.cleaned_data["units"]
        self.draft.parts, self.draft.into, self.draft.people = [], "", ""


class ResultForm(StepForm):
    """What the merged units become."""

    into = forms.ChoiceField(label=_("What do they become?"), widget=forms.RadioSelect)
    unit = forms.CharField(
        label=_("The new unit: code and full name"),
        help_text=_("For example: 21999, Xã Khê Tịnh"),
        required=False,
        max_length=90,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [w for w in _wards() if w.code in self.draft.units]
        stay = [(w.code, _("All belong to %(unit)s") % {"unit": w.full_name}) for w in chosen]
        self.fields["into"].choices = [*stay, (NEW, _("A new unit"))]  # type: ignore[attr-defined]
        new = self.draft.parts[0] if self.draft.parts else None
        self.initial = {"into": NEW if new else self.draft.into, "unit": _line(new) if new else ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("into") == NEW:
            try:
                cleaned["new"] = new_unit(cleaned.get("unit", ""))
            except ValidationError as error:
                self.add_error("unit", error)
        return cleaned

    def store(self) -> None:
        new = self.cleaned_data.get("new")
        self.draft.parts = [new] if new else []
        self.draft.into = new[0] if new else self.cleaned_data["into"]


class PartsForm(StepForm):
    lives_on = forms.TypedChoiceField(
        label=_("Does the unit itself remain, only smaller?"),
        choices=[("co", _("Yes, it remains")), ("khong", _("No, it ends"))],
        coerce=lambda value: value == "co",
        widget=forms.RadioSelect,
    )
    parts = forms.CharField(
        label=_("The other units, one a line"),
        help_text=_(
            "A new unit: its code, a comma, its full name (21999, Xã Khê Tịnh). "
            "A unit there is already: its code alone."
        ),
        widget=forms.Textarea({"rows": 4}),
        max_length=600,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.draft.parts:
            lines = "\n".join(_line(part) for part in self.draft.parts)
            self.initial = {"parts": lines, "lives_on": "co" if self.draft.lives_on else "khong"}

    def clean_parts(self) -> list[list[str]]:
        found, problems = [], []
        lines = [clean_text(line) for line in self.cleaned_data["parts"].splitlines()]
        for number, line in enumerate(filter(None, lines), start=1):
            try:
                found.append(_known_unit(line) or new_unit(line))
            except ValidationError as error:
                said = gettext("Line %(number)d: %(problem)s")
                problems.append(said % {"number": number, "problem": error.messages[0]})
        if problems:
            raise ValidationError(problems)
        if len({part[0] for part in found}) != len(found):
            raise ValidationError(_("Each unit stands on one line only"), code="twice")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("parts") and cleaned.get("lives_on") is False and len(cleaned["parts"]) < 2:
            self.add_error("parts", _("A unit that ends is split into two units or more"))
        return cleaned

    def store(self) -> None:
        self.draft.parts = self.cleaned_data["parts"]
        self.draft.lives_on = self.cleaned_data["lives_on"]


class PeopleForm(StepForm):
    """Where people go: by the former unit they came from where that is known; for everybody else
    one unit, or each is asked."""

    rest = forms.ChoiceField(label=_("Where do the people go?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft = self.draft
        heirs = [(part[0], _part_name(part)) for part in draft.parts]
        stay = [(w.code, w.full_name) for w in _wards() if draft.lives_on and w.code in draft.units]
        everybody = _("All go to %(unit)s")
        self.fields["rest"].choices = [  # type: ignore[attr-defined]
            (ASK, _("Ask each of them: nobody is counted in the wrong unit")),
            *((code, _("All remain in %(unit)s") % {"unit": name}) for code, name in stay),
            *((code, everybody % {"unit": name}) for code, name in heirs),
        ]
        self.former = former_units_of(draft.units[0]) if draft.units else []
        if self.former:
            self.fields["rest"].label = _("Where do all the others go?")
        for unit in self.former:
            self.fields[f"tu-{unit.code}"] = forms.ChoiceField(
                label=_("People who lived in the former %(unit)s") % {"unit": unit.full_name},
                choices=[("", _("As all the others")), *heirs],
                required=False,
            )
        self.order_fields([*(f"tu-{unit.code}" for unit in self.former), "rest"])

    def store(self) -> None:
        pairs = [
            f"{unit.code}={to}"
            for unit in self.former
            if (to := self.cleaned_data[f"tu-{unit.code}"])
        ]
        self.draft.people = ";".join([*pairs, self.cleaned_data["rest"]])


class NewForm(StepForm):
    unit = forms.CharField(
        label=_("The new unit: code and full name"),
        help_text=_("For example: 21999, Xã Khê Tịnh"),
        max_length=90,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["unit"] = _line(self.draft.parts[0]) if self.draft.parts else ""

    def clean_unit(self) -> list[str]:
        return new_unit(self.cleaned_data["unit"])

    def store(self) -> None:
        self.draft.parts = [self.cleaned_data["unit"]]


class NameForm(StepForm):
    name = forms.CharField(
        label=_("What is it called from then on?"),
        help_text=_("The name without its kind: Tịnh Khê, not Xã Tịnh Khê."),
        max_length=60,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = self.draft.name

    def clean_name(self) -> str:
        return _without_kind(self.cleaned_data["name"])[1]

    def store(self) -> None:
        self.draft.name = self.cleaned_data["name"]


class LevelForm(StepForm):
    level = forms.ChoiceField(
        label=_("What is it from then on?"),
        choices=[(kind.value, KIND_WORDS[kind]) for kind in WARD_KINDS],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("New name"),
        help_text=_("Only if the name changes too."),
        required=False,
        max_length=60,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"level": self.draft.level, "name": self.draft.name}

    def store(self) -> None:
        self.draft.level = self.cleaned_data["level"]
        self.draft.name = _without_kind(self.cleaned_data["name"])[1]


class ProvinceForm(StepForm):
    province = forms.ChoiceField(label=_("To which province or city?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = provinces().exclude(code=settings.OPERATOR_PROVINCE)
        choices = [(unit.code, unit.full_name) for unit in others]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]
        self.initial["province"] = self.draft.province

    def store(self) -> None:
        self.draft.province = self.cleaned_data["province"]


class PaperForm(StepForm):
    """Since when, and by which document."""

    date = day_field(_("From which day?"))
    number = forms.CharField(
        label=_("Kind and number of the document"),
        help_text=_("For example: Nghị quyết 12/NQ-HĐND"),
        max_length=40,
    )
    signed = day_field(_("Signed on"))
    authority = forms.CharField(
        label=_("By whom"),
        help_text=_("For example: Hội đồng nhân dân tỉnh Quảng Ngãi"),
        max_length=56,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("date", "number", "signed", "authority")
        self.initial = {name: getattr(self.draft, name) for name in names}

    def clean_signed(self) -> dt.date:
        signed: dt.date = self.cleaned_data["signed"]
        if signed > today():
            raise ValidationError(_("A document signed in the future decides nothing yet"))
        return signed

    def store(self) -> None:
        cleaned = self.cleaned_data
        self.draft.date, self.draft.signed = (
            cleaned["date"].isoformat(),
            cleaned["signed"].isoformat(),
        )
        self.draft.number, self.draft.authority = cleaned["number"], cleaned["authority"]


STEP_FORMS: dict[str, type[StepForm]] = {
    drafting.KIND: KindForm,
    drafting.UNITS: UnitsForm,
    drafting.RESULT: ResultForm,
    drafting.PARTS: PartsForm,
    drafting.PEOPLE: PeopleForm,
    drafting.NEW: NewForm,
    drafting.NAME: NameForm,
    drafting.LEVEL: LevelForm,
    drafting.PROVINCE: ProvinceForm,
    drafting.PAPER: PaperForm,
}


class FileForm(PlainForm):
    file = forms.FileField(
        label=_("File of changes (CSV)"),
        help_text=_("Columns: date, code, change, name, kind, parent, successors, decree, people."),
        error_messages={"empty": _("The file is empty")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_CHARACTERS:
            raise ValidationError(_("The file is larger than 200 KB. Send it in parts."))
        return file


# --- words -------------------------------------------------------------------------------------


def new_unit(text: str) -> list[str]:
    """ "21999, Xã Khê Tịnh" as code, name, kind; raises ValidationError."""
    code, comma, full_name = text.partition(",")
    code = code.strip()
    if not comma or not (code.isdecimal() and len(code) == 5):
        raise ValidationError(_("Write five digits, a comma and the full name: 21999, Xã Khê Tịnh"))
    kind, name = _without_kind(full_name.strip())
    if not kind or not name:
        raise ValidationError(_("Begin the name with its kind: Xã, Phường or Đặc khu"))
    if AdminUnit.objects.existing_on(today()).filter(code=code).exists():
        raise ValidationError(gettext("The code %(code)s is in use") % {"code": code})
    return [code, name, kind]


def _without_kind(full_name: str) -> tuple[str, str]:
    for kind in WARD_KINDS:
        word = KIND_WORDS[kind]
        if fold(full_name).startswith(f"{fold(word)} "):
            return kind.value, full_name[len(word) :].strip()
    return "", full_name


def _known_unit(line: str) -> list[str] | None:
    unit = AdminUnit.objects.wards().existing_on(today()).filter(code=line).first()
    return [unit.code] if unit else None


def _line(part: list[str]) -> str:
    return part[0] if len(part) == 1 else f"{part[0]}, {_part_name(part)}"


def _part_name(part: list[str]) -> str:
    if len(part) == 1:
        unit = AdminUnit.objects.filter(code=part[0]).first()
        return unit.full_name if unit else part[0]
    _code, name, kind = part
    return AdminUnit(name=name, kind=kind).full_name


def _wards() -> Any:
    return wards_of(settings.OPERATOR_PROVINCE)
