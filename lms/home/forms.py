"""Forms of the pages that look across."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Audience
from lms.core.forms import PlainForm
from lms.home import catalogue


class FilterForm(PlainForm):
    """Sector and audience, under the names they have in the address."""

    def __init__(self, search: catalogue.Search, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sectors = sorted(catalogue.sectors().items(), key=lambda item: item[1])
        people = [(catalogue.audience_slug(a.value), capfirst(str(a.label))) for a in Audience]
        self.fields["nganh"] = _radios(_("Sector"), sectors, search.sector)
        self.fields["doi-tuong"] = _radios(
            _("For whom"), people, catalogue.audience_slug(search.audience)
        )


def _radios(label: Any, choices: list[tuple[str, str]], chosen: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", _("All")), *choices],
        initial=chosen,
        widget=forms.RadioSelect,
    )
