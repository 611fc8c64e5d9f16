"""The five questions of a sign-up: which form asks, and what its answer changes (ux A3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from lms.accounts import pin, places
from lms.accounts.forms.sign_up import (
    NOT_SURE,
    ChoosePinForm,
    NameForm,
    PhoneForm,
    WardForm,
    YearForm,
)
from lms.accounts.sign_up_state import SignUp


@dataclass(frozen=True)
class Question:
    form: Callable[[HttpRequest, SignUp], forms.Form]
    save: Callable[[SignUp, dict[str, Any]], None]
    template: str = "accounts/sign_up_question.html"


def _name_form(request: HttpRequest, state: SignUp) -> forms.Form:
    return NameForm(_sent(request), initial={"full_name": state.full_name})


def _year_form(request: HttpRequest, state: SignUp) -> forms.Form:
    return YearForm(_sent(request), initial={"birth_year": state.birth_year})


def _ward_form(request: HttpRequest, state: SignUp) -> forms.Form:
    searched = request.GET.get("q", "")
    unsure = "noi-o" in state.answered and state.ward_id is None
    ward = state.ward
    return WardForm(
        _sent(request),
        searched=searched,
        places=places.choices(searched, besides=ward),
        may_be_unsure=True,
        initial={"query": searched, "ward": NOT_SURE if unsure else ward and ward.code},
    )


def _phone_form(request: HttpRequest, state: SignUp) -> forms.Form:
    return PhoneForm(_sent(request), initial={"phone": state.phone})


def _pin_form(request: HttpRequest, state: SignUp) -> forms.Form:
    return ChoosePinForm(_sent(request), birth_year=state.birth_year)


def _save_name(state: SignUp, answer: dict[str, Any]) -> None:
    state.full_name, state.not_me = answer["full_name"], False


def _save_year(state: SignUp, answer: dict[str, Any]) -> None:
    """A PIN is judged by the year of birth, so another year asks for the PIN again."""
    if answer["birth_year"] != state.birth_year:
        state.forget("ma-so")
    state.birth_year, state.not_me = answer["birth_year"], False


def _save_ward(state: SignUp, answer: dict[str, Any]) -> None:
    chosen = None if answer["ward"] == NOT_SURE else places.find(answer["ward"])
    state.ward_id, state.not_me = chosen.pk if chosen else None, False


def _save_phone(state: SignUp, answer: dict[str, Any]) -> None:
    state.phone = answer["phone"]


def _save_pin(state: SignUp, answer: dict[str, Any]) -> None:
    state.pin = pin.hashed(answer["pin"])


QUESTIONS = {
    "ho-ten": Question(_name_form, _save_name),
    "nam-sinh": Question(_year_form, _save_year),
    "noi-o": Question(_ward_form, _save_ward, "accounts/sign_up_ward.html"),
    "dien-thoai": Question(_phone_form, _save_phone),
    "ma-so": Question(_pin_form, _save_pin),
}


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
