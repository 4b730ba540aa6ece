"""`papertrail serve` survives any request: each gets an answer, and none affects another."""

from __future__ import annotations

import re
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.projects import MKDOCS_YML, Project, write_tree
from support.serving import PATIENCE, Server, serving, wait_for

Make = Callable[[str], Project]

TREE = f"""\
=== mkdocs.yml
{MKDOCS_YML}site_url: https://example.org/reading/
=== docs/about.md
# About
=== docs/Mixed/Case.txt
A file.
=== docs/twice.txt
one
=== docs/Twice.txt
two
=== papers/tofu.yml
name: Tofu
topic: Training
"""
ADDRESSES = ["", "about/", "papers/tofu/", "papers/tofu/index.html", "lists/training/", "browse/", "feed.xml"]
FILES = ["search/search_index.json", "search/entries.json", "papers.json", "sitemap.xml", "404.html", "Mixed/Case.txt"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for temporary files of all servers."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[Server]:
    project = tmp_path_factory.mktemp("requests") / "list"
    write_tree(project, TREE)
    with serving(project, mount="/reading", TMPDIR=str(folder)) as server:
        yield server
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE) == 0
        assert list(folder.iterdir()) == [], "nothing is left"
        assert "Traceback" not in server.log


@pytest.fixture(autouse=True)
def _every_page_stays_as_it_is(server: Server) -> Iterator[None]:
    before = {path: content(server, path) for path in (*ADDRESSES, *FILES)}
    yield
    assert {path: content(server, path) for path in (*ADDRESSES, *FILES)} == before


def request(server: Server, target: str, *headers: str, method: str = "GET", host: str = "localhost") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *headers, "", ""]
    return server.exchange("\r\n".join(lines).encode("latin-1"))


def status(response: bytes) -> int:
    match = re.match(rb"HTTP/1\.1 ([1-5][0-9]{2}) ", response)
    assert match, response[:200]
    return int(match[1])


def header(response: bytes, name: str) -> str | None:
    match = re.search(rf"(?m)^{name}: (.*?)\r$", response.partition(b"\r\n\r\n")[0].decode("latin-1") + "\r")
    return match[1] if match else None


def content(server: Server, path: str) -> bytes:
    response = request(server, f"/reading/{path}")
    assert status(response) == 200, path
    return re.sub(rb"livereload\(\d+, \d+\)", b"", response)


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/", "/reading/"),
        ("/reading", "/reading/"),
        ("/reading?a=1", "/reading/?a=1"),
        ("/reading/about", "/reading/about/"),
        ("/reading/papers/tofu", "/reading/papers/tofu/"),
        ("/reading/papers/tofu?q=a%20b&c", "/reading/papers/tofu/?q=a%20b&c"),
        ("/reading/p%61pers/tofu", "/reading/papers/tofu/"),
        ("/reading/Papers/TOFU/", "/reading/papers/tofu/"),
        ("/reading/Papers/TOFU", "/reading/papers/tofu/"),
        ("/reading/papers/tofu/INDEX.html", "/reading/papers/tofu/"),
        ("/reading/mixed/case.txt", "/reading/Mixed/Case.txt"),
        ("/reading/PAPERS.json", "/reading/papers.json"),
        ("/reading/feed.XML", "/reading/feed.xml"),
    ],
)
def test_a_path_that_almost_fits_leads_to_the_page(server: Server, target: str, location: str) -> None:
    response = request(server, target)
    assert (status(response), header(response, "Location")) == (302, location)


@pytest.mark.parametrize(
    "target",
    [
        *("/papers/tofu/", "/READING/", "/readings/", "/reading/papers/", "/reading/papers/tofu/x", "/reading/feed/"),
        *("/reading/papers/tofu/index.html/", "/reading/papers/tofu.html", "/reading/tWice.txt", "/reading/feed.xml/"),
        *("//evil.example/", "//evil.example/reading/about", "/reading//evil.example/..", "/reading//about"),
        *("/\\evil.example", "/reading/\\evil.example", "/%5cevil.example/reading/about", "/reading/%5c%5cevil/"),
        *("/reading/.", "/reading/..", "/reading/../reading/about", "/reading/about/..", "/reading/./about/"),
        *("/reading/%2e%2e/", "/reading/%2e%2e%2fabout", "/reading/..%5c..%5cetc%5cpasswd", "/reading/%252e%252e/"),
        *("/reading/../../../../etc/passwd", "/reading//etc/passwd", "/reading/%2fetc%2fpasswd", "/etc/passwd"),
        *("/reading/%00", "/reading/papers/tofu/%00.html", "/reading/about%00/", "/%00", "/reading/a%0d%0aX-Evil:1"),
        *("/reading/.papertrail", "/reading/.git/config", "/reading/.env", "/reading/C:/Windows/win.ini"),
        *("/reading/%ff", "/reading/%c0%ae%c0%ae/", "/reading/%ed%a0%80", "/reading/%zz", "/reading/%", "/\xe9"),
        *("/reading/" + "a/" * 20_000, "/reading/" + "a" * 60_000, "/reading/" + "a" * 70_000, "/" * 5_000),
        *("http://localhost/reading/", "https:evil", "*", "reading/", "/reading/about;a", "/reading/about#a"),
        *("/livereload/", "/livereload/1", "/livereload/1/2/3", "/livereload/-1/2"),
        *("/livereload/" + "9" * 5_000 + "/1", "/livereload/%d9%a1/1", "/livereload/1/\xb2", "/reading/livereload/1/1"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_refused(server: Server, target: str) -> None:
    response = request(server, target)
    assert status(response) in (400, 404)
    assert header(response, "Location") is None
    assert b"root:" not in response


def test_a_path_that_does_not_exist_gets_the_page_of_the_theme(server: Server) -> None:
    response = request(server, "/reading/missing/")
    assert status(response) == 404
    assert header(response, "Content-Type") == "text/html; charset=utf-8"
    assert b'class="md-content"' in response


@pytest.mark.parametrize("target", ["/reading/", "/reading/papers/tofu/", "/reading/papers.json", "/reading/x", "/"])
def test_head_gets_the_headers_only(server: Server, target: str) -> None:
    head, _, body = request(server, target).partition(b"\r\n\r\n")
    assert header(head, "Content-Length") == str(len(body))
    assert request(server, target, method="HEAD") == head + b"\r\n\r\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "X!"])
def test_other_methods_are_refused_without_waiting_for_a_body(server: Server, method: str) -> None:
    response = request(server, "/reading/about/", "Content-Length: 1000000000", "Expect: 100-continue", method=method)
    assert (status(response), header(response, "Allow")) == (405, "GET, HEAD")


def test_a_body_does_not_keep_the_response_from_arriving(server: Server) -> None:
    body = "a" * 1_000_000
    response = server.exchange(f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{body}".encode())
    assert status(response) == 405


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80", "192.0.2.1", "localhost:8000:1", "<b>"])
def test_a_foreign_host_gets_nothing_of_the_list(server: Server, host: str) -> None:
    for target in ("/reading/", "/reading/papers/tofu/", "/reading/missing", "/livereload/1/1", "/reading"):
        response = request(server, target, host=host)
        assert status(response) == 403
        assert b"Tofu" not in response
        assert f"Open http://127.0.0.1:{server.port}/reading/ instead".encode() in response
        assert header(response, "Content-Type") == "text/plain; charset=utf-8"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8000"])
def test_this_machine_may_be_called_by_each_of_its_names(server: Server, host: str) -> None:
    assert status(request(server, "/reading/", host=host)) == 200


def test_hosts_are_required_once(server: Server) -> None:
    assert status(server.exchange(b"GET /reading/ HTTP/1.0\r\n\r\n")) == 200, "older than the header"
    assert status(server.exchange(b"GET /reading/ HTTP/1.1\r\n\r\n")) == 400
    assert status(request(server, "/reading/", "Host: localhost")) == 400


def test_other_sites_can_neither_read_nor_embed_nor_wait(server: Server) -> None:
    response = request(server, "/reading/papers.json", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site")
    assert header(response, "Access-Control-Allow-Origin") is None
    assert header(response, "Cross-Origin-Resource-Policy") == "same-origin"
    assert header(response, "X-Content-Type-Options") == "nosniff"
    assert status(request(server, "/livereload/99999999999999/1", "Sec-Fetch-Site: cross-site")) == 403
    assert status(request(server, "/livereload/1/1", "Sec-Fetch-Site: same-origin")) == 200


@pytest.mark.parametrize(
    "sent",
    [
        *(b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"\x00" * 100, b"(\r\n\r\n"),
        *(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n", b"A" * 70_000),
        *(b"GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000),
        *(b"GET / HTTP/1.1\rHost: localhost\r\r\n\r\n", "GET / HTTP/1.1\r\nHöst: localhost\r\n\r\n".encode()),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(server: Server, sent: bytes) -> None:
    assert status(server.exchange(sent)) == 400


def test_only_the_first_of_several_requests_is_answered(server: Server) -> None:
    one = b"GET /reading/about/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert server.exchange(one * 50).count(b"HTTP/1.1 200 OK") == 1


def test_log_lines_show_no_control_characters(server: Server) -> None:
    request(server, "/reading/\x1b[31mred")
    server.exchange(b"GET /\x1b[2J\x07 HTTP/1.1\r\n\r\n")
    assert '"GET /\\x1b[2J\\x07 HTTP/1.1": 400 Bad Request' in server.log
    assert "\x1b" not in server.log
    assert "\x07" not in server.log


def test_idle_connections_and_waiting_pages_keep_no_browser_out(server: Server) -> None:
    with ExitStack() as stack:

        def connect(sent: bytes) -> None:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
            connection.sendall(sent)

        for number in range(40):
            connect(f"GET /livereload/99999999999999/{number} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        response = request(server, "/livereload/99999999999999/99")
        assert status(response) == 503, "its page asks again later"
        for number in range(300):
            connect(b"GET /reading/ HTTP/1.1\r\nHost: localhost\r\n"[: number % 50])
        assert status(request(server, "/reading/about/")) == 200
    wait_for(lambda: str(status(request(server, "/livereload/0/1"))), lambda shown: shown == "200")


def test_what_a_killed_server_leaves_is_removed_by_the_next(project: Make, tmp_path: Path) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\n")
    own = tmp_path / "papertrail-serve-notes"
    own.mkdir()
    with serving(made.root, TMPDIR=str(tmp_path)) as server:
        kept = {path.name for path in tmp_path.glob("papertrail-serve-????????")}
        server.process.kill()
    assert len(kept) == 1
    with serving(made.root, TMPDIR=str(tmp_path)) as server:
        made.write("docs/about.md", "# About\n\nChanged.\n")
        server.wait_for_page("about/", lambda page: "Changed" in page)
        [running] = tmp_path.glob("papertrail-serve-????????")
        assert running.name not in kept
        server.process.terminate()
        server.process.wait(PATIENCE)
        assert not running.exists()
    assert own.exists(), "it has another name"
