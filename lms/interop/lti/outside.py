"""Requests to platforms: their public keys, the right to send a score, the score. Each has an end."""

from __future__ import annotations

import logging
import time
from secrets import token_urlsafe
from typing import Any

import jwt
import requests
from django.core.cache import cache

from lms.interop.lti import keys
from lms.interop.lti.errors import LtiError
from lms.interop.lti.models import Platform

log = logging.getLogger(__name__)

TIMEOUT = (3, 7)  # seconds to connect, to answer
KEYS_KEPT = 60 * 60
SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
_MAY_COME_BACK = {401, 408, 425, 429}
_LATER_ONE_IS_THERE = 409  # AGS 2.0: a score with a later time arrived before


class Unreachable(Exception):
    """The platform did not answer, or says that it cannot just now: worth another try."""


class Refused(Exception):
    """The platform answered that it does not want this."""


def key_of(platform: Platform, kid: str) -> jwt.PyJWK:
    """The platform's key called `kid`; its list is asked for anew when it is not in the one kept."""
    kept = f"lti-keys:{platform.pk}:{platform.jwks_url}"
    key = _named(cache.get(kept), kid)
    if key is None and cache.add(f"{kept}:{kid[:80]}", True, 10):  # not at every forged pass
        content = _key_set(platform)
        cache.set(kept, content, KEYS_KEPT)
        key = _named(content, kid)
    if key is None:
        raise LtiError("forged")
    return key


def _key_set(platform: Platform) -> dict[str, Any]:
    try:
        response = requests.get(platform.jwks_url, timeout=TIMEOUT)
        response.raise_for_status()
        content = response.json()
        jwt.PyJWKSet.from_dict(content)
    except (requests.RequestException, jwt.PyJWKSetError, jwt.PyJWKError, AttributeError) as error:
        _note("lti.keys-unreadable", platform, error)
        raise LtiError("no_keys") from error
    return dict(content)


def _named(content: dict[str, Any] | None, kid: str) -> jwt.PyJWK | None:
    if content is None:
        return None
    found = jwt.PyJWKSet.from_dict(content).keys
    return next((key for key in found if key.key_id == kid and key.key_type == "RSA"), None)


def send_score(platform: Platform, line_item: str, score: dict[str, Any]) -> None:
    """Raises Unreachable or Refused; to send the same score again is harmless (AGS 2.0)."""
    place, query = (*line_item.split("?", 1), "")[:2]
    url = f"{place.rstrip('/')}/scores{'?' + query if query else ''}"
    headers = {
        "Authorization": f"Bearer {_token(platform)}",
        "Content-Type": "application/vnd.ims.lis.v1.score+json",
    }
    response = _post(platform, url, json=score, headers=headers)
    if response.status_code == 401:
        cache.delete(_token_key(platform))
    _judge(platform, response)


def _token(platform: Platform) -> str:
    """An access token (RFC 7523), kept until shortly before it runs out."""
    kept = cache.get(_token_key(platform))
    if kept:
        return str(kept)
    response = _post(
        platform,
        platform.token_url,
        data={
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": _assertion(platform),
            "scope": SCORE_SCOPE,
        },
    )
    _judge(platform, response)
    try:
        given = response.json()
        token, seconds = str(given["access_token"]), int(given.get("expires_in", 0))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable from error
    if seconds > 60:
        cache.set(_token_key(platform), token, seconds - 60)
    return token


def _assertion(platform: Platform) -> str:
    key, now = keys.current(), int(time.time())
    claims = {
        "iss": platform.client_id,
        "sub": platform.client_id,
        "aud": platform.token_url,
        "iat": now,
        "exp": now + 300,
        "jti": token_urlsafe(16),
    }
    return jwt.encode(claims, key.private, algorithm=keys.ALGORITHM, headers={"kid": key.kid})


def _post(platform: Platform, url: str, **content: Any) -> requests.Response:
    try:
        return requests.post(url, timeout=TIMEOUT, allow_redirects=False, **content)
    except requests.RequestException as error:
        _note("lti.unreachable", platform, error)
        raise Unreachable from error


def _judge(platform: Platform, response: requests.Response) -> None:
    status = response.status_code
    if 200 <= status < 300 or status == _LATER_ONE_IS_THERE:
        return
    log.warning(
        "lti.refused", extra={"event": "lti.refused", "platform": platform.pk, "status": status}
    )
    raise Unreachable if status >= 500 or status in _MAY_COME_BACK else Refused


def _note(event: str, platform: Platform, error: Exception) -> None:
    """The kind of error only: its text may hold addresses with identifiers."""
    log.warning(
        "%s %s", event, type(error).__name__, extra={"event": event, "platform": platform.pk}
    )


def _token_key(platform: Platform) -> str:
    return f"lti-token:{platform.pk}:{platform.client_id}:{platform.token_url}"
