from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.design import FIELDS, MOST_PICTURE, checked, encode_picture
from courses.models import CoursePage
from lms.core.forms import PlainForm
from lms.units.models import Agency


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        help_text=_("At the bottom left, it looks like BDS-2026-XXXX-XXXX"),
        error_messages={"required": _("Enter the code on the certificate")},
    )


class ManyForm(PlainForm):
    """A pasted list or a workbook; one of the two."""

    codes = forms.CharField(
        label=_("Codes, one on each line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Or an Excel file with the codes"),
        required=False,
        help_text=_("An .xlsx file, at most 1 MB"),
    )


class BatchForm(PlainForm):
    course = forms.ModelChoiceField(
        CoursePage.objects.order_by("code"), label=_("Course"), empty_label=None
    )


class AnswerForm(PlainForm):
    file = forms.FileField(
        label=_("The register's answer"),
        help_text=_("A CSV file in UTF-8 with the columns ma, ho_ten and, if given, ma_xa"),
        error_messages={"required": _("Choose a file")},
    )


class TemplateForm(PlainForm):
    """What a ministry chooses; the keys are those of certificates.design."""

    name = forms.CharField(label=_("Name of the template"), max_length=80)
    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"),
        required=False,
        label=_("For the courses of"),
        empty_label=_("all agencies"),
    )
    title = forms.CharField(label=_("Title on the paper"), max_length=120)
    opening = forms.CharField(label=_("Words before the name"), max_length=120)
    deed = forms.CharField(label=_("Words before the course"), max_length=120)
    signatory_title = forms.CharField(
        label=_("Office of the signatory"), max_length=120, required=False
    )
    signatory = forms.CharField(label=_("Name of the signatory"), max_length=120, required=False)
    portrait = forms.BooleanField(label=_("Portrait format"), required=False)
    drum_band = forms.BooleanField(label=_("Bronze drum frame"), required=False)
    little_ink = forms.BooleanField(label=_("Print with little ink"), required=False)
    seal_file = forms.FileField(
        label=_("Picture of the seal"), required=False, help_text=_("PNG, at most 300 KB")
    )
    signature_file = forms.FileField(
        label=_("Picture of the signature"), required=False, help_text=_("PNG, at most 300 KB")
    )

    def design(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The design; a picture that is not sent again stays. Raises DomainError for a bad one."""
        given = {key: self.cleaned_data[key] for key in FIELDS if key in self.cleaned_data}
        for key in ("seal", "signature"):
            file = self.cleaned_data[f"{key}_file"]
            sent = encode_picture(file.read(MOST_PICTURE + 1)) if file else ""
            given[key] = sent or before.get(key, "")
        return checked(given)


class TemplateFileForm(PlainForm):
    file = forms.FileField(
        label=_("File of a template"), error_messages={"required": _("Choose a file")}
    )
