"""Moving an attempt to another device."""

from __future__ import annotations

from datetime import datetime

from quizzes.models import Attempt


def take_over(*, attempt: Attempt, device: str, at: datetime) -> None:
    """From now on the attempt is answered in the browser with this token; the one before goes
    read-only, and what was given there until now still arrives. Idempotent."""
    others = Attempt.objects.filter(pk=attempt.pk).open().exclude(device=device)
    if others.update(device=device, device_since=at):
        attempt.device, attempt.device_since = device, at


def claim(*, attempt: Attempt, device: str, at: datetime) -> None:
    """The first browser to answer an attempt that no browser has yet gets it. Idempotent."""
    if attempt.device == "":
        free = Attempt.objects.filter(pk=attempt.pk, device="").open()
        if free.update(device=device, device_since=at):
            attempt.device, attempt.device_since = device, at
