"""`make run` as a person meets it: on an empty folder, a second time, and where it cannot."""

import errno
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError

from lms.home.management.commands.start import Command, check_port
from tests.waiting import eventually


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, str]]:
    """The address of a site started on `folder`, and what was printed until it served."""
    port = free_port()
    own = ("DATABASE_URL", "REDIS_URL", "TEST_DATA_DIR", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    command = [sys.executable, "manage.py", "start", "--empty", "--port", str(port)]
    site = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment | {"DATA_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert site.stdout
        said = ""
        for line in site.stdout:
            said += line
            if "No accounts yet" in line:
                break
        yield f"http://127.0.0.1:{port}", said
    finally:
        site.terminate()
        site.wait(timeout=30)
        if site.stdout:
            site.stdout.close()


def opened(address: str) -> str:
    """The page; it is asked again until somebody listens (the address is printed just before)."""
    answer: list[str] = []

    def answered() -> bool:
        try:
            with urlopen(address, timeout=30) as response:
                answer.append(response.read().decode())
        except URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                return False
            raise
        return True

    assert eventually(answered)
    return answer[-1]


def test_an_empty_folder_becomes_a_site_and_a_second_start_repeats_nothing(tmp_path: Path) -> None:
    with started(tmp_path) as (address, said):
        assert "Building the database" in said
        page = opened(f"{address}/")
        sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert sheet, "the first page has its style sheet"
        assert opened(address + sheet.group(1))
        assert "Dịch vụ công" in opened(f"{address}/khoa-hoc/")
    key = (tmp_path / "secret-key").read_bytes()
    with started(tmp_path) as (address, said):
        assert "…" not in said, "nothing is prepared again"
        assert opened(f"{address}/")
    assert (tmp_path / "secret-key").read_bytes() == key


def test_a_taken_port_is_named_with_another_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"make run PORT={port + 1}"):
            check_port(port)


def test_a_full_disk_is_said_in_a_sentence() -> None:
    class OnFullDisk(Command):
        def prepare(self, **options: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(CommandError, match="The disk is full"):
        OnFullDisk().handle(port=free_port(), empty=True, no_serve=True)
