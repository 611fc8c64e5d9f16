"""A1, A2: in by card, by the card's QR, by password; out."""

from allauth.decorators import rate_limit
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lms.accounts import cards, policy, queries, sign_in
from lms.accounts.access import ENDED, refusal, to_sign_in
from lms.accounts.context import room_of
from lms.accounts.forms.sign_in import CardForm, PinForm, StaffForm
from lms.accounts.roles import Permission

EDITORS = "/bien-tap/"
SHARED_DEVICE_NAMES = "/may-chung/chon-ten/"


@never_cache
@sensitive_post_parameters("pin")
@rate_limit(action="login")
def by_card(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST" and request.user.is_authenticated:
        return HttpResponseRedirect(_after(request))
    form = CardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = sign_in.with_card(request, form, **form.cleaned_data)
        if entered:
            return entered
    return render(request, "accounts/sign_in.html", _page(request, form))


@never_cache
@sensitive_post_parameters("password")
@rate_limit(action="login")
def by_password(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST" and request.user.is_authenticated:
        return HttpResponseRedirect(_after(request))
    form = StaffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = sign_in.with_password(request, form, **form.cleaned_data)
        if entered:
            return entered
    return render(request, "accounts/staff_sign_in.html", _page(request, form))


@never_cache
@sensitive_post_parameters("pin")
@rate_limit(action="login")
def by_qr(request: HttpRequest, token: str) -> HttpResponseBase:
    """The token says whose card it is; only the PIN opens it. Shows no more of the person than
    what the card's holder is called and two digits."""
    card = queries.live_card(token)
    if card is None:
        return render(request, "accounts/card_dead.html", status=404)
    if request.method != "POST" and request.user == card.user:
        return HttpResponseRedirect(_after(request))
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = sign_in.with_card(request, form, number=card.number, **form.cleaned_data)
        if entered:
            return entered
    who = {"greeting": card.user.greeting, "digits": cards.masked(card.number)}
    response = render(request, "accounts/card.html", _page(request, form) | who)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session. On a shared computer nothing of the person stays in the browser."""
    shared = getattr(request, "shared_device", None)
    idle = request.POST.get("reason") == "idle"
    answer = HttpResponseRedirect("/")
    if shared:
        answer = HttpResponseRedirect(SHARED_DEVICE_NAMES)
        answer["Clear-Site-Data"] = '"cache", "storage"'
    elif idle:
        answer = to_sign_in(request, staff=request.user.is_staff, ended=True)
    logout(request)
    return answer


def _after(request: HttpRequest) -> str:
    """For somebody who is signed in already. Wagtail sends people without its permission here:
    back to it would be a circle, so they are told who may."""
    target = sign_in.safe_next(request)
    if target.startswith(EDITORS) and not policy.may(request.user, Permission.EDIT_CONTENT):
        raise PermissionDenied(refusal(Permission.EDIT_CONTENT))
    return target or room_of(request.user)


def _page(request: HttpRequest, form: object) -> dict[str, object]:
    others = request.GET.urlencode()
    return {
        "form": form,
        "ended": ENDED in request.GET,
        "query": f"?{others}" if others else "",
    }
