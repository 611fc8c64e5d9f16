"""L11: one's own record, one thing a page; consents; everything kept about oneself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from lms.accounts import cards, personal_data, places, policy, queries, services
from lms.accounts.access import person, signed_in
from lms.accounts.forms.profile import ChangePasswordForm, ChangePinForm, GreetingForm, SexForm
from lms.accounts.forms.sign_up import PhoneForm, WardForm
from lms.accounts.models import ConsentMethod, ConsentPurpose, User
from lms.core import periods
from lms.core.vietnamese import format_date


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    user = person(request)
    standing = queries.standing_consents(user)
    context = {
        "rows": _rows(user),
        "consents": [_consent_row(purpose, standing.get(purpose)) for purpose in _ASKED],
        "has_card": user.has_card_number,
        "stands_in": policy.works_here(user),
    }
    return render(request, "accounts/profile.html", context)


@signed_in
def greeting(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = GreetingForm(_sent(request), initial={"address_form": user.address_form})
    if form.is_valid():
        services.change_greeting(user=user, form=form.cleaned_data["address_form"], by=user)
        return _saved(request, _("Saved. From now on we say: {name}.").format(name=user.greeting))
    return _one_question(request, form)


@signed_in
def sex(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = SexForm(_sent(request), initial={"sex": user.sex})
    if form.is_valid():
        services.change_sex(user=user, sex=form.cleaned_data["sex"], by=user)
        return _saved(request, _("Saved."))
    return _one_question(request, form)


@signed_in
def phone(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = PhoneForm(_sent(request), person=user, initial={"phone": user.phone})
    if form.is_valid():
        services.change_phone(user=user, phone=form.cleaned_data["phone"], by=user)
        return _saved(request, _("The phone number is saved."))
    return _one_question(request, form)


@signed_in
def ward(request: HttpRequest) -> HttpResponse:
    user, searched = person(request), request.GET.get("q", "")
    form = WardForm(
        _sent(request),
        searched=searched,
        places=places.choices(searched, besides=user.ward),
        may_be_unsure=False,
        initial={"query": searched, "ward": user.ward and user.ward.code},
    )
    if form.is_valid():
        if form.sought:
            return redirect(f"{request.path}?{urlencode({'q': form.sought})}")
        new = places.find(form.cleaned_data["ward"])
        if new:
            services.move_to_ward(user=user, ward=new, by=user)
        return _saved(request, _("Saved. What you finished before stays with the former place."))
    return render(request, "accounts/profile_ward.html", {"form": form})


@signed_in
@sensitive_post_parameters()
def change_pin(request: HttpRequest) -> HttpResponse:
    """The PIN of people with a card, the password of everybody else. The session goes on; every
    other one ends."""
    user = person(request)
    form = _secret_form(request, user)
    if form.is_valid():
        if user.has_card_number:
            services.change_pin(user=user, pin=form.cleaned_data["pin"])
        else:
            services.change_password(user=user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, user)
        done = (
            _("The new PIN is saved.") if user.has_card_number else _("The new password is saved.")
        )
        return _saved(request, done)
    return render(
        request, "accounts/change_pin.html", {"form": form, "has_card": user.has_card_number}
    )


@signed_in
def withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    """Says what follows, then withdraws: two taps from the profile (ux A5-d)."""
    if purpose not in _ASKED:
        raise Http404
    if request.method == "POST":
        services.withdraw_consent(
            user=person(request),
            purpose=ConsentPurpose(purpose),
            method=ConsentMethod.OWN_DEVICE,
            at=periods.now(),
        )
        return _saved(request, _("Your consent is withdrawn from now on."))
    needed = purpose == ConsentPurpose.LEARNING_RECORD
    context = {"label": capfirst(ConsentPurpose(purpose).label), "needed": needed}
    return render(request, "accounts/withdraw.html", context)


@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(
        personal_data.of(person(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return answer


# Counting in the ward's figures is a duty of the state body: told on the page, not asked.
_ASKED = (ConsentPurpose.LEARNING_RECORD, ConsentPurpose.CLASS_MESSAGES)


def _rows(user: User) -> list[dict[str, Any]]:
    number = cards.printed(user.username) if user.has_card_number else user.username
    secret = (
        (_("PIN"), _("Only you know it")) if user.has_card_number else (_("Password"), "••••••")
    )
    return [
        {"key": _("Full name"), "value": user.full_name},
        {"key": _("Card number") if user.has_card_number else _("User name"), "value": number},
        _row(_("Greeting"), user.greeting, "profile_greeting"),
        {"key": _("Year of birth"), "value": user.birth_year or _("None")},
        _row(_("Sex"), capfirst(user.get_sex_display()) or _("None"), "profile_sex"),
        _row(
            _("Ward or commune"),
            places.label(user.ward) if user.ward else _("None"),
            "profile_ward",
        ),
        _row(_("Phone"), user.phone or _("None"), "profile_phone"),
        _row(*secret, "change_pin"),
    ]


def _row(key: str, value: str, page: str) -> dict[str, Any]:
    return {"key": key, "value": value, "href": reverse(f"accounts:{page}")}


def _consent_row(purpose: ConsentPurpose, entry: Any) -> dict[str, Any]:
    given = entry is not None and entry.given
    if entry is None:
        state = _("Not given")
    elif given:
        state = _("Given on {date}").format(date=format_date(entry.at))
    else:
        state = _("Withdrawn on {date}").format(date=format_date(entry.at))
    page = reverse("accounts:withdraw", args=[purpose]) if given else reverse("accounts:consent")
    action = _("Withdraw") if given else _("Give consent")
    return {"key": capfirst(purpose.label), "value": state, "href": page, "action": action}


def _secret_form(request: HttpRequest, user: User) -> forms.Form:
    form = ChangePinForm if user.has_card_number else ChangePasswordForm
    return form(_sent(request), person=user)


def _one_question(request: HttpRequest, form: forms.Form) -> HttpResponse:
    return render(request, "accounts/profile_question.html", {"form": form})


def _saved(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("accounts:profile")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
