"""Built sites, a server for them and the system's browser: what the tests and `picture.py` share."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright

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
    """Path of the system's Chromium; None where there is none."""
    usual = "/usr/bin/chromium"
    if os.access(usual, os.X_OK):
        return usual
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """The system's browser, quiet on the network of its own accord."""
    return playwright.chromium.launch(executable_path=executable, args=_FLAGS)


@dataclass(frozen=True)
class Site:
    """A built site and where it is served."""

    root: Path
    """The folder of the built files."""
    origin: str
    """`http://127.0.0.1:PORT`, without a slash at the end."""
    project: Path
    """The folder of its `mkdocs.yml`."""

    def url(self, address: str) -> str:
        """The whole address of a page."""
        return f"{self.origin}/{address}"

    def addresses(self) -> list[str]:
        """The addresses of all pages, as a reader would see them."""
        found = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*.html"))
        return sorted(address.removesuffix("index.html") for address in found)


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by its parent
        pass


@contextmanager
def built_and_served(project: Path, **environment: str) -> Iterator[Site]:
    """Build a project with the address that it will be served under, and serve it on loopback."""
    root = project / "site"
    handler = functools.partial(_Handler, directory=str(root))
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


_NOT_THE_LIST = shutil.ignore_patterns(".*", "__pycache__", "site", "src", "tests", "bench", "build", "dist")


def copy_of_the_repository(target: Path, *, features: tuple[str, ...] = ()) -> Path:
    """The list of this repository in a folder of its own, with more features of the theme switched on."""
    shutil.copytree(REPOSITORY, target, ignore=_NOT_THE_LIST)
    config = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    head, found, tail = config.partition("  features:\n")
    assert found, "mkdocs.yml lists no features of the theme"
    added = "".join(f"    - {feature}\n" for feature in features)
    (target / "mkdocs.yml").write_text(head + found + added + tail, encoding="utf-8")
    return target
