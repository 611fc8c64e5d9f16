"""Building the site the other figures are taken on, and how long a start takes."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from tests.bench.measure import heading, verdict

PEOPLE = os.environ.get("BENCH_PEOPLE", "5000")


def prepare(folder: Path) -> None:
    if (folder / "ready").exists():
        return
    print(f"Building a site with {PEOPLE} invented people …", flush=True)
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    call_command("import_units", verbosity=0)
    call_command("load_content", verbosity=0)
    call_command("load_questions", verbosity=0)
    call_command("load_demo", people=int(PEOPLE), verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    (folder / "ready").write_text(f"{time.monotonic() - began:.0f}", encoding="ascii")


def run() -> None:
    """A second start with everything in place, up to the moment it would serve."""
    heading("Start", f"{'what':<44}{'seconds':>9}   bar")
    built = (Path(settings.DATA_DIR) / "ready").read_text(encoding="ascii")
    print(f"{'database, content, demo and static files':<44}{built:>9}   (part of 90 s)")
    command = [sys.executable, "manage.py", "start", "--no-serve", "--settings", "lms.settings.dev"]
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, cwd=settings.BASE_DIR)  # may collect
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, cwd=settings.BASE_DIR)
    again = time.monotonic() - began
    print(f"{'second start':<44}{again:>9.1f}   ≤ 10: {verdict(again <= 10)}")
