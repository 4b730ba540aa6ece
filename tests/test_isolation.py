"""Only `add`, `links` and `update` use the network. `serve` only accepts connections. Only commands that read commits
run git.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import REPOSITORY
from support.projects import Project
from support.repositories import NEEDS_GIT, commit_all

Make = Callable[[str], Project]

TREE = "=== more.bib\n@article{a, title = {Another Paper}, year = {2019}}\n" + "".join(
    f"=== papers/p{n}.yml\nname: Paper {n}\ntopic: Training\n" for n in range(150)
)
"""A list that several processes render."""
COMMANDS = [
    "check",
    "explain",
    "render --write list.md",
    "render --out pages",
    "export",
    "import more.bib",
    "build",
]

AUDIT = """\
import os, sys
WATCHED = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.",
           "http.client.", "urllib.", "ftplib.", "smtplib.", "webbrowser.")
log = os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def watch(event, arguments):
    if event.startswith(WATCHED):
        os.write(log, f"{event}\\n".encode())
sys.addaudithook(watch)
"""
"""Python imports a module of this name when it starts: it logs what the program asks of the system."""


class Audited:
    """Runs the program, and keeps what it asked of the system."""

    def __init__(self, made: Project) -> None:
        self.root, self._log = made.root, made.root.parent / "audit.log"
        made.write("python/sitecustomize.py", AUDIT)
        path = os.pathsep.join([str(made.root / "python"), str(REPOSITORY / "src")])
        self.env = {**os.environ, "PYTHONPATH": path, "AUDIT_LOG": str(self._log)}

    def run(self, *command: str) -> list[str]:
        """Run a command, and return the events that were logged."""
        done = subprocess.run(command, cwd=self.root, env=self.env, capture_output=True, text=True, check=False)
        if "ptrace" in done.stderr:
            pytest.skip("strace is not permitted, so system calls were not checked")
        assert done.returncode == 0, done.stderr
        return self.events()

    def events(self) -> list[str]:
        """Return what was logged since the last call."""
        events = self._log.read_text().split()
        self._log.unlink()
        return events


def test_the_log_has_sockets_and_programs(project: Make) -> None:
    noisy = "import socket, subprocess, sys; socket.socket(); subprocess.run([sys.executable, '-S', '-c', ''])"
    assert {*Audited(project(TREE)).run(sys.executable, "-c", noisy)} >= {"socket.__new__", "subprocess.Popen"}


def test_commands_open_no_sockets_and_run_no_programs(project: Make, tmp_path: Path) -> None:
    """Python reports its own calls, strace, where it is installed, also those of libraries in C."""
    audited, log = Audited(project(TREE)), tmp_path / "strace.log"
    strace = shutil.which("strace")
    trace = [strace, "-f", "-qq", "-e", "trace=execve,execveat,socket,connect", "-o", str(log)] if strace else []
    for command in COMMANDS:
        events = audited.run(*trace, sys.executable, "-m", "papertrail", *command.split())
        assert (command, events) == (command, [])
        if strace:
            calls = re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE)
            assert (command, calls) == (command, ["execve"]), log.read_text()
    if not strace:
        pytest.skip("there is no strace, so system calls were not checked")


@NEEDS_GIT
def test_only_commands_that_read_commits_run_git(project: Make, tmp_path: Path) -> None:
    """And `init`, which asks for the branch and the host of the repository."""
    made = project(TREE)
    commit_all(made.root)
    audited = Audited(made)
    for command in (["check", "--changed-since", "HEAD"], ["init", "new"]):
        events = audited.run(sys.executable, "-m", "papertrail", *command)
        assert {event for event in events if event.startswith(("socket.", "http.", "urllib."))} == set()
        assert "subprocess.Popen" in events


def test_serve_connects_to_nothing(project: Make) -> None:
    audited = Audited(project(TREE))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "papertrail", "serve", "-a", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=audited.root, env=audited.env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            assert any("Serving on" in line for line in process.stderr)
        finally:
            process.terminate()
    assert {*audited.events()} <= {"socket.__new__", "socket.bind", "socket.gethostbyaddr"}
