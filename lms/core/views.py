"""Doors that belong to no app: how pages look, the component library, errors, work offline."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lms.core import library
from lms.core.display import Display, display_of, remember
from lms.core.forms import DisplayForm

SERVICE_WORKER = Path(__file__).resolve().parents[1] / "static" / "js" / "sw.js"


@require_http_methods(["GET", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Text size, colours, data saver: kept in a cookie and, signed in, in the profile (ux P9)."""
    back = _page_before(request)
    data = request.POST if request.method == "POST" else None
    form = DisplayForm(data, initial=_as_initial(display_of(request)))
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(back)
        remember(response, form.choice())
        if request.user.is_authenticated:
            _keep_in_profile(request.user, form.choice())
        return response
    return render(request, "core/display.html", {"form": form, "back": back})


def _as_initial(choice: Display) -> dict[str, object]:
    return {"size": choice.size, "theme": choice.theme, "data_saver": choice.data_saver}


def _keep_in_profile(user: Any, choice: Display) -> None:
    user.display_size = choice.size
    user.display_theme = choice.theme
    user.data_saver = choice.data_saver
    user.save(update_fields=["display_size", "display_theme", "data_saver"])


def _page_before(request: HttpRequest) -> str:
    """Where to return to: only a page of this site, never one that a stranger's link names."""
    target = request.POST.get("tiep") or request.GET.get("tiep") or _referring_path(request)
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe and target.startswith("/") and target != request.path else "/"


def _referring_path(request: HttpRequest) -> str:
    """The page whose footer brought the reader here (our pages send their address to us only)."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    query = f"?{came_from.query}" if came_from.query else ""
    return came_from.path + query if came_from.netloc == request.get_host() else ""


@require_GET
def show_library(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for the people who build pages; staff only."""
    if not request.user.is_staff:
        return permission_denied(request, Exception())
    return render(request, "core/library.html", library.samples(request))


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows without a connection."""
    return render(request, "core/offline.html")


@require_GET
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker only looks after addresses below its own."""
    return HttpResponse(SERVICE_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A `PermissionDenied("sentence")` explains itself: the sentence is shown."""
    return TemplateResponse(request, "403.html", {"reason": str(exception)}, status=403).render()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return TemplateResponse(request, "404.html", status=404).render()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open too long, or cookies are off; nothing was saved."""
    sentence = _("The page was open for too long, so it was not sent. Open it again and resend.")
    context = {"reason": sentence, "again": request.path, "stale": True}
    return TemplateResponse(request, "403.html", context, status=403).render()
