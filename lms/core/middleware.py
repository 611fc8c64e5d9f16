"""Headers that keep pages private and free of foreign code (ux G-14, docs/architecture.md), and a
guard against a character that no database of ours can hold."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.cache import patch_cache_control

logger = logging.getLogger(__name__)
NUL = "\0"

EDITOR_PREFIX = "/bien-tap/"

STRICT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
# Wagtail's admin writes inline scripts and styles; a nonce would switch 'unsafe-inline' off.
EDITOR_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'; "
    "form-action 'self'"
)
PERMISSIONS_POLICY = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), "
    "display-capture=()"
)


class SecurityHeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        editor = request.path.startswith(EDITOR_PREFIX)
        if editor:  # a preview has been through here already, under the address of its page
            response.headers["Content-Security-Policy"] = EDITOR_POLICY
        response.headers.setdefault("Content-Security-Policy", STRICT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if _is_signed_in(request) and not (editor and response.has_header("Cache-Control")):
            _forbid_keeping(response)
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    """Without touching the database when there is no session cookie."""
    session = getattr(request, "session", None)
    return session is not None and SESSION_KEY in session


def _forbid_keeping(response: HttpResponse) -> None:
    """The next person at this machine must not find the page with the Back button."""
    response.headers.pop("Cache-Control", None)
    patch_cache_control(response, private=True, no_store=True)


class NulMiddleware:
    """Nobody types U+0000, and PostgreSQL stores none: an address or a form with one is refused
    here, with a sentence, before any view asks the database for it. A cookie with one is dropped.
    Stands before whatever reads cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if NUL in value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        if not _has_nul(request):
            return None
        logger.warning("NUL in a request", extra={"event": "request.nul"})
        return render(request, "400.html", status=400)


def _has_nul(request: HttpRequest) -> bool:
    if NUL in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    if request.method != "POST":
        return False
    try:
        return any(NUL in text for text in _texts(request.POST.lists()))
    except UnreadablePostError:  # the sender is gone
        return False


def _texts(lists: Iterable[tuple[str, list[Any]]]) -> Iterable[str]:
    for name, values in lists:
        yield name
        yield from values
