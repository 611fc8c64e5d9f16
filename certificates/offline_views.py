"""What the verification page puts by, so that it works without a connection."""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates import offline
from certificates.badges import keys
from certificates.badges.status_list import MARKED
from certificates.models import Certificate
from lms.core import periods


@require_safe
@cache_control(no_cache=True)
def page(request: HttpRequest) -> HttpResponse:
    """The page the service worker shows in place of a result."""
    response = render(request, "certificates/verify_offline.html")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
@cache_control(public=True, max_age=300)
def known(request: HttpRequest) -> HttpResponse:
    """The keys, and which certificates hold no more: eight bytes of the SHA-256 of each one's token, so
    that nobody learns an address from it."""
    rows = Certificate.objects.filter(status__in=MARKED).values_list("token", "status")
    response = JsonResponse(
        {
            "made_at": periods.now().isoformat(timespec="seconds"),
            "keys": [
                {"hint": offline.key_hint(key.kid).hex(), "jwk": key.jwk}
                for key in keys.published()
            ],
            "marked": {mark(token): status for token, status in rows},
        }
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:16]
