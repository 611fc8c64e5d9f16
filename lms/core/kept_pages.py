"""Whole pages kept for visitors who are nobody yet: no query, no template on the busiest pages.

A page is kept only where nothing in it can belong to one person: a GET without a query, no cookie
but the display choice and the CSRF cookie (so no session, no class computer, no message waiting),
an answer that sets no cookie and holds no CSRF token. It is kept plain and compressed, under a
version that the page's owner names; a new version makes the old page unreachable.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language

from lms.core.display import COOKIE, parse

SECONDS = 300
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class KeptPage:
    content: bytes
    compressed: bytes
    content_type: str
    etag: str


def kept_for_visitors(version: Callable[[], str]) -> Callable[[View], View]:
    """For views whose page is the same for every visitor until `version()` changes."""

    def keep(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _is_for_everybody(request):
                return view(request, *args, **kwargs)
            key = _key(request, version())
            page: KeptPage | None = cache.get(key)
            if page is None:
                response = view(request, *args, **kwargs)
                if not _may_be_kept(request, response):
                    return response
                page = _kept(response)
                cache.set(key, page, SECONDS)
            return _sent(request, page)

        return answer

    return keep


def _is_for_everybody(request: HttpRequest) -> bool:
    if request.method not in {"GET", "HEAD"} or request.META.get("QUERY_STRING"):
        return False
    return request.COOKIES.keys() <= {COOKIE, settings.CSRF_COOKIE_NAME}


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    holds_token = bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
    return response.status_code == 200 and not response.cookies and not holds_token


def _key(request: HttpRequest, version: str) -> str:
    display = parse(request.COOKIES.get(COOKIE, "")).as_cookie()
    address = f"{version}:{get_language()}:{display}:{request.path}"
    return f"page:{hashlib.sha256(address.encode()).hexdigest()}"


def _kept(response: HttpResponse) -> KeptPage:
    content = response.content
    return KeptPage(
        content=content,
        compressed=gzip.compress(content, compresslevel=6, mtime=0),
        content_type=response["Content-Type"],
        etag=f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',
    )


def _sent(request: HttpRequest, page: KeptPage) -> HttpResponse:
    response: HttpResponse
    if page.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(page.compressed, content_type=page.content_type)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.content, content_type=page.content_type)
    response["ETag"] = page.etag
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie, Accept-Encoding"
    return response
