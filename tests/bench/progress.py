"""Progress of wards over 3,321 wards: SQLite, PostgreSQL, and PostgreSQL with five times the people,
side by side, with how each figure grows. Wall milliseconds at the 95th percentile for pages.

BENCH_LEARNERS sets how many people the largest has (1,000,000: 5 million enrolments, 10 million
attempts; SQLite then holds 1 million enrolments). Each step runs in a process of its own, whose
peak memory is its own: `python -m tests.bench.progress_steps load 4000`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from tests.bench.many import empty_database
from tests.bench.measure import heading, verdict

LEARNERS = int(os.environ.get("BENCH_LEARNERS", "20000"))
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/bench_progress")
STEPS = ("load", "rebuild", "check", "pages", "recount", "xlsx")
Figures = dict[str, float]

BARS = {
    "ward table ÷ reading its rows": 2.0,
    "national table ÷ reading its rows": 2.0,
    "overview, p95 ms": 500.0,
    "ward table, p95 ms": 500.0,
    "drill-down, p95 ms": 800.0,
    "xlsx of 100,000 rows, s": 60.0,
    "xlsx, peak MB": 200.0,
}


def run() -> None:
    small = measured("", LEARNERS // 5)
    less = measured(POSTGRES, LEARNERS // 5)
    more = measured(POSTGRES, LEARNERS)
    heading(
        f"Progress, {LEARNERS // 5:,} and {LEARNERS:,} people, {os.cpu_count()} cores",
        f"{'what':<40}{'SQLite':>11}{'PostgreSQL':>12}{'5 times':>11}{'growth':>8}   bar",
    )
    for name in dict.fromkeys([*more, *less, *small]):
        print(_line(name, small, less, more))


def _line(name: str, small: Figures, less: Figures, more: Figures) -> str:
    told = "".join(
        f"{figures[name]:>{width}.1f}" if name in figures else f"{'–':>{width}}"
        for figures, width in ((small, 11), (less, 12), (more, 11))
    )
    both = less.get(name) and more.get(name)
    growth = f"{more[name] / less[name]:>8.1f}" if both else f"{'':>8}"
    bar = BARS.get(name)
    seen = [figures[name] for figures in (small, less, more) if name in figures]
    judged = f"   ≤ {bar:g}: {verdict(max(seen) <= bar)}" if bar else ""
    return f"{name:<40}{told}{growth}{judged}"


def measured(address: str, people: int) -> Figures:
    """Every step on an empty database; a step that fails is named and left out."""
    found: Figures = {}
    with tempfile.TemporaryDirectory(prefix="bdhvs-progress-") as folder:
        if address:
            empty_database(address)
        for step in STEPS:
            found |= _step(step, people, {"DATABASE_URL": address, "DATA_DIR": folder})
    return found


def _step(step: str, people: int, environment: Mapping[str, str]) -> Figures:
    command = [sys.executable, "-m", "tests.bench.progress_steps", step, str(people)]
    done = subprocess.run(
        command, check=False, text=True, capture_output=True, env={**os.environ, **environment}
    )
    if done.returncode:
        print(f"{step}: not measured ({done.stderr.splitlines()[-1:]})")
        return {}
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures
