"""Calling something from many threads at once, each with its own database connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def apart(call: Callable[[], T]) -> T:
    """The result of `call` in a thread of its own: Playwright keeps an event loop in this one, and a
    library that starts its own with asyncio.run cannot. The database is not for it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result(timeout=120)


def all_at_once(count: int, call: Callable[[], T]) -> list[T]:
    """The results of `count` threads that start `call` at the same moment."""
    gate = Barrier(count)

    def run() -> T:
        try:
            gate.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        futures = [pool.submit(run) for _ in range(count)]
        return [future.result(timeout=120) for future in futures]
