"""A class too many: 200 people go through the same practice at once, against a real server on this
machine's cores, which these people share with it. Nothing may be lost: every run ends with every
step kept. And one step alone, as one core does it.

Runs in a process of its own for each database: `python -m tests.bench.practice [postgres address]`."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from tests.bench.many import empty_database, signed_in

PEOPLE = int(os.environ.get("BENCH_STEPPING", "200"))
FLOW = "tra-cuu-ho-so"
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/bench_practice")


def run() -> None:
    for address in ("", POSTGRES):
        command = [sys.executable, "-m", "tests.bench.practice", address]
        done = subprocess.run(command, check=False, text=True, capture_output=True)
        print(done.stdout, end="")
        if done.returncode:
            print(f"PostgreSQL at {address}: not measured ({done.stderr.splitlines()[-1:]})")


# --- in the process of one database ----------------------------------------------------------------


def measure(address: str) -> None:
    os.environ |= {"DATABASE_URL": address, "DATA_DIR": tempfile.mkdtemp(prefix="bdhvs-steps-")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    if address:
        empty_database(address)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    measure_here("PostgreSQL" if address else "SQLite")


def measure_here(database: str) -> None:
    from courses.models import SimulationRun, SimulationStepResult
    from tests.bench.measure import heading, verdict
    from tests.bench.server import serving
    from tests.courses.simulation.flows import place, script_named

    page = place(FLOW)
    steps = len(script_named(FLOW).counted)
    people = signed_in(PEOPLE)
    heading(
        f"{PEOPLE} people stepping through {steps} steps at once, {database}, {os.cpu_count()} cores",
        f"{'what':<40}{'figure':>10}   bar",
    )
    with serving() as server:
        learners = [Learner(one, server.port, page.public_path) for one in people]
        before, began = server.on_cpu_ns(), time.monotonic()
        with ThreadPoolExecutor(PEOPLE) as pool:
            took = [ms for times in pool.map(Learner.play, learners) for ms in times]
        wall, cpu = time.monotonic() - began, (server.on_cpu_ns() - before) / 1e6
    finished = SimulationRun.objects.filter(finished_at__isnull=False, passed=True).count()
    kept = SimulationStepResult.objects.count()
    whole = finished == PEOPLE and kept == PEOPLE * steps
    print(f"{'runs finished':<40}{finished:>10}   = {PEOPLE}: {verdict(whole)}")
    print(f"{'results of steps kept':<40}{kept:>10}   = {PEOPLE * steps}")
    print(f"{'steps a second, all together':<40}{len(took) / wall:>10.0f}")
    print(f"{'a step, median ms in the crowd':<40}{median(took):>10.0f}")
    print(f"{'a step, 95th percentile ms':<40}{quantiles(took, n=20)[-1]:>10.0f}")
    print(f"{'CPU ms of the server a step (POST, GET)':<40}{cpu / len(took):>10.1f}")


class Learner:
    """Somebody who knows every answer, at a browser of their own."""

    def __init__(self, browser: Any, port: int, start: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        self.headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",  # nobody keeps a place while they think
        }
        self.token, self.start = browser.token, start

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None) -> tuple[int, str]:
        """Status, and where it leads."""
        body = urlencode({"csrfmiddlewaretoken": self.token} | (form or {}), doseq=True)
        self.connection.request(method, path, body if form else None, self.headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location", "")

    def play(self) -> list[float]:
        """A test to its end; milliseconds of each step: sent, and the next page read."""
        from django.db import connection

        from courses.simulation.persona import persona
        from tests.courses.simulation.flows import right, script_named

        status, place = self.ask("POST", self.start, {"mode": "kiem_tra"})
        assert status == 302, status
        facts, took = persona(_seed(place.split("/")[-3])), []
        connection.close()
        self.ask("GET", place)
        for turn, step in enumerate(script_named(FLOW).counted):
            began = time.monotonic()
            status, place = self.ask("POST", place, {"turn": str(turn), **right(step, facts)})
            assert status == 302, (step.uid, status)
            self.ask("GET", place)
            took.append(1000 * (time.monotonic() - began))
        return took


def _seed(token: str) -> int:
    from courses.models import SimulationRun

    seed: int = SimulationRun.objects.values_list("seed", flat=True).get(token=token)
    return seed


if __name__ == "__main__":
    measure(sys.argv[1] if len(sys.argv) > 1 else "")
