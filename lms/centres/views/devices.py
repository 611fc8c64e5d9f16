"""F6: a computer that a class shares. Idle it shows the names of the class; a name and its PIN sign
in; the bar on every page hands over to the next person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts import policy, sign_in
from lms.accounts.access import person
from lms.accounts.roles import Permission
from lms.centres import queries, services, shared
from lms.centres.forms.in_class import DeviceForm
from lms.centres.forms.learners import NamePinForm
from lms.centres.shared import Machine, machine_of
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.vietnamese import given_name

NAMES_A_PAGE = 12
P = ParamSpec("P")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """Register this computer for a running class. It signs the facilitator out, so that no learner
    sits down in the facilitator's account."""
    if machine_of(request):
        return redirect("centres:names")
    if not policy.may(request.user, Permission.RUN_CLASSES):
        return render(request, "centres/not_shared.html")
    now = periods.now()
    sessions = queries.usable_sessions(person(request), now)
    wanted = {"session": request.GET.get("lop") or sessions.values_list("pk", flat=True).first()}
    form = DeviceForm(
        request.POST if request.method == "POST" else None, sessions=sessions, initial=wanted
    )
    if form.is_valid():
        return _register(request, form)
    return render(request, "centres/share.html", {"form": form})


def _register(request: HttpRequest, form: DeviceForm) -> HttpResponse:
    now = periods.now()
    try:
        device = services.register_device(
            session=form.cleaned_data["session"], by=person(request), at=now
        )
    except DomainError as refusal:  # closed since the page was opened
        form.add_error("session", str(refusal.message))
        return render(request, "centres/share.html", {"form": form})
    shared.sign_out(request)
    response = redirect("centres:names")
    shared.remember(request, response, device, now)
    shared.wipe(response)
    return response


def on_shared_computer(
    view: Callable[Concatenate[HttpRequest, Machine, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only on a registered computer of a running class, and only while nobody sits there: whoever
    does has the bar to hand over."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        machine = machine_of(request)
        if machine is None:
            return redirect("centres:shared")
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return view(request, machine, *args, **kwargs)

    return guarded


@never_cache
@require_safe
@on_shared_computer
def names(request: HttpRequest, machine: Machine) -> HttpResponse:
    """Given names and two digits, no more (ux F6)."""
    rows = queries.roster(machine.device.session)
    page = Paginator(rows, NAMES_A_PAGE).get_page(request.GET.get("trang"))
    tiles = [
        {
            "text": given_name(row.user.full_name),
            "digits": queries.digits(row.user),
            "href": reverse("centres:name_pin", args=[row.pk]),
        }
        for row in page.object_list
    ]
    return render(request, "centres/names.html", {"machine": machine, "tiles": tiles, "page": page})


@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="login")  # type: ignore[untyped-decorator]
@on_shared_computer
def name_pin(request: HttpRequest, machine: Machine, pk: int) -> HttpResponse:
    """The person chosen gives their own PIN; signing in checks them in (signal_handlers)."""
    rows = machine.device.session.attendances.select_related("user")
    learner = get_object_or_404(rows, pk=pk, user__is_active=True).user
    if not learner.has_card_number:
        return redirect("accounts:staff_sign_in")
    form = NamePinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entered = sign_in.with_card(
            request, form, number=learner.username, pin=form.cleaned_data["pin"]
        )
        if entered:
            return entered
    context = {
        "machine": machine,
        "form": form,
        "name": learner.get_short_name(),
        "digits": queries.digits(learner),
    }
    return render(request, "centres/name_pin.html", context)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Hand over: nothing of the person before stays, neither in the session nor in the browser."""
    on_shared = machine_of(request) is not None
    shared.sign_out(request)
    if on_shared and request.POST.get("reason") == "idle":
        messages.info(request, _("Signed out to keep your account safe."))
    response = redirect("centres:names" if on_shared else "home:home")
    shared.wipe(response)
    return response
