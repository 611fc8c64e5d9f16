from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from lms.core.forms import PlainForm


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
