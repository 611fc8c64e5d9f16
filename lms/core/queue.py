"""The one way to hand work to the queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction

_left_to_sweeps: ContextVar[bool] = ContextVar("left_to_sweeps", default=False)


def after_commit(task: Any, *args: object) -> None:
    """Run or enqueue the Celery `task` once the transaction is committed; not if it is rolled back.

    A broker that is down costs a log line, not the request: whatever is enqueued has a row that a
    sweep finds again.
    """
    if not _left_to_sweeps.get():
        transaction.on_commit(partial(task.delay, *args), robust=True)


@contextmanager
def left_to_sweeps() -> Iterator[None]:
    """For loading very many facts: nothing is handed over one by one; the sweeps find it."""
    token = _left_to_sweeps.set(True)
    try:
        yield
    finally:
        _left_to_sweeps.reset(token)
