"""A3, A5: five questions one at a time, the check page, consent, and then the account."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lms.accounts import cards, places, queries, services, sign_in, sign_up_state
from lms.accounts.access import person
from lms.accounts.forms.sign_up import ConsentForm, DuplicateForm
from lms.accounts.models import ConsentMethod
from lms.accounts.sign_up_state import CHECK, DUPLICATES, STEPS, SignUp
from lms.accounts.views.sign_up_questions import QUESTIONS
from lms.core import periods
from lms.core.errors import DomainError


@never_cache
def start(request: HttpRequest) -> HttpResponseBase:
    state = SignUp.of(request)
    if sign_in.safe_next(request):
        state.go_to = sign_in.safe_next(request)
        state.keep(request)
    return _to(STEPS[0])


@never_cache
@sensitive_post_parameters("pin", "pin_again")
def step(request: HttpRequest, step: str) -> HttpResponseBase:
    if request.user.is_authenticated:
        return redirect("accounts:profile")
    state = SignUp.of(request)
    if step in STEPS:
        return _question(request, state, step)
    if step == CHECK:
        return _check(request, state)
    if step == DUPLICATES:
        return _duplicates(request, state)
    raise Http404


@never_cache
@rate_limit(action="signup")
def consent(request: HttpRequest) -> HttpResponseBase:
    """Before there is an account: agreeing makes it. With an account: agreeing once more."""
    state = SignUp.of(request)
    if not request.user.is_authenticated and state.next_step != CHECK:
        return _to(state.next_step)
    if "decline" in request.POST:
        sign_up_state.clear(request)
        return redirect("/khoa-hoc/")
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.user.is_authenticated:
        form.ask_again(queries.given_consents(person(request)))
    if form.is_valid():
        make = _agree if request.user.is_authenticated else _create
        answer = make(request, state, form)
        if answer:
            return answer
    return render(request, "accounts/consent.html", {"form": form})


def _question(request: HttpRequest, state: SignUp, step: str) -> HttpResponse:
    if not _may_open(state, step):
        return _start_again(request, state)
    question = QUESTIONS[step]
    form = question.form(request, state)
    if form.is_valid():
        sought = getattr(form, "sought", "")
        if sought:
            return redirect(f"{request.path}?{urlencode({'q': sought})}")
        question.save(state, form.cleaned_data)
        state.keep(request, answered=step)
        return _to(_following(state, step))
    number = STEPS.index(step) + 1
    back = _address(STEPS[number - 2]) if number > 1 else reverse("accounts:sign_in")
    context = {"form": form, "number": number, "total": len(STEPS), "back": back}
    return render(request, question.template, context)


def _may_open(state: SignUp, step: str) -> bool:
    """Questions are answered in order; the ones before may be opened again."""
    reached = state.next_step
    return reached == CHECK or STEPS.index(step) <= STEPS.index(reached)


def _start_again(request: HttpRequest, state: SignUp) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, _("The answers were cleared to keep them safe. Enter them again."))
    return _to(state.next_step)


def _following(state: SignUp, step: str) -> str:
    asked = set(STEPS[:3]) <= set(state.answered)
    if asked and step in STEPS[:3] and not state.not_me and _same_people(state):
        return DUPLICATES
    return state.next_step


def _check(request: HttpRequest, state: SignUp) -> HttpResponse:
    if state.next_step != CHECK:
        return _to(state.next_step)
    ward = state.ward
    rows = [
        (_("Full name"), state.full_name, STEPS[0]),
        (_("Year of birth"), state.birth_year, STEPS[1]),
        (_("Ward or commune"), places.label(ward) if ward else _("I am not sure"), STEPS[2]),
        (_("Phone"), state.phone or _("None"), STEPS[3]),
        (_("PIN"), _("Chosen, only you know it"), STEPS[4]),
    ]
    summary = [{"key": key, "value": value, "href": _address(at)} for key, value, at in rows]
    context = {"rows": summary, "back": _address(STEPS[-1])}
    return render(request, "accounts/sign_up_check.html", context)


def _duplicates(request: HttpRequest, state: SignUp) -> HttpResponse:
    people = _same_people(state)
    if not people or not set(STEPS[:3]) <= set(state.answered):
        return _to(state.next_step)
    form = DuplicateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["answer"] == "yes":
            return redirect("accounts:sign_in")
        state.not_me = True
        state.keep(request)
        return _to(state.next_step)
    context = {"form": form, "people": people, "back": _address(STEPS[2])}
    return render(request, "accounts/sign_up_duplicates.html", context)


def _same_people(state: SignUp) -> list[str]:
    """Only what tells the owner: what one is called and two digits of the number."""
    found = queries.find_likely_duplicates(
        full_name=state.full_name, birth_year=state.birth_year, ward=state.ward
    )
    return [f"{user.get_short_name()} {cards.masked(user.username)}" for user in found[:5]]


def _create(request: HttpRequest, state: SignUp, form: ConsentForm) -> HttpResponse | None:
    """The account, once: a second press of the button finds the token of this sign-up used."""
    used = f"sign-up:{state.token}"
    if not cache.add(used, True, timeout=600):
        return redirect("accounts:card_print")
    try:
        user = services.create_learner(
            full_name=state.full_name,
            birth_year=state.birth_year,
            ward=state.ward,
            phone=state.phone,
            pin=state.hashed_pin,
            consents=form.purposes,
            method=ConsentMethod.OWN_DEVICE,
            at=periods.now(),
        )
    except DomainError as error:
        cache.delete(used)
        form.add_error(None, str(error.message))
        return None
    query = {"moi": "1"} | ({"next": state.go_to} if state.go_to else {})
    card = f"{reverse('accounts:card_print')}?{urlencode(query)}"
    return sign_in.after_sign_up(request, user, go_to=card)


def _agree(request: HttpRequest, state: SignUp, form: ConsentForm) -> HttpResponse:
    for purpose in form.purposes:
        services.record_consent(
            user=person(request),
            purpose=purpose,
            method=ConsentMethod.OWN_DEVICE,
            at=periods.now(),
        )
    if form.purposes:
        messages.success(request, _("Your consent is recorded."))
    return redirect("accounts:profile")


def _address(step: str) -> str:
    return reverse("accounts:sign_up_step", args=[step])


def _to(step: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(step))
