"""Badges, status lists, issuers and keys, for wallets and verifiers. Public, and never by a typed code:
only who has the QR's address finds a badge."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from certificates import queries
from certificates.badges import issuing, keys
from certificates.models import Certificate, Register
from lms.core import periods

CREDENTIAL, TOKEN, LINKED = "application/vc", "application/vc+jwt", "application/ld+json"
MINUTES = 300  # seconds a status list and keys may be kept


@never_cache
@require_safe
def badge(request: HttpRequest, token: str) -> HttpResponse:
    """The badge with a proof in it."""
    return answer(issuing.signed_badge(found(token), at=periods.now()), CREDENTIAL)


@never_cache
@require_safe
def badge_token(request: HttpRequest, token: str) -> HttpResponse:
    """The badge as VC-JWT."""
    content = issuing.badge_token(found(token))
    return open_to_all(HttpResponse(content, content_type=TOKEN))


@require_safe
@cache_control(public=True, max_age=MINUTES)
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    content = issuing.signed_status_list(number, at=periods.now())
    if content is None:
        raise Http404
    return answer(content, CREDENTIAL)


@require_safe
@vary_on_headers("Accept")
def issuer(request: HttpRequest, code: str) -> HttpResponse:
    """The issuer's profile: a page for people, JSON-LD for programs that ask for it."""
    register = Register.objects.filter(issuer__code=code).select_related("issuer").first()
    if register is None:
        raise Http404
    profile = issuing.profile(register.issuer)
    if request.get_preferred_type(["text/html", "application/json", LINKED]) != "text/html":
        return answer(profile, LINKED)
    context = {"agency": register.issuer, "profile": profile, "keys": keys.published()}
    return render(request, "certificates/issuer.html", context)


@require_safe
@cache_control(public=True, max_age=MINUTES)
def key_set(request: HttpRequest) -> HttpResponse:
    """All keys (RFC 7517)."""
    content = {"keys": [key.jwk for key in keys.published()]}
    return answer(content, "application/jwk-set+json")


@require_safe
@cache_control(public=True, max_age=MINUTES)
def key(request: HttpRequest, kid: str) -> HttpResponse:
    """One key: what `kid` in the header of a badge points to."""
    for one in keys.published():
        if one.kid == kid:
            return answer(one.jwk, "application/jwk+json")
    raise Http404


def found(token: str) -> Certificate:
    certificate = queries.by_token(token)
    if certificate is None:
        raise Http404
    return get_object_or_404(
        Certificate.objects.select_related("register__issuer"), pk=certificate.pk
    )


def answer(content: dict[str, Any], kind: str) -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 1}
    return open_to_all(JsonResponse(content, content_type=kind, json_dumps_params=options))


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Verifiers run in other sites' pages: there is nothing here that a cookie would add."""
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
