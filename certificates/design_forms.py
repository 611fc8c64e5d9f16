"""The form a certificate is composed in: its lines, one form each, and all the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from certificates import design as designing
from certificates import design_fields, sample
from certificates.design import BOUNDS, LINE, MOST_LINES, MOST_NAME, MOST_PICTURE, MOST_TEXT
from lms.core.errors import DomainError
from lms.core.forms import PlainForm
from lms.units.models import Agency

LOOKS = {
    "plain": _("upright type"), "bold": _("bold type"),
    "italic": _("slanting type"),
}  # fmt: skip
INKS = {"ink": _("black"), "red": _("lacquer red"), "blue": _("indigo")}
ALIGNS = {"left": _("at the left"), "center": _("in the middle"), "right": _("at the right")}
PICTURES = {
    "seal": _("Picture of the seal"), "signature_1": _("Picture of the signature"),
    "signature_2": _("Picture of the signature"),
}  # fmt: skip
SHEETS = {"landscape": _("lying (landscape)"), "portrait": _("standing (portrait)")}
LOOKING = {"live", "preview", "pdf", "move"}  # buttons that show and keep nothing
PNG = _("PNG, at most 300 KB")
NAMES = {
    "short": _("an ordinary name"), "60": _("60 letters"), "80": _("80 letters"),
    "letters": _("every letter with marks"),
}  # fmt: skip


class LineForm(PlainForm):
    text = forms.CharField(label=_("Words of the line"), max_length=MOST_TEXT, required=False)
    size = forms.TypedChoiceField(
        label=_("Size of type"),
        choices=[(size, size) for size in designing.SIZES],
        coerce=int,
        initial=LINE["size"],
    )
    align = forms.ChoiceField(
        label=_("Place on the line"), choices=list(ALIGNS.items()), initial=LINE["align"]
    )
    look = forms.ChoiceField(label=_("Face"), choices=list(LOOKS.items()))
    ink = forms.ChoiceField(label=_("Colour of the line"), choices=list(INKS.items()))

    def clean_text(self) -> str:
        return _canonical(self.cleaned_data["text"])


def _canonical(text: str) -> str:
    try:
        return design_fields.canonical(text)
    except DomainError as refusal:
        raise ValidationError(str(refusal.message), code=refusal.code) from refusal


Lines: Any = forms.formset_factory(
    LineForm, extra=1, max_num=MOST_LINES, absolute_max=MOST_LINES + 1
)


def _whole(label: Any, key: str, help_text: Any = "") -> forms.IntegerField:
    low, high = BOUNDS[key]
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text)


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, required=False)


def _picture(label: Any) -> forms.FileField:
    return forms.FileField(label=label, required=False, help_text=PNG)


def _dropped() -> forms.BooleanField:
    return forms.BooleanField(label=_("Print without this picture"), required=False)


def _kept() -> forms.CharField:
    """A picture that was sent but not saved: a page may not fill in the choice of a file again."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


class DesignForm(PlainForm):
    name = forms.CharField(label=_("Name of the template"), max_length=MOST_NAME)
    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"),
        required=False,
        label=_("For the courses of"),
        empty_label=_("all agencies"),
    )
    sheet = forms.ChoiceField(
        label=_("Shape of the sheet"), choices=list(SHEETS.items()), widget=forms.RadioSelect
    )
    drum_band = forms.BooleanField(label=_("Bronze drum frame"), required=False)
    little_ink = forms.BooleanField(
        label=_("Print with little ink"), required=False, help_text=_("Black, without the frame.")
    )
    qr_corner = forms.ChoiceField(
        label=_("Corner of the QR code"),
        choices=[("left", _("bottom left")), ("right", _("bottom right"))],
        widget=forms.RadioSelect,
    )
    authority_1 = _words(_("Signs on behalf of, for example: KT. GIÁM ĐỐC"))
    title_1 = _words(_("Office of the signatory"))
    name_1 = _words(_("Name of the signatory"))
    signature_1_file, signature_1_drop = _picture(PICTURES["signature_1"]), _dropped()
    authority_2 = _words(_("Signs on behalf of, for example: KT. GIÁM ĐỐC"))
    title_2 = _words(_("Office of the signatory"))
    name_2 = _words(_("Name of the signatory"))
    signature_2_file, signature_2_drop = _picture(PICTURES["signature_2"]), _dropped()
    seal_file, seal_drop = _picture(PICTURES["seal"]), _dropped()
    seal_mm = _whole(_("Breadth of the seal, mm"), "seal_mm")
    seal_signer = forms.TypedChoiceField(
        label=_("The seal stands at"), coerce=int,
        choices=[(1, _("the first signature")), (2, _("the second signature"))],
    )  # fmt: skip
    seal_side = forms.ChoiceField(
        label=_("Place of the seal"),
        choices=[
            ("third", _("over the left third of the signature")),
            ("center", _("in the middle of the signature")),
        ],
    )
    seal_right = _whole(
        _("Move the seal to the right, mm"), "seal_right", _("Below zero: to the left")
    )
    seal_down = _whole(_("Move the seal down, mm"), "seal_down", _("Below zero: up"))
    shown = forms.ChoiceField(
        label=_("Show with"), choices=list(NAMES.items()), required=False, initial="short"
    )
    seal_kept, signature_1_kept, signature_2_kept = _kept(), _kept(), _kept()
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)  # number of the version

    def clean(self) -> dict[str, Any]:
        """Each picture as it will be printed, under "seal", "signature_1" and "signature_2"."""
        cleaned = self.cleaned_data
        for key in PICTURES:
            try:
                cleaned[key] = self._picture(key)
            except DomainError as refusal:
                self.add_error(f"{key}_file", str(refusal.message))
        return cleaned

    def _picture(self, key: str) -> str:
        file, kept = self.cleaned_data.get(f"{key}_file"), self.cleaned_data.get(f"{key}_kept")
        if file:
            return designing.encode_picture(file.read(MOST_PICTURE + 1))
        if self.cleaned_data.get(f"{key}_drop"):
            return ""
        if kept:
            designing.picture_of(kept)
        return kept or self.initial.get(key, "")


class Editor:
    """Both forms together; `before` is the design they begin with. What is only looked at needs no
    name; `wish` is a line to move, as `moved` reads it."""

    def __init__(
        self, request: HttpRequest, before: Mapping[str, Any], names: Mapping[str, Any]
    ) -> None:
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        self.form = DesignForm(data, files, initial={**flat(before), **names})
        self.form.fields["name"].required = not LOOKING & request.POST.keys()
        self.lines = Lines(data, initial=before["lines"], prefix="dong")
        self.wish = request.POST.get("move", "")

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.lines.is_valid()])

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the list above the form: every line's errors too, under the line's own field."""
        found = []
        for form in [self.form, *self.lines]:
            for name, errors in form.errors.items():
                at = form[name].id_for_label if name in form.fields else ""
                found += [{"text": error, "id": at} for error in errors]
        return found + [{"text": error, "id": ""} for error in self.lines.non_form_errors()]

    def rows(self) -> list[dict[str, Any]]:
        """The lines of valid forms that say something, in their order."""
        rows = [{**LINE, **form.cleaned_data} for form in self.lines]
        return moved(rows, self.wish)

    def design(self) -> dict[str, Any]:
        """The design of valid forms."""
        cleaned = self.form.cleaned_data
        signers = [
            {key: cleaned[f"{key}_{number}"] for key in designing.SIGNER} for number in (1, 2)
        ]
        given = {key: cleaned[key] for key in designing.BLANK if key in cleaned}
        given |= {
            "portrait": cleaned["sheet"] == "portrait",
            "lines": self.rows(),
            "signers": signers[: 2 if any(signers[1].values()) else 1],
        }
        return designing.checked(given)

    def again(self, **changes: Any) -> None:
        """Write valid forms anew, with the pictures that were sent and `changes`."""
        rows = self.rows()
        values = {name: self.form[name].value() for name in self.form.fields}
        for key in PICTURES:
            picture, saved = self.form.cleaned_data[key], self.form.initial.get(key, "")
            values |= {key: saved, f"{key}_kept": "" if picture == saved else picture}
        self.form = DesignForm(initial=values | changes)
        self.lines = Lines(initial=rows, prefix="dong")

    def sample(self) -> dict[str, Any]:
        return sample.data(name=sample.NAMES[self.form.cleaned_data["shown"] or "short"])


def flat(design: Mapping[str, Any]) -> dict[str, Any]:
    """A design as the form names it."""
    signers = [*design["signers"], designing.SIGNER][:2]
    numbered = {
        f"{key}_{number}": value
        for number, signer in enumerate(signers, 1)
        for key, value in signer.items()
    }
    plain = {key: design[key] for key in design if key not in {"lines", "signers"}}
    return plain | numbered | {"sheet": "portrait" if design["portrait"] else "landscape"}


def moved(rows: list[dict[str, Any]], wish: str) -> list[dict[str, Any]]:
    """The rows that say something; with "2-up" or "2-down", the row of that place (from 0, empty ones
    counted) one higher or lower."""
    place, _dash, way = wish.partition("-")
    kept = [number for number, row in enumerate(rows) if row["text"]]
    if place.isdecimal() and int(place) in kept:
        here = kept.index(int(place))
        there = here + (1 if way == "down" else -1)
        if 0 <= there < len(kept):
            kept[here], kept[there] = kept[there], kept[here]
    return [rows[number] for number in kept]


class TemplateFileForm(PlainForm):
    file = forms.FileField(
        label=_("File of a template"), error_messages={"required": _("Choose a file")}
    )
