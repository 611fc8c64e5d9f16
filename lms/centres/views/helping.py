"""F5: a facilitator asks, the learner answers, and chooses the PIN alone."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts import places
from lms.accounts.access import person
from lms.accounts.models import ConsentMethod, User
from lms.accounts.queries import find_likely_duplicates
from lms.centres import helping, queries, services
from lms.centres.access import find_session, runs_classes
from lms.centres.forms.helping import HandedPinForm, SamePersonForm, SpokenConsentForm
from lms.centres.helping import (
    CONSENT,
    DONE,
    NAME,
    PHONE,
    PIN,
    QUESTIONS,
    SAME,
    WARD,
    YEAR,
    Helped,
)
from lms.centres.models import ClassSession
from lms.centres.views.help_questions import FORMS, SCRIPTS
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.vietnamese import given_name

_ONCE_FOR = 600


@never_cache
@runs_classes
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One question; the facilitator's own words to say stand beside it."""
    session = find_session(request, pk)
    if not session.takes_attendance(periods.now()):
        messages.info(request, _("Sign-up in class works while the class is open."))
        return redirect("centres:console", pk=pk)
    helped = Helped.of(request, session)
    if step == SAME:
        return _same_people(request, session, helped)
    if step not in QUESTIONS:
        raise Http404
    if not helped.may_ask(step):
        return _to(session, helped.next_step)
    form = FORMS[step](request, helped)
    if form.is_valid():
        return _store(request, session, helped, step, form)
    return render(request, "centres/help_step.html", _page(session, step, form))


@never_cache
@runs_classes(open_to_learner=True)
@sensitive_post_parameters("pin", "pin_again")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """The learner holds the device. The PIN goes into the account and nowhere else."""
    session = find_session(request, pk)
    helped = Helped.of(request, session)
    if helped.next_step != PIN:
        return _to(session, DONE if helping.handed_over(request) else helped.next_step)
    helping.hand_over(request, session)
    form = HandedPinForm(
        request.POST if request.method == "POST" else None, birth_year=helped.birth_year
    )
    if form.is_valid() and _create(request, session, helped, form):
        return _to(session, DONE)
    name = given_name(helped.full_name)
    return render(
        request, "centres/help_pin.html", {"form": form, "session": session, "name": name}
    )


@never_cache
@runs_classes(open_to_learner=True)
@require_safe
def done(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "centres/help_done.html", {"session": find_session(request, pk)})


@runs_classes(open_to_learner=True)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The facilitator holds the device again: on to the card, or back to the questions."""
    session = find_session(request, pk)
    handed = helping.take_back(request)
    if handed and handed.learner_id:
        messages.success(request, _("The account is ready, and the learner is present."))
        return redirect(f"{reverse('centres:cards', args=[pk])}?nguoi={handed.learner_id}")
    return _to(session, CONSENT)


def _same_people(request: HttpRequest, session: ClassSession, helped: Helped) -> HttpResponse:
    """Nobody gets a second card because the first was left at home."""
    people = _found_again(request, helped)
    if not people:
        return _to(session, helped.next_step)
    form = SamePersonForm(request.POST if request.method == "POST" else None, people=people)
    if not form.is_valid():
        return render(request, "centres/help_step.html", _page(session, SAME, form))
    if form.found is None:
        helped.is_new = True
        helped.keep(request)
        return _to(session, helped.next_step)
    helping.clear(request)
    services.add_walk_in(
        session=session, user=form.found, by=person(request), at=periods.now(), how=_how(session)
    )
    messages.success(request, _("%(name)s is present.") % {"name": form.found.full_name})
    return redirect("centres:roster", pk=session.pk)


def _found_again(request: HttpRequest, helped: Helped) -> list[User]:
    if helped.is_new or not helped.may_ask(PHONE):
        return []
    same = find_likely_duplicates(
        full_name=helped.full_name, birth_year=helped.birth_year, ward=helped.ward
    )
    return list(same.filter(pk__in=queries.people_to_help(person(request)).values("pk"))[:5])


def _create(
    request: HttpRequest, session: ClassSession, helped: Helped, form: HandedPinForm
) -> bool:
    """The account, once: a second press of the button finds the token of this sign-up used."""
    used = f"help-sign-up:{helped.token}"
    if not cache.add(used, True, timeout=_ONCE_FOR):
        return True
    try:
        learner = services.sign_up_in_class(
            session=session,
            full_name=helped.full_name,
            birth_year=helped.birth_year,
            ward=helped.ward,
            phone=helped.phone,
            pin=form.cleaned_data["pin"],
            consents=helped.consents,
            method=ConsentMethod(helped.method),
            by=person(request),
            at=periods.now(),
            how=_how(session),
        )
    except DomainError as error:
        cache.delete(used)
        form.add_error(None, str(error.message))
        return False
    helping.clear(request)
    helping.hand_over(request, session, learner)
    return True


def _how(session: ClassSession) -> str:
    return session.how_entered(periods.now())


def _page(session: ClassSession, step: str, form: forms.Form) -> dict[str, object]:
    place = QUESTIONS.index(step) if step in QUESTIONS else QUESTIONS.index(WARD)
    back = _address(session, QUESTIONS[place - 1]) if place else None
    return {
        "session": session,
        "step": step,
        "form": form,
        "script": SCRIPTS[step],
        "n": place + 1,
        "total": len(QUESTIONS) + 1,
        "back": back or reverse("centres:console", args=[session.pk]),
    }


def _store(
    request: HttpRequest, session: ClassSession, helped: Helped, step: str, form: forms.Form
) -> HttpResponse:
    sought = getattr(form, "sought", "")
    if sought:
        return redirect(f"{request.path}?{urlencode({'q': sought})}")
    if isinstance(form, SpokenConsentForm):
        helped.purposes = [purpose.value for purpose in form.purposes]
        helped.method = form.cleaned_data["method"]
    elif step == WARD:
        ward = places.find(form.cleaned_data["ward"])
        helped.ward_id = ward.pk if ward else None
    else:
        for name, value in form.cleaned_data.items():
            setattr(helped, name, value)
    helped.is_new = helped.is_new and step in (PHONE, CONSENT)
    helped.keep(request, answered=step)
    asks_again = step in (NAME, YEAR, WARD) and _found_again(request, helped)
    return _to(session, SAME if asks_again else helped.next_step)


def _address(session: ClassSession, step: str) -> str:
    return reverse("centres:help_sign_up", args=[session.pk, step])


def _to(session: ClassSession, step: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(session, step))
