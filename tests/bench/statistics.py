"""Statistics over a million answers: seconds, and memory however many they are."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from random import Random

from quizzes.statistics import SCALE
from quizzes.statistics.gathering import Marked, Sitting, gather
from quizzes.statistics.report import report_of
from tests.bench.measure import heading

ANSWERS, QUESTIONS = 1_000_000, 20


def run() -> None:
    heading("Statistics", f"{'answers':<20}{'seconds':>9}{'MB at most':>12}")
    for answers in (ANSWERS // 10, ANSWERS):
        print(f"{answers:<20}{seconds(answers):>9.1f}{megabytes(answers // 10):>12.1f}")


def seconds(answers: int) -> float:
    started = time.process_time()
    report_of(gather(sittings(answers)), needed=14)
    return time.process_time() - started


def megabytes(answers: int) -> float:
    """At most held at once; measured on a tenth, because measuring is slow."""
    tracemalloc.start()
    report_of(gather(sittings(answers)), needed=14)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def sittings(answers: int) -> Iterator[Sitting]:
    """Made as they are read."""
    rng = Random(1)
    for person in range(answers // QUESTIONS):
        level = rng.random()
        marked = [
            Marked(item, SCALE if rng.random() < level else 0, (str(item % 4),), rng.randrange(90))
            for item in range(QUESTIONS)
        ]
        yield Sitting(marked, {"age": bool(person % 2)})
