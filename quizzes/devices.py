"""Which browser an attempt is answered in: a random cookie, nothing about the person or machine."""

from __future__ import annotations

import re
import secrets

from django.http import HttpRequest, HttpResponse

from quizzes.models import Attempt

COOKIE = "bd_bai"
_AGE = 30 * 24 * 60 * 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_NEW = "_new_device"


def device_of(request: HttpRequest) -> str:
    """The browser's token; a new one for a browser that has none, sent with `remember`."""
    kept = request.COOKIES.get(COOKIE, "")
    if _TOKEN.fullmatch(kept):
        return kept
    if not hasattr(request, _NEW):
        setattr(request, _NEW, secrets.token_urlsafe(16))
    return str(getattr(request, _NEW))


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if hasattr(request, _NEW):
        response.set_cookie(
            COOKIE,
            device_of(request),
            max_age=_AGE,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def is_elsewhere(request: HttpRequest, attempt: Attempt) -> bool:
    """Whether another browser has the open attempt; one nobody has is anybody's."""
    return attempt.is_open and attempt.device not in ("", device_of(request))
