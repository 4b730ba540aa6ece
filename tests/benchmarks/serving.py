"""A built site on loopback, sent as a real host would: compressed, over connections that stay open."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from browser.sites import REPO_URL

_COMPRESSED = {".html", ".css", ".js", ".json", ".xml", ".svg", ".csv", ".bib", ".txt"}
_STAMP = "origin.txt"
"""In the folder of a built list: the address that it was built for, so that it can be served again."""


@dataclass
class Served:
    """A site and what has been sent of it since the last `reset`."""

    root: Path
    origin: str
    sent: Counter[str] = field(default_factory=Counter)
    """Bytes by path, heads included."""

    def url(self, address: str) -> str:
        """The whole address of a page."""
        return f"{self.origin}/{address}"

    def reset(self) -> None:
        """Forget what was sent."""
        self.sent.clear()


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, *args: object, served: Served, **more: object) -> None:
        self.served = served
        super().__init__(*args, directory=str(served.root), **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = Path(self.translate_path(urlsplit(self.path).path))
        if path.is_dir():
            path /= "index.html"
        status = HTTPStatus.OK
        if not path.is_file():
            path, status = self.served.root / "404.html", HTTPStatus.NOT_FOUND
        body, packed = _body(path)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        head = len(b"".join(self._headers_buffer))  # type: ignore[attr-defined]
        self.end_headers()
        self.wfile.write(body)
        self.served.sent[unquote(urlsplit(self.path).path)] += head + 2 + len(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by its parent
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is no fault."""


@functools.lru_cache(maxsize=512)
def _body(path: Path) -> tuple[bytes, bool]:
    data = path.read_bytes()
    if path.suffix not in _COMPRESSED:
        return data, False
    return gzip.compress(data, 6, mtime=0), True


@contextmanager
def built_and_served(project: Path) -> Iterator[Served]:
    """Build a list for its loopback address, unless it was built before, and serve it."""
    stamp = project / _STAMP
    port = int(stamp.read_text().rpartition(":")[2]) if stamp.is_file() else 0
    served = Served(project / "site", "")
    with _Server(("127.0.0.1", port), functools.partial(_Handler, served=served)) as server:
        served.origin = f"http://127.0.0.1:{server.server_port}"
        if not stamp.is_file():
            _build(project, served.origin)
            stamp.write_text(served.origin, encoding="utf-8")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
            _body.cache_clear()


def _build(project: Path, origin: str) -> None:
    environment = {**os.environ, "SITE_URL": f"{origin}/", "REPO_URL": REPO_URL, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "papertrail", "build"], cwd=project, env=environment, check=True, stdout=sys.stderr
    )
