"""A4: a forgotten PIN. A facilitator lets the learner choose a new one, and never sees it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lms.accounts import cards, policy, qr, queries, services
from lms.accounts.access import person, requires
from lms.accounts.adapter import forget_failures
from lms.accounts.forms.profile import ForgotForm
from lms.accounts.forms.sign_up import ChoosePinForm
from lms.accounts.models import PinReset, User
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError

_WAYS = {
    "nguoi-huong-dan": "accounts/forgot_pin_facilitator.html",
    "goi-dien": "accounts/forgot_pin_call.html",
}
_KEPT = "pin_reset"  # in the helper's session: [person, token] of the leave given last


@never_cache
def ways(request: HttpRequest) -> HttpResponse:
    """Asks for no number, so it cannot tell whether an account exists."""
    form = ForgotForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("accounts:forgot_pin_way", way=form.cleaned_data["way"])
    return render(request, "accounts/forgot_pin.html", {"form": form})


def way(request: HttpRequest, way: str) -> HttpResponse:
    if way not in _WAYS:
        raise Http404
    return render(request, _WAYS[way])


@never_cache
@requires(Permission.HELP_LEARNERS)
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """The helper makes sure who is there, then hands the screen over."""
    helper = person(request)
    people = policy.people_for(helper, Permission.HELP_LEARNERS)
    learner = get_object_or_404(queries.with_card(people), pk=pk)
    if request.method == "POST":
        request.session[_KEPT] = [pk, services.reset_pin(user=learner, by=helper, at=periods.now())]
        return redirect(request.path)
    return render(request, "accounts/reset_pin.html", _reset_page(request, learner))


@never_cache
@sensitive_post_parameters("pin", "pin_again")
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """The learner's screen: on the helper's device or on the learner's own phone."""
    leave = services.find_reset(token=token, at=periods.now())
    if leave is None:
        return render(request, "accounts/reset_over.html", status=404)
    form = ChoosePinForm(
        request.POST if request.method == "POST" else None, birth_year=leave.user.birth_year
    )
    if form.is_valid() and _use(request, form, leave, token):
        if request.user.is_authenticated:
            return redirect("accounts:pin_chosen")
        messages.success(request, _("The new PIN is saved. Sign in with it."))
        return redirect("accounts:sign_in")
    who = {"greeting": leave.user.greeting, "digits": cards.masked(leave.user.username)}
    return render(request, "accounts/choose_pin.html", {"form": form} | who)


def chosen(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/pin_chosen.html")


def _use(request: HttpRequest, form: ChoosePinForm, leave: PinReset, token: str) -> bool:
    try:
        services.choose_pin(token=token, pin=form.cleaned_data["pin"], at=periods.now())
    except DomainError as error:
        form.add_error(None, str(error.message))
        return False
    forget_failures(request, leave.user.username)
    return True


def _reset_page(request: HttpRequest, learner: User) -> dict[str, object]:
    page: dict[str, object] = {"learner": learner, "digits": cards.masked(learner.username)}
    pk, token = request.session.get(_KEPT, (None, ""))
    if pk == learner.pk and services.find_reset(token=token, at=periods.now()):
        address = reverse("accounts:choose_pin", args=[token])
        page |= {"address": address, "qr": qr.svg(request.build_absolute_uri(address))}
    return page
