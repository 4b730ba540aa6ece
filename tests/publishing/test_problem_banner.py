"""Problems are shown on pages, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from papertrail.publishing.problem_banner import respond_with_banner, with_banner

BANNER = b'<div class="pt-problems" role="alert"><pre>papers/a.yml: &lt;b&gt;</pre></div>\n'
PROBLEMS = "papers/a.yml: <b>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<body class="x"><header></header><article class="y">', b"<h1>A</h1></article></body>"),
        (b"<head></head><body>", b"<h1>A</h1></body>"),
        (b"", b"<h1>A</h1>"),
    ],
)
def test_problems_stand_before_the_content(before: bytes, after: bytes) -> None:
    assert with_banner(before + after, PROBLEMS) == before + BANNER + after


@pytest.mark.parametrize(
    ("content_type", "body"), [("text/html", BANNER + b"page"), ("application/json", b"page"), ("text/plain", b"page")]
)
def test_only_pages_show_problems(content_type: str, body: bytes) -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("404 Not Found", [("Content-Type", content_type), ("Content-Length", "4"), ("X-Other", "kept")])
        return [b"pa", b"ge"]

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> object:
        started.append((status, dict(headers)))
        return None

    started: list[tuple[str, dict[str, str]]] = []
    assert b"".join(respond_with_banner(app, {}, start_response, PROBLEMS)) == body  # type: ignore[arg-type]
    [(status, headers)] = started
    assert status == "404 Not Found"
    assert headers.get("Content-Length") in (None, str(len(body)))
    assert headers["X-Other"] == "kept"
