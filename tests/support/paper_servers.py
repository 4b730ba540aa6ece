"""A server on this machine that plays arXiv, doi.org, Open Library and the pages of publishers, also when they fail.

The answers in `tests/lookup/answers/` are written after the documentation of the services. The client connects to this
server for every host, see `papertrail.web.Client.test_server`.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ANSWERS = Path(__file__).parents[1] / "lookup" / "answers"
ATOM, HTML, JSON = "application/atom+xml; charset=UTF-8", "text/html; charset=utf-8", "application/json"
CSL = "application/vnd.citationstyles.csl+json"

FILES = {
    "export.arxiv.org/api/query?max_results=1&id_list=2004.01234": ("arxiv-preprint.xml", ATOM),
    "export.arxiv.org/api/query?max_results=1&id_list=1905.00007": ("arxiv-published.xml", ATOM),
    "export.arxiv.org/api/query?max_results=1&id_list=2004.01235": ("arxiv-of-journal.xml", ATOM),
    "export.arxiv.org/api/query?max_results=1&id_list=2004.99999": ("arxiv-none.xml", ATOM),
    "api.crossref.org/10.1145/3300000.3300007": ("crossref-published.json", CSL),
    "api.crossref.org/10.5555000/sand.2021.4": ("crossref-journal.json", CSL),
    "data.crosscite.org/10.5281/zenodo.7654321": ("datacite.json", CSL),
    "openlibrary.org/api/books?format=json&jscmd=data&bibkeys=ISBN:9780306406157": ("openlibrary.json", JSON),
    "www.usenix.org/conference/osdi18/presentation/ebb": ("usenix.html", HTML),
    "proceedings.mlr.press/v139/reef21a.html": ("pmlr.html", HTML),
    "openreview.net/forum?id=Buoy_Nets1": ("openreview.html", HTML),
    "proceedings.neurips.cc/paper/2020/hash/0123456789abcdef0123456789abcdef-Abstract.html": ("neurips.html", HTML),
    "openaccess.thecvf.com/content/CVPR2022/html/Gil_Seeing_Through_Foam_CVPR_2022_paper.html": ("cvf.html", HTML),
    "aclanthology.org/2020.acl-main.999/": ("acl.html", HTML),
    "tidal.example.org/articles/anchor": ("journal.html", HTML),
    "library.example.org/article/77": ("dublin-core.html", HTML),
    "blog.example.org/post": ("blog.html", HTML),
}
"""The answers by host, path and query, with their media types."""
REDIRECTS = {
    "doi.org/10.1145/3300000.3300007": "https://api.crossref.org/10.1145/3300000.3300007",
    "doi.org/10.5555000/sand.2021.4": "https://api.crossref.org/10.5555000/sand.2021.4",
    "doi.org/10.5281/zenodo.7654321": "https://data.crosscite.org/10.5281/zenodo.7654321",
    "evil.example.org/private": "http://127.0.0.1:1/",
    "evil.example.org/metadata": "http://169.254.169.254/latest/",
    "evil.example.org/loop": "https://evil.example.org/loop",
    "evil.example.org/file": "file:///etc/passwd",
}
UNKNOWN = {"openlibrary.org": (b"{}", JSON)}
"""What services answer about anything that they do not have, with a status of success."""

Fault = Callable[["Handler", bytes, str], None]
"""Answers a request wrongly: gets the right body and its media type."""


def status(code: int, **headers: str) -> Fault:
    """Answer with an error status and a page."""

    def answer(handler: Handler, body: bytes, media: str) -> None:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.send(code, b"<h1>Error</h1>", HTML, fields)

    return answer


def instead(text: bytes, media: str | None = None) -> Fault:
    """Answer with another body."""
    return lambda handler, body, right: handler.send(200, text, right if media is None else media)


def redirect(target: str, code: int = 302) -> Fault:
    """Redirect to another URL."""
    return status(code, Location=target)


def page(text: str = "<title>A page</title>") -> Fault:
    """Answer with a page."""
    return lambda handler, body, media: handler.send(200, text.encode(), HTML)


def only_get(then: Fault, code: int = 405) -> Fault:
    """Refuse requests with HEAD."""

    def answer(handler: Handler, body: bytes, media: str) -> None:
        (status(code) if handler.command == "HEAD" else then)(handler, body, media)

    return answer


def in_turn(*faults: Fault) -> Fault:
    """Answer each request in another way, and those after them as the last one."""
    left = list(faults)

    def answer(handler: Handler, body: bytes, media: str) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler, body, media)

    return answer


def endless(handler: Handler, body: bytes, media: str) -> None:
    """Send a page without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(1000):
        handler.wfile.write(b"<p>more</p>" * 1000)


def half(handler: Handler, body: bytes, media: str) -> None:
    """Break off in the middle of the body."""
    handler.send(200, body[: len(body) // 2], media, {"Content-Length": str(len(body))})


def half_as_whole(handler: Handler, body: bytes, media: str) -> None:
    """Send half of the body as if it were all of it."""
    handler.send(200, body[: len(body) // 2], media)


def bomb(handler: Handler, body: bytes, media: str) -> None:
    """Send a small body that decompresses to a large one."""
    handler.send(200, gzip.compress(bytes(8 << 20)), media, {"Content-Encoding": "gzip"})


def damaged(handler: Handler, body: bytes, media: str) -> None:
    """Send a body that cannot be decompressed."""
    handler.send(200, b"not gzip", media, {"Content-Encoding": "gzip"})


def slow(handler: Handler, body: bytes, media: str) -> None:
    """Send a header, one byte at a time, for a long time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(600):
        time.sleep(0.05)
        handler.wfile.write(b"x")


def hangs_up(handler: Handler, body: bytes, media: str) -> None:
    """Close the connection without an answer."""


def no_http(handler: Handler, body: bytes, media: str) -> None:
    """Answer in another protocol."""
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n" * 20)


class Handler(BaseHTTPRequestHandler):
    """Answers from `FILES`, unless the server has a fault for the host."""

    server: PaperServer

    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        self.server.requests.append(f"{host}{self.path}")
        self.server.headers.append(dict(self.headers))
        file, media = FILES.get(f"{host}{self.path}", (None, HTML))
        body = (ANSWERS / file).read_bytes() if file else b""
        location = REDIRECTS.get(f"{host}{self.path}")
        self.server.methods.append(f"{self.command} {host}{self.path}")
        if fault := self.server.faults.get(f"{host}{self.path}") or self.server.faults.get(host):
            fault(self, body, media)
        elif location:
            self.send(302, b"", HTML, {"Location": location})
        elif file:
            self.send(200, body, media)
        elif host in UNKNOWN:
            self.send(200, *UNKNOWN[host])
        else:
            self.send(404, b"<h1>Not Found</h1>", HTML)

    def do_HEAD(self) -> None:
        self.do_GET()

    def send(self, code: int, body: bytes, media: str, headers: dict[str, str] | None = None) -> None:
        """Send an answer."""
        fields = {"Content-Type": media, "Content-Length": str(len(body)), **(headers or {})}
        lines = [f"HTTP/1.1 {code} x", *(f"{name}: {value}" for name, value in fields.items()), "Connection: close"]
        self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if self.command == "HEAD" else body))

    def log_message(self, *_: object) -> None:
        pass


class PaperServer(ThreadingHTTPServer):
    """The server, with the faults of its hosts and the requests that it got."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: dict[str, Fault] = {}
        """By host, or by host and path."""
        self.requests: list[str] = []
        self.methods: list[str] = []
        """The same with their methods."""
        self.headers: list[dict[str, str]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """The client may close the connection before it has read the answer."""


@contextmanager
def paper_server() -> Iterator[PaperServer]:
    """A running server."""
    with PaperServer() as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
