"""The class PIN that somebody types, and those who guess."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.centres import queries
from lms.centres.models import ClassSession
from lms.centres.services.attendance import PIN_ENDED
from lms.core import periods
from lms.core.address import client_address
from lms.core.errors import DomainError

WRONG_PINS, FOR_SECONDS = 20, 600
WRONG_PINS_OF_A_PLACE = 200  # a whole class behind one address


def session_of_pin(request: HttpRequest, pin: str) -> ClassSession:
    """The running class of this PIN; DomainError with the sentence for a wrong one ("pin_ended") or
    too many of them ("pin_guessed"), for all pages that take it together."""
    if _wrong_pins(request) >= _most_wrong_pins(request):
        raise DomainError(
            _("Many wrong PINs. Wait 10 minutes, or ask the facilitator."), code="pin_guessed"
        )
    session = queries.find_by_pin(pin, periods.now(), user=request.user)
    if session is None:
        _count_wrong_pin(request)
        raise DomainError(PIN_ENDED, code="pin_ended")
    return session


def _guesser(request: HttpRequest) -> str:
    who = f"u{request.user.pk}" if request.user.is_authenticated else client_address(request)
    return f"class-pin:{who}"


def _most_wrong_pins(request: HttpRequest) -> int:
    return WRONG_PINS if request.user.is_authenticated else WRONG_PINS_OF_A_PLACE


def _wrong_pins(request: HttpRequest) -> int:
    wrong: int = cache.get(_guesser(request), 0)
    return wrong


def _count_wrong_pin(request: HttpRequest) -> None:
    key = _guesser(request)
    cache.add(key, 0, FOR_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # expired between the two calls
        cache.set(key, 1, FOR_SECONDS)
