"""Medians of CPU time, counts of queries, and the printed table."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def cpu_ms(call: Callable[[], Any], *, times: int = 60, warm: int = 5) -> float:
    """Median CPU milliseconds of `call` in this process."""
    for _ in range(warm):
        call()
    spent = []
    for _ in range(times):
        began = time.process_time_ns()
        call()
        spent.append((time.process_time_ns() - began) / 1e6)
    return median(spent)


def queries(call: Callable[[], Any]) -> int:
    """How many SQL statements `call` sends, warm."""
    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def heading(title: str, columns: str) -> None:
    print(f"\n{title}\n{columns}")


def verdict(met: bool) -> str:
    return "met" if met else "NOT met"
