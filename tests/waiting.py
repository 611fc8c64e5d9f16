"""Waiting for what another process does: until it is so, never for a fixed time."""

import time
from collections.abc import Callable
from threading import Event


def eventually(condition: Callable[[], bool], *, within: float = 30.0) -> bool:
    """True as soon as `condition()` is; False where it never became so."""
    pause, deadline = Event(), time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.05)
    return True
