"""What a browser says about an answer it sends: how old it is and its number on this device."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from quizzes import devices
from quizzes.models import Attempt
from quizzes.services import Edit

_LAST = 2**53  # the largest whole number a script counts to
_OLDEST = 30 * 24 * 60 * 60 * 1000  # milliseconds


def edit_of(request: HttpRequest, attempt: Attempt, now: datetime) -> Edit:
    """`seq` and `age` (milliseconds since the answer was given) of the form; what is missing or no
    such number is 0: given just now. Never before the attempt began: ages are told by a browser."""
    age = timedelta(milliseconds=_number(request, "age", _OLDEST))
    given = max(now - age, attempt.started_at)
    return Edit(at=given, device=devices.device_of(request), seq=_number(request, "seq", _LAST))


def _number(request: HttpRequest, name: str, most: int) -> int:
    text = request.POST.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 20 else 0
