"""`papertrail serve` as a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

PATIENCE = 60
"""Seconds until a change must be visible; it takes about one."""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A server that is running."""

    url: str
    """Its root, without a slash at the end."""
    port: int
    log_file: Path
    process: subprocess.Popen[bytes]

    def exchange(self, request: bytes) -> bytes:
        """Send these bytes, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def fetch(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.url}/{path}", timeout=PATIENCE) as response:
            return str(response.read().decode())

    def problems(self, path: str = "lists/training/") -> str:
        """The problems shown on top of a page, or an empty text."""
        shown = re.search(r'<div class="pt-problems" role="alert"><pre>(.*?)</pre>', self.fetch(path), re.DOTALL)
        return unescape(shown[1]) if shown else ""

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def wait_for_page(self, path: str, good: Callable[[str], bool]) -> str:
        return wait_for(lambda: self.fetch(path), good)

    def wait_for_problems(self, text: str) -> None:
        wait_for(self.problems, lambda shown: text in shown)


@contextmanager
def serving(project: Path, port: int | None = None, *, mount: str = "", **environment: str) -> Iterator[Server]:
    """Serve a project that has the list `lists/training/`. `mount` is the path of its `site_url`."""
    port = port or free_port()
    address = f"127.0.0.1:{port}"
    log_file = project.parent / "serve.log"
    command = [sys.executable, "-m", "papertrail", "serve", "-a", address]
    with log_file.open("w+") as log:
        process = subprocess.Popen(command, cwd=project, stderr=log, stdout=log, env={**os.environ, **environment})
        server = Server(f"http://{address}{mount}", port, log_file, process)
        try:
            server.wait_for_page("lists/training/", lambda page: "data-paper" in page)
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_for(get: Callable[[], str], good: Callable[[str], bool]) -> str:
    """Ask again until the answer is good."""
    end = time.monotonic() + PATIENCE
    answer = ""
    while True:
        try:
            if good(answer := get()):
                return answer
        except OSError:
            pass
        assert time.monotonic() < end, f"the change is not visible; the last answer was:\n{answer[-2000:]}"
        time.sleep(0.1)
