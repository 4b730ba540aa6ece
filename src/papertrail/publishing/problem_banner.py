"""Shows problems on top of every served page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_CONTENT_START = re.compile(rb"<article\b[^>]*>|<body\b[^>]*>")


def with_banner(html: bytes, problems: str) -> bytes:
    """Return a page with problems before its content.

    >>> with_banner(b"<body><h1>A list</h1></body>", "<bad>")
    b'<body><div class="pt-problems" role="alert"><pre>&lt;bad&gt;</pre></div>\\n<h1>A list</h1></body>'
    """
    starts = list(_CONTENT_START.finditer(html))
    position = starts[-1].end() if starts else 0
    banner = f'<div class="pt-problems" role="alert"><pre>{escape(problems)}</pre></div>\n'
    return html[:position] + banner.encode() + html[position:]


def respond_with_banner(
    app: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse, problems: str
) -> Iterable[bytes]:
    """Answer a request like `app`, and show problems if the answer is a page."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def hold(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        started.append((status, headers))
        return lambda data: None  # the server of MkDocs returns its body and writes nothing

    body = app(environ, hold)
    status, headers = started[0]
    if not _is_page(headers):
        start_response(status, headers)
        return body
    content = with_banner(b"".join(body), problems)
    start_response(status, [(name, value) for name, value in headers if name != "Content-Length"])
    return [content]


def _is_page(headers: list[tuple[str, str]]) -> bool:
    return any(name == "Content-Type" and value.startswith("text/html") for name, value in headers)
