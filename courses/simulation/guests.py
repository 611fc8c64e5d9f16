"""A guest's runs hang on a random key in their session."""

from __future__ import annotations

import secrets

from django.http import HttpRequest

_KEY = "simulation_guest"


def guest_key(request: HttpRequest) -> str:
    """ "" for somebody who has not begun anything."""
    return str(request.session.get(_KEY, ""))


def make_guest_key(request: HttpRequest) -> str:
    return str(request.session.setdefault(_KEY, secrets.token_hex(16)))


def take_guest_key(request: HttpRequest) -> str:
    """Out of the session, for the person who has just signed in. On a computer that a class shares
    it is dropped: nobody knows whose it was."""
    key = str(request.session.pop(_KEY, ""))
    return "" if getattr(request, "shared_device", None) else key
