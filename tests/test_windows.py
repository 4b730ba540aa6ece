"""papertrail without what Windows lacks: a simulation, which does not show that everything works on Windows.

`sys.platform` is that of Windows, and the modules and functions that exist on Unix only are gone, once the modules of
others are imported. Paths still have slashes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from conftest import REPOSITORY
from support.projects import Project

WITHOUT_UNIX = """
import asyncio, ctypes, email.mime.text, http.server, importlib.metadata, logging.handlers, multiprocessing.connection
import os, pathlib, shutil, signal, socketserver, subprocess, sys, tempfile, urllib3, webbrowser
import click, babel.messages.pofile, mkdocs.__main__, mkdocs.commands.build, mkdocs.contrib.search, material, rapidfuzz
import material.plugins.search.plugin, watchdog.observers.polling, bibtexparser, latex2mathml.converter, markdown_it

for name in ("fcntl", "grp", "pwd", "readline", "resource", "termios", "tty"):
    sys.modules[name] = None
for name in (
    "O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK WNOHANG chown chroot fchmod fchown fork forkpty getegid geteuid "
    "getgid getpgid getuid initgroups killpg lchown memfd_create mkfifo mknod posix_fadvise pread pwrite "
    "register_at_fork sched_getaffinity setsid statvfs sysconf uname wait waitid"
).split():
    if hasattr(os, name):
        delattr(os, name)
for name in "SIGALRM SIGHUP SIGKILL SIGPIPE SIGUSR1 SIGWINCH alarm pthread_sigmask setitimer sigwait".split():
    delattr(signal, name)
os.supports_dir_fd = os.supports_fd = set()
sys.platform = "win32"
from papertrail.__main__ import run
sys.exit(run())
"""


@pytest.fixture
def without_unix(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run papertrail in a project."""
    script = tmp_path_factory.mktemp("windows") / "papertrail"
    script.write_text(WITHOUT_UNIX, encoding="utf-8")

    def run(made: Project, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **variables}
        done = subprocess.run(
            [sys.executable, str(script), *arguments], cwd=made.root, env=env, capture_output=True, timeout=60,
            text=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        assert "internal error" not in done.stderr, done.stderr
        return done

    return run


def test_a_list_is_created_checked_built_twice_and_rendered(
    project: Callable[[str], Project], without_unix: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    made = project(
        "=== old.md\n# Old\n\n- [Tofu](https://arxiv.org/abs/1807.08887), EuroSys 2019\n"
        "- [GPipe](https://arxiv.org/abs/1811.06965), NeurIPS 2019\n"
    )
    for command in ("init list", "import old.md --into imported"):
        done = without_unix(made, *command.split())
        assert done.returncode == 0, done.stderr
    listed = Project(made.root / "list")
    for command in ("check --strict", "build --strict", "build --strict", "render --all", "render --out ../pages"):
        done = without_unix(listed, *command.split())
        assert done.returncode == 0, done.stderr
    usual = subprocess.run([sys.executable, "-m", "papertrail", "build", "--strict"], cwd=listed.root, check=False,
                           env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}, capture_output=True)  # fmt: skip
    assert usual.returncode == 0, "a site that was built without Unix is replaced"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_consoles_without_utf8(
    project: Callable[[str], Project],
    without_unix: Callable[..., subprocess.CompletedProcess[str]],
    encoding: str,
) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu 训练 “é”\ntopic: Training\nvenu: OSDI ü 中\n")
    done = without_unix(made, "check", PYTHONIOENCODING=encoding, LC_ALL="C")
    assert done.returncode == 1
    assert "unknown field" in done.stdout + done.stderr


def test_windows_line_ends_mean_the_same(
    project: Callable[[str], Project], without_unix: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\nremarks: A *b*.\n")
    usual = without_unix(made, "render").stdout
    for file in (path for path in made.root.rglob("*.yml")):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert without_unix(made, "render").stdout == usual != ""
