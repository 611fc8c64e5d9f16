"""What every test stands on. With REDIS_URL set, tests marked `worker` or `browser` hand their tasks to a
real Celery worker on the test database; all others, and all tests without Redis, run tasks at once."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from lms.celery import app
from tests.browser import chromium, open_context
from tests.factories import plant_roots
from tests.waiting import eventually

__all__ = ["chromium", "open_context"]

# Playwright keeps an event loop in the thread of the test; the ORM calls beside it are synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits and cached outlines must not leak from test to test."""
    cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Page and collection trees have their roots from migrations; a transactional test, whose end
    empties all tables, would leave the next one without them. The last test has no next one."""
    yield
    if nextitem is None:
        return
    if {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())) or any(
        mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")
    ):
        with item.config.stash[blocking_manager_key].unblock():
            plant_roots()


@pytest.fixture(autouse=True)
def _tasks(request: pytest.FixtureRequest) -> Iterator[None]:
    wants_worker = any(request.node.get_closest_marker(name) for name in ("worker", "browser"))
    marked = request.node.get_closest_marker("django_db")
    # What a test keeps in its own transaction no worker ever sees.
    has_database = marked or {"transactional_db", "live_server"} & {*request.fixturenames}
    real = bool(settings.REDIS_URL and wants_worker and has_database)
    if real:
        request.getfixturevalue("celery_worker_process")
    before, app.conf.task_always_eager = app.conf.task_always_eager, not real
    yield
    app.conf.task_always_eager = before
    if real:
        eventually(_nothing_under_way, within=10)


def _nothing_under_way() -> bool:
    """Neither the worker nor a thread of the live server is in the middle of something: the tables
    are emptied next, and PostgreSQL ends one of two that wait for each other."""
    with app.connection_for_read() as broker:
        redis = broker.default_channel.client
        waiting = redis.llen(app.conf.task_default_queue) + redis.hlen("unacked")
    if waiting or connection.vendor != "postgresql":
        return not waiting
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and state <> 'idle'"
        )
        return bool(cursor.fetchone() == (0,))


@pytest.fixture(scope="session", autouse=True)
def _no_connection_left(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A thread of a live server may hold its connection a moment longer than its test; PostgreSQL
    does not drop a database somebody is connected to."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session")
def celery_worker_process(django_db_setup: None) -> Iterator[None]:
    """A worker of its own for this test process, on this process's test database and queue."""
    database = connection.settings_dict
    queue = f"tests-{os.getpid()}"
    app.conf.task_default_queue = queue
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:"
        f"{database['PORT'] or 5432}/{database['NAME']}"
    )
    environment = os.environ | {
        "DATABASE_URL": address,
        "TEST_DATA_DIR": str(settings.DATA_DIR),
        "CELERY_QUEUE": queue,
        "DJANGO_SETTINGS_MODULE": "lms.settings.test",
    }
    options = f"--pool solo --queues {queue} --loglevel WARNING --without-mingle --without-gossip"
    command = [sys.executable, "-m", "celery", "-A", "lms", "worker", *options.split()]
    worker = subprocess.Popen(command, env=environment)
    yield
    worker.terminate()
    worker.wait(timeout=30)
