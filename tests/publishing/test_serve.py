"""`papertrail serve`, as a process of its own with real changes of files."""

from __future__ import annotations

import re
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


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(made: Project, port: int | None = None) -> Iterator[Callable[[str], str]]:
    """Serve a project; gives a function that fetches a page."""
    address = f"127.0.0.1:{port or free_port()}"
    command = [sys.executable, "-m", "papertrail", "serve", "-a", address]
    log = (made.root.parent / "serve.log").open("w+")
    process = subprocess.Popen(command, cwd=made.root, stderr=log, stdout=log)

    def fetch(path: str) -> str:
        with urllib.request.urlopen(f"http://{address}/{path}", timeout=5) as answer:
            return str(answer.read().decode())

    try:
        wait_for(lambda: fetch(""), lambda text: "data-paper" in fetch("lists/training/"))
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


MANY = "".join(
    f"=== papers/p{n}.yml\nname: P{n}\nremarks: Of {n}\nvenue: OSDI {2000 + n % 5}\ntopic: Training\n"
    "added: 2024-01-01\n"
    for n in range(12)
)
PAGES = [
    *("", "browse/", "lists/training/", "venues/osdi/", "venues/osdi/2001/", "years/2001/", "papers/p1/", "papers/p6/"),
    *("recent/", "statistics/", "about/", "search/search_index.json", "search/entries.json", "papers.json", "feed.xml"),
    *("assets/texts/lists/training.json", "sitemap.xml", "lists/training/papers.bib"),
]


def everything(fetch: Callable[[str], str]) -> dict[str, str]:
    """All pages, without the script of the server, which counts changes."""
    return {path: re.sub(r"livereload\(\d+, \d+\)", "", fetch(path)) for path in PAGES}


def test_a_change_gives_what_a_new_start_gives(project: Make) -> None:
    """Pages are made when they are asked for; changes of records do without MkDocs where nothing else hangs on them."""
    made, port = project(MANY), free_port()
    with serving(made, port) as fetch:
        assert "Of 1" in fetch("papers/p1/")
        made.write("papers/p1.yml", made.read("papers/p1.yml").replace("Of 1", "Seen at once").replace("2001", "2003"))
        wait_for(lambda: fetch("papers/p1/"), lambda text: "Seen at once" in text)
        edited = everything(fetch)
        log = made.root.parent / "serve.log"
        assert log.read_text().count("Building documentation") == 1, "at the start only"
        assert "Seen at once" in edited["search/entries.json"]
        assert "Seen at once" in edited["lists/training/"]
        made.write("docs/about.md", "# About\n\nMore of [P1](papers/p1.md).\n")
        wait_for(lambda: fetch("about/"), lambda text: "More of" in text)
        made.write("docs/about.md", "# About\n")
        wait_for(lambda: fetch("about/"), lambda text: "More of" not in text)
        made.write("papers/q.yml", "name: Q\ntopic: Training\n")
        wait_for(lambda: fetch("lists/training/"), lambda text: "papers/q/" in text)
        assert "papers/q/" in fetch("sitemap.xml")
        (made.root / "papers/q.yml").unlink()
        wait_for(lambda: fetch("lists/training/"), lambda text: "papers/q/" not in text)
        with pytest.raises(OSError, match="404"):
            fetch("papers/q/")
        assert everything(fetch) == edited
    assert "Traceback" not in log.read_text()
    with serving(made, port) as fetch:
        assert everything(fetch) == edited
