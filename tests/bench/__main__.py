"""`make bench`: each figure beside its baseline of the same run, and the bar it is held to.

Times are CPU milliseconds of this process (server, database driver and SQLite together), medians;
requests a second are one core's. The first run builds a site of its own under the data folder;
BENCH_PEOPLE sets how many invented people it has."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(os.environ.get("BENCH_DATA", "") or Path(tempfile.gettempdir()) / "bdhvs-bench")
os.environ["DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ.setdefault("LOG_LEVEL", "ERROR")

import django  # noqa: E402

django.setup()

from tests.bench import attempt, certificates, many, pages, start, statistics  # noqa: E402


def main() -> None:
    start.prepare(FOLDER)
    pages.run()
    attempt.run()
    many.run()
    statistics.run()
    certificates.run()
    start.run()


main()
