"""The site behind a real HTTP server in a process of its own, to measure what a request costs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from tests.bench.browser import Browser

ROUND = 20


class Server:
    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port

    def cpu_ms(self, browser: Browser, path: str, *, rounds: int = 9) -> float:
        """Median, over `rounds` of 20 requests, of the server's CPU milliseconds a request."""
        connection = HTTPConnection("127.0.0.1", self.port)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"Cookie": cookies, "Accept-Encoding": "gzip"}

        def ask() -> None:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, f"{path} answered {answer.status}"

        spent = []
        for _ in range(rounds + 1):
            before = self.on_cpu_ns()
            for _ in range(ROUND):
                ask()
            spent.append((self.on_cpu_ns() - before) / ROUND / 1e6)
        connection.close()
        return median(spent[1:])

    def on_cpu_ns(self) -> int:
        """What all threads of the server have run so far."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks)


@contextmanager
def serving() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=2"]
    process = subprocess.Popen([*command, "lms.wsgi:application"], env=os.environ)
    try:
        wait_for(port)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            continue
        return
