"""Where certificates are looked up."""

import re

from certificates.models import Certificate
from certificates.numbering import read_code
from lms.accounts.models import User

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def of_person(user: User) -> list[Certificate]:
    """A person's own certificates, newest first."""
    return list(
        Certificate.objects.filter(user=user).select_related("course").order_by("-issued_at")
    )


def by_token(token: str) -> Certificate | None:
    """The certificate whose QR holds this address; the token is 128 unguessable bits."""
    if not TOKEN.fullmatch(token):
        return None  # a database refuses some characters, among them NUL
    return Certificate.objects.filter(token=token).first()


def by_typed_code(typed: str) -> Certificate | None:
    """The certificate meant by what somebody typed from the paper, or None."""
    code = read_code(typed)
    return Certificate.objects.filter(code=code).first() if code else None
