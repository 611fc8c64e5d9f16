"""Very many at the same test: attempts started, answers saved and tests handed in, each as a whole
request of one process, beside the bare insert of a row on the same database; and marking alone.

Runs in a process of its own for each database: `python -m tests.bench.many [postgres address]`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

PEOPLE = int(os.environ.get("BENCH_AT_ONCE", "1000"))
QUESTIONS = 10
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/bench_attempts")


def run() -> None:
    for address in ("", POSTGRES):
        command = [sys.executable, "-m", "tests.bench.many", address]
        done = subprocess.run(command, check=False, text=True, capture_output=True)
        print(done.stdout, end="")
        if done.returncode:
            print(f"PostgreSQL at {address}: not measured ({done.stderr.splitlines()[-1:]})")


# --- in the process of one database ----------------------------------------------------------------


def measure(address: str) -> None:
    os.environ |= {"DATABASE_URL": address, "DATA_DIR": tempfile.mkdtemp(prefix="bdhvs-many-")}
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


def empty_database(address: str) -> None:
    import psycopg

    server, _slash, name = address.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]


def measure_here(database: str) -> None:
    from quizzes.addresses import question_url, review_url, save_url, start_url
    from quizzes.models import Attempt
    from tests.bench.measure import heading, verdict
    from tests.factories import make_quiz

    quiz = make_quiz(questions=QUESTIONS, time_limit=30)
    browsers = signed_in(PEOPLE)
    enrolled(quiz)
    heading(
        f"{PEOPLE} people at one test of {QUESTIONS} questions, {database}, one process",
        f"{'what':<34}{'a second':>10}{'CPU ms':>9}{'ratio':>8}   bar",
    )
    bare = rate("bare insert of a row", inserts(quiz, PEOPLE), None)
    starts = (posting(browser, start_url(quiz), {}) for browser in browsers)
    took = rate("attempt started", starts, bare)  # ms of one, so seconds of a thousand
    print(f"{'1,000 starts, CPU s on two cores':<34}{took / 2:>10.1f}{'':>17}   "
          f"≤ 10: {verdict(took <= 20)}")  # fmt: skip
    attempts = {attempt.user_id: attempt for attempt in Attempt.objects.all()}
    assert len(attempts) == PEOPLE
    pairs = [(browser, attempts[browser.person]) for browser in browsers]
    answer = {"answer": "unknown", "seq": "1", "age": "0"}
    rate("answer saved while working",
         (posting(browser, save_url(one, 1), answer) for browser, one in pairs), bare)  # fmt: skip
    rate("answer saved, on to the next page",
         (posting(browser, question_url(one, 2), answer, "X-Quiz") for browser, one in pairs),
         bare)  # fmt: skip
    rate("handed in, marked, result shown",
         (posting(browser, review_url(one), {"sure": "1"}, "X-Quiz") for browser, one in pairs),
         bare)  # fmt: skip
    assert Attempt.objects.submitted().count() == PEOPLE
    marking(quiz)


def signed_in(count: int) -> list[Any]:
    """Browsers of so many people, with a session each."""
    from django.test import Client

    from lms.accounts.models import User
    from tests.bench.browser import Browser
    from tests.factories import WardFactory

    ward = WardFactory()
    people = [
        User(username=f"{number:08d}", full_name=f"Người {number}", ward=ward, password="!")
        for number in range(count)
    ]
    for person in people:
        person.derive_name_keys()
    browsers = []
    for person in User.objects.bulk_create(people):
        client, browser = Client(), Browser()
        client.force_login(person)
        browser.person = person.pk
        browser.cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "t" * 32}
        browser.token = "t" * 32
        browsers.append(browser)
    return browsers


def enrolled(quiz: Any) -> None:
    """They have learned before: what starting costs is the start."""
    from courses.services import enrol
    from lms.accounts.models import User
    from lms.core import periods
    from lms.core.queue import left_to_sweeps

    with left_to_sweeps():
        for person in User.objects.filter(password="!"):
            enrol(user=person, course=quiz.course, at=periods.now())


def posting(browser: Any, address: str, form: dict[str, str], *headers: str) -> Callable[[], None]:
    def call() -> None:
        page = browser.send(address, form, *headers)
        assert page.status in (200, 302), page.status

    return call


def inserts(quiz: Any, count: int) -> Iterable[Callable[[], Any]]:
    """One row of an audit-like table after the other, each in a transaction of its own."""
    from lms.core import audit

    return [partial(audit.record, "bench.row", quiz, number=number) for number in range(count)]


def rate(name: str, calls: Iterable[Callable[[], Any]], bare: float | None) -> float:
    """Prints how many a second one process does; returns CPU milliseconds of one."""
    work = list(calls)
    began, wall = time.process_time_ns(), time.monotonic()
    for call in work:
        call()
    cpu = (time.process_time_ns() - began) / 1e6 / len(work)
    a_second = len(work) / (time.monotonic() - wall)
    ratio = f"{bare / cpu:>8.2f}" if bare else f"{1:>8.2f}"
    print(f"{name:<34}{a_second:>10.0f}{cpu:>9.2f}{ratio}")
    return cpu


def marking(quiz: Any) -> None:
    """10,000 papers marked, without a database."""
    from quizzes import questions
    from quizzes.models import QuestionVersion

    versions = QuestionVersion.objects.filter(question__quizzes=quiz).select_related("question")
    paper = [(row.question.kind, row.content) for row in versions]
    given = [{"option": content["options"][0]["id"]} for _kind, content in paper]
    began = time.process_time()
    for _attempt in range(10_000):
        for (kind, content), response in zip(paper, given, strict=True):
            questions.mark(kind, content, response)
    spent = time.process_time() - began
    print(f"{'10,000 attempts marked, seconds':<34}{spent:>10.2f}")


if __name__ == "__main__":
    measure(sys.argv[1])
