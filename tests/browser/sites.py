"""Built sites, an HTTP server for them and the system's browser, for the tests and `picture.py`."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Playwright

from support.content_policy import content_policy

REPOSITORY = Path(__file__).resolve().parents[2]
REPO_URL = "https://github.com/example/papers"

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The path of the system's Chromium, or None."""
    usual = "/usr/bin/chromium"
    if os.access(usual, os.X_OK):
        return usual
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start the system's browser without background traffic."""
    return playwright.chromium.launch(executable_path=executable, args=_FLAGS)


@dataclass(frozen=True)
class Site:
    """A built site and its HTTP server."""

    root: Path
    """The folder of the built files."""
    origin: str
    """`http://127.0.0.1:PORT`, without a slash at the end."""
    project: Path
    """The folder of its `mkdocs.yml`."""

    def url(self, address: str) -> str:
        """The full URL of a page."""
        return f"{self.origin}/{address}"

    def addresses(self) -> list[str]:
        """The addresses of all pages, as in links to them."""
        paths = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*.html"))
        return sorted(path.removesuffix("index.html") for path in paths)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site with its Content-Security-Policy, so that all tests run under it.

    `wait_for_function` thus needs functions: it evaluates another expression on the page again and again.
    """

    def __init__(self, *args: Any, policy: Callable[[], str], **options: Any) -> None:
        self._policy = policy
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self._policy())
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by its parent
        pass


@contextmanager
def built_and_served(project: Path, **environment: str) -> Iterator[Site]:
    """Build a project for the URL that it will be served at, and serve it on loopback."""
    root = project / "site"
    policy = functools.cache(lambda: content_policy(project))
    handler = functools.partial(_Handler, directory=str(root), policy=policy)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        subprocess.run(
            [sys.executable, "-m", "papertrail", "build"],
            cwd=project,
            env={**os.environ, "SITE_URL": f"{origin}/", "NO_MKDOCS_2_WARNING": "1", **environment},
            check=True,
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Site(root, origin, project)
        finally:
            server.shutdown()
            thread.join()


class _SlowHandler(_Handler):
    """Sends a page up to the middle of one of its rows, and the rest later."""

    def __init__(self, *args: object, row: int, **more: object) -> None:
        self.row = row
        super().__init__(*args, **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path)) / "index.html"
        if not path.is_file():
            super().do_GET()
            return
        html = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(html)))
        self.end_headers()
        rows = list(re.finditer(rb"<tr[^<>]* data-paper=", html))
        middle = html.index(b"</t", rows[self.row - 1].start())
        self.wfile.write(html[:middle])
        self.wfile.flush()
        time.sleep(0.5)
        self.wfile.write(html[middle:])


@contextmanager
def served_slowly(site: Site, row: int) -> Iterator[Site]:
    """Serve a built site at another origin, over a connection that stops in the middle of a row for a while."""
    policy = functools.cache(lambda: content_policy(site.project))
    handler = functools.partial(_SlowHandler, row=row, directory=str(site.root), policy=policy)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(site.root, f"http://127.0.0.1:{server.server_port}", site.project)
        server.shutdown()


_NOT_THE_LIST = shutil.ignore_patterns(".*", "__pycache__", "site", "src", "tests", "bench", "build", "dist")


def copy_of_the_repository(target: Path, *, features: tuple[str, ...] = ()) -> Path:
    """Copy the list of this repository, and turn on more features of the theme."""
    shutil.copytree(REPOSITORY, target, ignore=_NOT_THE_LIST)
    config = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    head, key, tail = config.partition("  features:\n")
    assert key, "mkdocs.yml lists no features of the theme"
    added = "".join(f"    - {feature}\n" for feature in features)
    (target / "mkdocs.yml").write_text(head + key + added + tail, encoding="utf-8")
    return target
