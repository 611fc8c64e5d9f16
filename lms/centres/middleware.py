"""Signs people out of a class's shared computer when they left it, and ends it with the class."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.centres import shared
from lms.centres.models import SharedDevice
from lms.core import periods


class SharedDeviceMiddleware:
    """Sets `request.shared_device` to a `shared.Machine` or None. Requests without the cookie cost
    nothing; with it, one query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.shared_device = None  # type: ignore[attr-defined]
        token = request.COOKIES.get(shared.COOKIE)
        if not token:
            return self.get_response(request)
        device = shared.find_device(token)
        if device is None:
            response = self.get_response(request)
            shared.forget(response)
            return response
        return self._on_device(request, device)

    def _on_device(self, request: HttpRequest, device: SharedDevice) -> HttpResponse:
        at = periods.now()
        if not shared.is_live(device, at):
            return _class_is_over(request, device)
        request.shared_device = shared.Machine(device)  # type: ignore[attr-defined]
        reason = _reason_to_leave(request, device, at)
        if reason:
            return _sign_out(request, reason)
        if request.user.is_authenticated:
            shared.note_seen(request, at)
        return self.get_response(request)


def _reason_to_leave(request: HttpRequest, device: SharedDevice, at: datetime) -> str:
    """ "" for whoever may stay."""
    if not request.user.is_authenticated:
        return ""
    if shared.sits_elsewhere(request, device, request.user):
        return _("Signed out here, because you signed in at another computer.")
    if shared.is_abandoned(request, at):
        return _("Signed out to keep your account safe. Sign in again to go on where you were.")
    return ""


def _sign_out(request: HttpRequest, reason: str) -> HttpResponse:
    shared.sign_out(request)
    messages.info(request, reason)
    response = HttpResponseRedirect(reverse("centres:names"))
    shared.wipe(response)
    return response


def _asks_for_a_page(request: HttpRequest) -> bool:
    """What the service worker hands on has no destination, and still says that it wants a page."""
    destination = request.headers.get("Sec-Fetch-Dest", "document")
    wants = request.headers.get("Accept", "")
    return destination == "document" or (destination == "empty" and "text/html" in wants)


def _class_is_over(request: HttpRequest, device: SharedDevice) -> HttpResponse:
    """Only a page can tell people so; a picture or script that comes first must not use it up."""
    if not _asks_for_a_page(request):
        return HttpResponse(status=403)
    shared.sign_out(request)
    over = device.session.closed_at is not None or device.ended_at is None
    response = render(request, "centres/device_ended.html", {"device": device, "over": over})
    shared.forget(response)
    shared.wipe(response)
    return response
