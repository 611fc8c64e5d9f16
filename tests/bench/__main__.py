"""`make bench`: each figure beside its baseline of the same run, and the bar it is held to.

Times are CPU milliseconds of this process (server, database driver and SQLite together), medians;
requests a second are one core's. The first run builds a site of its own under the data folder;
BENCH_PEOPLE sets how many invented people it has."""

import os
import sys
import tempfile
from pathlib import Path

FOLDER = Path(os.environ.get("BENCH_DATA", "") or Path(tempfile.gettempdir()) / "bdhvs-bench")
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402

django.setup()

from tests.bench import (  # noqa: E402
    attempt,
    certificates,
    many,
    pages,
    practice,
    progress,
    start,
    statistics,
)

PARTS = {
    "pages": pages,
    "attempt": attempt,
    "many": many,
    "practice": practice,
    "statistics": statistics,
    "progress": progress,
    "certificates": certificates,
    "start": start,
}


def main(chosen: list[str]) -> None:
    """All parts, or those named: `make bench ARGS=certificates`."""
    unknown = set(chosen) - set(PARTS)
    if unknown:
        sys.exit(f"No such part: {', '.join(sorted(unknown))}. Parts: {', '.join(PARTS)}.")
    start.prepare(FOLDER)
    for name in chosen or PARTS:
        PARTS[name].run()


main(sys.argv[1:])
