"""The pass a platform sends along with a person (an OpenID Connect id_token): checked, and reduced to
what is needed. Names and e-mail addresses in it are not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from lms.interop.lti import keys
from lms.interop.lti.errors import LtiError
from lms.interop.lti.models import Platform
from lms.interop.lti.outside import SCORE_SCOPE, key_of

_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
_AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
_LEEWAY = 60  # seconds clocks may differ
_LONGEST = {"sub": 255, "link": 255, "url": 1000}


@dataclass(frozen=True, slots=True)
class Pass:
    """`subject` "": the platform tells nothing about the person. `score_url` "": wants no score."""

    subject: str
    link: str
    target: str
    score_url: str
    return_url: str


def read_pass(platform: Platform, token: str, nonce: str) -> Pass:
    """LtiError where anything about it is not as it has to be."""
    claims = _verified(platform, token)
    if claims["nonce"] != nonce:
        raise LtiError("used")
    _check_audience(platform, claims)
    if not platform.knows_deployment(_text(claims, f"{_CLAIM}deployment_id")):
        raise LtiError("unknown_deployment")
    kind = claims.get(f"{_CLAIM}message_type"), claims.get(f"{_CLAIM}version")
    if kind != ("LtiResourceLinkRequest", "1.3.0"):
        raise LtiError("not_a_link")
    return _reduced(claims)


def _verified(platform: Platform, token: str) -> dict[str, Any]:
    try:
        kid = jwt.get_unverified_header(token).get("kid", "")
        key = key_of(platform, str(kid))
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=[keys.ALGORITHM],
            audience=platform.client_id,
            issuer=platform.issuer,
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "nonce"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise LtiError("expired") from error
    except (jwt.InvalidAudienceError, jwt.InvalidIssuerError) as error:
        raise LtiError("not_for_us") from error
    except jwt.MissingRequiredClaimError as error:
        raise LtiError("incomplete") from error
    except (jwt.InvalidTokenError, ValueError) as error:
        raise LtiError("forged") from error
    return claims


def _check_audience(platform: Platform, claims: Mapping[str, Any]) -> None:
    """With several audiences `azp` says for whom it is (OpenID Connect Core 3.1.3.7)."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != platform.client_id:
        raise LtiError("not_for_us")


def _reduced(claims: Mapping[str, Any]) -> Pass:
    link = _text(_part(claims, f"{_CLAIM}resource_link"), "id")
    target = _text(claims, f"{_CLAIM}target_link_uri")
    subject = _text(claims, "sub")
    if not link or not target or len(link) > _LONGEST["link"] or len(subject) > _LONGEST["sub"]:
        raise LtiError("incomplete")
    return Pass(
        subject=subject,
        link=link,
        target=target,
        score_url=_score_url(_part(claims, _AGS)) if subject else "",
        return_url=_address(_text(_part(claims, f"{_CLAIM}launch_presentation"), "return_url")),
    )


def _score_url(endpoint: Mapping[str, Any]) -> str:
    scopes = endpoint.get("scope")
    wanted = isinstance(scopes, list) and SCORE_SCOPE in scopes
    return _address(_text(endpoint, "lineitem")) if wanted else ""


def _address(url: str) -> str:
    is_one = url.startswith(("https://", "http://")) and len(url) <= _LONGEST["url"]
    return url if is_one else ""


def _part(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = claims.get(name)
    return found if isinstance(found, dict) else {}


def _text(claims: Mapping[str, Any], name: str) -> str:
    found = claims.get(name)
    return found if isinstance(found, str) else ""
