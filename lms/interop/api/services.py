from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from secrets import token_urlsafe

from django.db import transaction

from lms.accounts.models import User
from lms.core import audit
from lms.core.periods import local_date
from lms.interop.api.models import ApiToken, digest

_START = "bdhvs_"  # so that scanners of leaked secrets know it
_HINT = 12


@transaction.atomic
def make_token(
    *,
    name: str,
    acts_for: User,
    scopes: Collection[str],
    expires_on: dt.date,
    by: User,
    at: dt.datetime,
) -> tuple[ApiToken, str]:
    """The token and its value, which nobody can find again afterwards."""
    value = _START + token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        digest=digest(value),
        hint=value[:_HINT],
        acts_for=acts_for,
        scopes=sorted(scopes),
        created_by=by,
        created_at=at,
        expires_on=expires_on,
    )
    audit.record("api.token_made", token, by=by, scopes=token.scopes, acts_for=acts_for.pk)
    return token, value


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: dt.datetime) -> None:
    """At once and for good. Idempotent."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        audit.record("api.token_revoked", token, by=by)


def token_of(value: str, *, at: dt.datetime) -> ApiToken | None:
    """The token of this value if it may be used. One query, two on the first use of a day."""
    day = local_date(at)
    tokens = ApiToken.objects.usable(day).select_related("acts_for")
    token = tokens.filter(digest=digest(value)).first()
    if token is not None and token.last_used_on != day:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=day)
    return token
