"""The embedded way to run: prepare what is missing, then serve. Behind `make run`."""

import errno
import hashlib
import io
import logging
import shutil
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from certificates import batches
from certificates.badges import keys
from certificates.signing import own_key
from lms.core import periods, sweeps
from lms.home.demo.accounts import ready_accounts

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # two seconds of every start; `make check` runs them
    help = "Prepares the database, content and demo where they are missing, and serves the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--empty", action="store_true", help="no invented people")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *args: Any, port: int, empty: bool, no_serve: bool, **options: Any) -> None:
        if not no_serve:
            check_port(port)
        try:
            self.prepare(empty=empty)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CommandError(disk_full()) from error
            raise
        except DatabaseError as error:
            if "full" in str(error):
                raise CommandError(disk_full()) from error
            raise
        self.welcome(port, empty=empty)
        if not no_serve:
            self.serve(port)

    def prepare(self, *, empty: bool) -> None:
        with static_files_beside(self.stdout.write):
            if pending_migrations():
                shutil.rmtree(stamps(), ignore_errors=True)  # a new database: everything again
                with self.step("Building the database"):
                    quietly("migrate")
            with once_for("units", "lms/units/data") as needed:
                if needed:
                    with self.step("Loading provinces, wards and agencies"):
                        quietly("import_units")
            with once_for("content", "courses/content", "quizzes/content") as needed:
                if needed:
                    with self.step("Loading courses and questions"):
                        quietly("load_content")
                        quietly("load_questions")
            own_key.path()  # signing keys are there from the first start, not from the first file
            keys.current()
            if not empty:
                self.load_people()
        # Embedded there is no beat: what its sweeps would have done while the site was down.
        sweeps.run_at_start(at=periods.now())

    def load_people(self) -> None:
        with once_for("people", "lms/home/demo") as needed:
            if needed:
                with self.step("Loading invented people and four months of their learning"):
                    quietly("load_demo")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        began = time.monotonic()
        self.stdout.write(f"{title} …", ending="")
        self.stdout.flush()
        yield
        self.stdout.write(f" {time.monotonic() - began:.0f} s")

    def welcome(self, port: int, *, empty: bool) -> None:
        self.stdout.write(f"\nThe site is at http://127.0.0.1:{port}/  (stop with Ctrl+C)\n")
        if empty:
            self.stdout.write("No accounts yet. Make one: manage.py make_administrator\n")
            return
        self.stdout.write("\nReady accounts (invented people):")
        row = "  {:<18} {:<14} {:<22} http://127.0.0.1:{}{}"
        for account in ready_accounts():
            self.stdout.write(
                row.format(account.role, account.sign_in, account.secret, port, account.first_page)
            )
        self.stdout.write("")

    def serve(self, port: int) -> None:
        from waitress import serve

        from lms.wsgi import application

        self.stdout.flush()
        Thread(target=sweep_forever, daemon=True).start()
        Thread(target=issue_forever, daemon=True).start()
        serve(application, host="127.0.0.1", port=port, threads=8, ident=None)


def sweep_forever() -> None:
    """Beside the server, what beat does in production: no test stays open and no certificate valid
    past its time because nobody came by. A database that fails once is asked again."""
    pause = Event()
    while True:
        try:
            sweeps.run_while_serving(at=periods.now())
        except DatabaseError:
            logger.exception("sweep failed", extra={"event": "sweep.failed"})
        finally:
            connection.close()
        pause.wait(30)


def issue_forever() -> None:
    """Batches of certificates, in a thread of their own: ten thousand take a quarter of an hour, and no
    page and no sweep waits for them."""
    pause = Event()
    while not pause.wait(5):
        try:
            batches.finish_all(at=periods.now())
        except DatabaseError:
            logger.exception("batch failed", extra={"event": "batch.failed"})
        finally:
            connection.close()


def quietly(command: str) -> None:
    """Run a management command; its step's line above is all that is said."""
    call_command(command, verbosity=0, stdout=io.StringIO())


def check_port(port: int) -> None:
    """Raises CommandError where somebody already listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken by another program. Stop it, or choose another port: "
                f"make run PORT={port + 1}"
            ) from error


def disk_full() -> str:
    return (
        f"The disk is full: nothing more can be written to {settings.DATA_DIR}. "
        "Free some space and run the same command again; nothing that was saved is lost."
    )


def stamps() -> Path:
    """What has been loaded into the database of this data folder."""
    return Path(settings.DATA_DIR) / "loaded"


@contextmanager
def once_for(name: str, *folders: str) -> Iterator[bool]:
    """True where the files of `folders` are not yet in this database; noted once the block is through.
    The commands behind it are idempotent: this only saves asking them at every start."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*.*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    stamp, fingerprint = stamps() / name, digest.hexdigest()
    needed = not stamp.exists() or stamp.read_text(encoding="ascii") != fingerprint
    yield needed
    if needed:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(fingerprint, encoding="ascii")


def pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def static_files_beside(say: Any) -> Iterator[None]:
    """Collects static files in a second process while the database is prepared, where they changed."""
    stamp, fingerprint = Path(settings.STATIC_ROOT) / ".stamp", static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        yield
        return
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    collecting = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603
    try:
        yield
    finally:
        failed = collecting.wait()
    if failed:
        raise CommandError("Static files could not be collected; the lines above say why.")
    stamp.write_text(fingerprint, encoding="ascii")
    read_new_addresses()


def read_new_addresses() -> None:
    """The storage read the addresses of static files when it was made, before there were any."""
    storage: Any = staticfiles_storage
    storage.hashed_files, storage.manifest_hash = storage.load_manifest()


def static_fingerprint() -> str:
    """Changes whenever a static file is added, removed or edited."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}".encode())
    return digest.hexdigest()
