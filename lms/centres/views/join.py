"""L12: the learner says to be here, by the PIN on the board or its QR."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.accounts.access import person
from lms.centres import queries, services
from lms.centres.forms.learners import JoinForm
from lms.centres.models import AttendanceHow, ClassSession
from lms.centres.pins import session_of_pin
from lms.centres.services.attendance import PIN_ENDED
from lms.centres.shared import machine_of
from lms.core import periods
from lms.core.errors import DomainError

_KEPT_PIN = "class_pin"  # typed before signing in
_OTHER = "khac"  # ?khac=1: somebody who has checked in wants another class


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    if machine_of(request) and not request.user.is_authenticated:
        return redirect("centres:names")
    kept = {"pin": request.session.get(_KEPT_PIN, "")}
    form = JoinForm(request.POST if request.method == "POST" else None, initial=kept)
    session = _session_of_pin(request, form) if form.is_valid() else None
    if session is not None:
        if request.user.is_authenticated:
            return _check_in(request, session, AttendanceHow.PIN)
        request.session[_KEPT_PIN] = form.cleaned_data["pin"]
        return redirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': request.path})}")
    state = None
    if not form.is_bound and _OTHER not in request.GET:
        state = queries.check_in_of(request.user, periods.now())
    return render(request, "centres/join.html", {"form": form, "state": state})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_by_qr(request: HttpRequest, token: str) -> HttpResponse:
    """The page names the class; one press checks in, after signing in."""
    if machine_of(request) and not request.user.is_authenticated:
        return redirect("centres:names")
    session = queries.find_by_token(token)
    if session is None or not session.is_usable(periods.now()):
        context = {"form": JoinForm(), "errors": [{"text": PIN_ENDED}], "has_errors": True}
        return render(request, "centres/join.html", context, status=404)
    if request.method == "POST" and request.user.is_authenticated:
        return _check_in(request, session, AttendanceHow.QR)
    context = {"session": session, "sign_in": urlencode({"next": request.path})}
    return render(request, "centres/join_qr.html", context)


def _session_of_pin(request: HttpRequest, form: JoinForm) -> ClassSession | None:
    """None, with the sentence on the form, for a wrong PIN or too many of them."""
    try:
        return session_of_pin(request, form.cleaned_data["pin"])
    except DomainError as refusal:
        form.add_error("pin", str(refusal.message))
        return None


def _check_in(request: HttpRequest, session: ClassSession, how: str) -> HttpResponse:
    request.session.pop(_KEPT_PIN, None)
    try:
        services.check_in(session=session, user=person(request), how=how, at=periods.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(f"{reverse('centres:join')}?{_OTHER}=1")
    return redirect("centres:join")
