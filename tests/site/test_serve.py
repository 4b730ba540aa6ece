"""`papertrail serve`, as a process of its own with real changes of files."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from support.projects import Project

Make = Callable[[str], Project]

LIST = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\n=== papers/bad.yml\nname: Bad\ntopik: Training\n"
PATIENCE = 30
"""Seconds until a change must have come through; it takes about one."""


@contextmanager
def serving(made: Project) -> Iterator[Callable[[str], str]]:
    """Serve a project; gives a function that fetches a page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "papertrail", "serve", "-a", address]
    log = (made.root.parent / "serve.log").open("w+")
    process = subprocess.Popen(command, cwd=made.root, stderr=log, stdout=log)

    def fetch(path: str) -> str:
        with urllib.request.urlopen(f"http://{address}/{path}", timeout=5) as answer:
            return str(answer.read().decode())

    try:
        wait_for(lambda: fetch(""), lambda text: "Tofu" in fetch("lists/training/"))
        yield fetch
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def wait_for(get: Callable[[], str], good: Callable[[str], bool]) -> str:
    """Ask again until the answer is good."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if good(text := get()):
                return text
        except OSError:
            pass
        assert time.monotonic() < end, "the change did not come through"
        time.sleep(0.1)


def test_a_broken_file_never_stops_the_site(project: Make) -> None:
    made = project(LIST)
    with serving(made) as fetch:
        page = fetch("lists/training/")
        assert "<strong>Bad</strong>" not in page, "it has no good version yet"
        assert 'class="pt-problems" role="alert"' in page
        assert "papers/bad.yml:2:1: error[PT103]" in fetch("about/"), "on top of every page"

        made.write("papers/bad.yml", "name: Good\ntopic: Training\n")
        page = wait_for(lambda: fetch("lists/training/"), lambda text: "<strong>Good</strong>" in text)
        assert "pt-problems" not in page

        made.write("papers/bad.yml", "name: [\n")
        page = wait_for(lambda: fetch("lists/training/"), lambda text: "pt-problems" in text)
        assert "<strong>Good</strong>" in page, "its last good version"
        assert "error[PT003]" in page

        made.write("papers/new.yml", "name: New\ntopic: Training\n")
        page = wait_for(lambda: fetch("lists/training/"), lambda text: "<strong>New</strong>" in text)
        assert "<strong>Good</strong>" in page
        made.write("templates/site/list.html.j2", "{{ nowhere.to }}")
        made.write("papers/new.yml", "name: Newer\ntopic: Training\n")
        page = wait_for(lambda: fetch("lists/training/"), lambda text: "list.html.j2:1" in text)
        assert "<strong>Good</strong>" in page, "the pages of the last sound templates"
        (made.root / "templates/site/list.html.j2").unlink()
        made.write("papers/bad.yml", "name: Good\ntopic: Training\n")
        page = wait_for(lambda: fetch("lists/training/"), lambda text: "<strong>Newer</strong>" in text)
        assert "pt-problems" not in page
    said = (made.root.parent / "serve.log").read_text()
    assert "error[PT003]" in said
    assert "Traceback" not in said


def test_a_port_that_is_taken_is_told(project: Make) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\n")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "papertrail", "serve", "-a", f"127.0.0.1:{taken.getsockname()[1]}"]
        done = subprocess.run(command, cwd=made.root, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert "papertrail serve -a 127.0.0.1:8001" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1"])
def test_a_wrong_address_is_told(project: Make, address: str) -> None:
    result = project("").run("serve", "-a", address)
    assert result.status == 2
    assert "Traceback" not in result.err
