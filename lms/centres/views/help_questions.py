"""The questions of F5: which form asks, and what the facilitator says aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from lms.accounts import places
from lms.accounts.forms.sign_up import NameForm, PhoneForm, WardForm, YearForm
from lms.centres.forms.helping import SpokenConsentForm
from lms.centres.helping import CONSENT, NAME, PHONE, SAME, WARD, YEAR, Helped


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _name_form(request: HttpRequest, helped: Helped) -> forms.Form:
    return NameForm(_sent(request), initial={"full_name": helped.full_name})


def _year_form(request: HttpRequest, helped: Helped) -> forms.Form:
    return YearForm(_sent(request), initial={"birth_year": helped.birth_year})


def _ward_form(request: HttpRequest, helped: Helped) -> forms.Form:
    """The ward of the class stands there already."""
    searched, ward = request.GET.get("q", ""), helped.ward
    return WardForm(
        _sent(request),
        searched=searched,
        places=places.choices(searched, besides=ward),
        may_be_unsure=False,
        initial={"query": searched, "ward": ward.code if ward else ""},
    )


def _phone_form(request: HttpRequest, helped: Helped) -> forms.Form:
    return PhoneForm(_sent(request), initial={"phone": helped.phone})


def _consent_form(request: HttpRequest, helped: Helped) -> forms.Form:
    return SpokenConsentForm(_sent(request))


FORMS: dict[str, Callable[[HttpRequest, Helped], forms.Form]] = {
    NAME: _name_form,
    YEAR: _year_form,
    WARD: _ward_form,
    PHONE: _phone_form,
    CONSENT: _consent_form,
}

# What to say aloud, beside each question.
SCRIPTS = {
    NAME: gettext_lazy(
        "“I will ask you a few questions. What is your full name, as on your papers?”"
    ),
    YEAR: gettext_lazy("“In which year were you born?”"),
    WARD: gettext_lazy("“Where do you live now? The former name is fine too.”"),
    PHONE: gettext_lazy("“Do you have a phone number? None, or one of the family, is fine too.”"),
    CONSENT: gettext_lazy("“I read, you listen, and then you choose.”"),
    SAME: gettext_lazy("“Have you had a learner card before?”"),
}
