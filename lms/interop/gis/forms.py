"""What administrators supply."""

from django import forms
from django.utils.translation import gettext_lazy


class BoundariesForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("GeoJSON file"),
        max_length=200,
        help_text=gettext_lazy("In degrees (EPSG:4326), each feature with its official code."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source of the boundaries"),
        max_length=200,
        help_text=gettext_lazy("Who published them, and when."),
    )
