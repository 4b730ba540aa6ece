"""The HTTP client: whatever a server does, the answer is a value."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from papertrail import __version__
from papertrail.web import Client, FailureKind, Fetched, FetchFailure, FetchLimits
from papertrail.web.hosts import is_public
from support.paper_servers import (
    Fault,
    PaperServer,
    bomb,
    damaged,
    half,
    hangs_up,
    instead,
    no_http,
    paper_server,
    slow,
    status,
)

PAGE = "https://tidal.example.org/articles/anchor"
HOST = "tidal.example.org"


@pytest.fixture
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        yield running


@pytest.fixture
def client(server: PaperServer) -> Client:
    return Client.of({"PAPERTRAIL_TEST_SERVER_PORT": str(server.port)})


def failure(answer: Fetched | FetchFailure) -> FetchFailure:
    assert isinstance(answer, FetchFailure), answer
    assert answer.message == " ".join(answer.message.split())
    assert answer.help
    return answer


def test_a_page_is_fetched_with_the_name_of_the_program(server: PaperServer, client: Client) -> None:
    answer = client.fetch(PAGE, accept="text/html")
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.status, answer.type) == (PAGE, 200, "text/html")
    assert "An Anchor for Small Boats" in answer.text
    assert server.headers[0]["User-Agent"].startswith(f"papertrail/{__version__} ")
    assert server.headers[0]["Accept"] == "text/html"


def test_redirects_are_followed(client: Client) -> None:
    answer = client.fetch("https://doi.org/10.5281/zenodo.7654321")
    assert isinstance(answer, Fetched)
    assert answer.url == "https://data.crosscite.org/10.5281/zenodo.7654321"


def test_a_head_request_has_no_body(client: Client) -> None:
    answer = client.fetch(PAGE, method="HEAD")
    assert isinstance(answer, Fetched)
    assert answer.body == b""


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (status(404), FailureKind.STATUS),
        (status(500), FailureKind.STATUS),
        (status(302), FailureKind.STATUS),
        (status(799), FailureKind.STATUS),
        (instead(b"{}", "application/json"), FailureKind.TYPE),
        (instead(b"x", ""), FailureKind.TYPE),
        (instead(b"x" * 20_001), FailureKind.SIZE),
        (bomb, FailureKind.SIZE),
        (damaged, FailureKind.CONNECTION),
        (half, FailureKind.CONNECTION),
        (hangs_up, FailureKind.CONNECTION),
        (no_http, FailureKind.CONNECTION),
        (slow, FailureKind.TIME),
    ],
)
def test_each_fault_is_a_failure(server: PaperServer, client: Client, fault: Fault, kind: FailureKind) -> None:
    server.faults[HOST] = fault
    limits = FetchLimits(bytes=20_000, seconds=0.4 if fault is slow else 30)
    answer = failure(client.fetch(PAGE, accept="text/html", limits=limits))
    assert answer.kind is kind
    assert HOST in answer.message


def test_an_absent_server_is_a_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        client = Client(test_server=free.getsockname())
    assert failure(client.fetch(PAGE)).kind is FailureKind.CONNECTION


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("soon", None), ("9" * 30, None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("-3", None)],
)
def test_the_time_of_a_retry_is_part_of_the_failure(
    server: PaperServer, client: Client, header: str, seconds: int | None
) -> None:
    server.faults[HOST] = status(429, Retry_After=header)
    answer = failure(client.fetch(PAGE))
    assert (answer.status, answer.retry_after) == (429, seconds)


# Private networks


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://0/",
        "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/", "http://[2002:7f00:1::]/", "http://10.0.0.1:8080/x",
        "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(client: Client, server: PaperServer, url: str) -> None:
    for each in (client, Client()):
        assert failure(each.fetch(url)).kind is FailureKind.REFUSED
    assert server.requests == []


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::1", "2606:4700::1111"], []])
def test_a_host_with_a_private_address_is_refused(addresses: list[str]) -> None:
    client = Client(resolve=lambda host: addresses)
    assert failure(client.fetch("https://rebinding.example.org/")).kind is FailureKind.REFUSED


@pytest.mark.parametrize(("path", "kind"), [
    ("private", FailureKind.REFUSED), ("metadata", FailureKind.REFUSED), ("file", FailureKind.URL),
    ("loop", FailureKind.REDIRECTS),
])  # fmt: skip
def test_each_redirect_is_checked(client: Client, path: str, kind: FailureKind) -> None:
    assert failure(client.fetch(f"https://evil.example.org/{path}")).kind is kind


def test_connections_go_to_the_address_that_was_checked(server: PaperServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to another address the second time gains nothing."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    monkeypatch.setattr("papertrail.web.hosts.is_public", lambda address: True)
    client = Client(resolve=lambda host: next(answers))
    answer = client.fetch(f"http://tidal.example.org:{server.port}/articles/anchor")
    assert failure(answer).status == 404  # the port is part of the host that the server sees
    assert server.requests == [f"tidal.example.org:{server.port}/articles/anchor"]


CERTIFICATE = Path(__file__).parent / "support" / "tls" / "paper.example.org.pem"
"""A certificate that only these tests trust, and its key, also only for them."""


@pytest.mark.parametrize(
    ("host", "is_trusted", "kind"),
    [
        ("paper.example.org", True, FailureKind.STATUS),
        ("paper.example.org", False, FailureKind.TLS),
        ("other.example.org", True, FailureKind.TLS),
    ],
)
def test_the_certificate_must_be_that_of_the_host(
    server: PaperServer, monkeypatch: pytest.MonkeyPatch, host: str, is_trusted: bool, kind: FailureKind
) -> None:
    """The connection goes to an address, but the certificate is compared with the name."""
    secure, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    secure.load_cert_chain(CERTIFICATE)
    if is_trusted:
        trusting.load_verify_locations(CERTIFICATE)
    server.socket = secure.wrap_socket(server.socket, server_side=True)
    monkeypatch.setattr("papertrail.web.hosts.is_public", lambda address: True)
    client = Client(resolve=lambda host: ["127.0.0.1"], tls=trusting)
    answer = failure(client.fetch(f"https://{host}:{server.port}/"))
    assert answer.kind is kind


def test_a_host_without_addresses_is_not_found() -> None:
    def resolve(host: str) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert failure(Client(resolve=resolve).fetch("https://nowhere.example.org/")).kind is FailureKind.UNKNOWN_HOST


@pytest.mark.parametrize("url", [
    "ftp://example.org/", "https://", "https://user@example.org/", "https://example.org:99999/", "https://[::1",
    "javascript:alert(1)", "https://exa mple.org/", "", "https://example.org/\n", "//example.org/",
])  # fmt: skip
def test_only_web_addresses_are_fetched(client: Client, server: PaperServer, url: str) -> None:
    assert failure(client.fetch(url)).kind is FailureKind.URL
    assert server.requests == []


def test_any_text_is_a_public_address_or_not() -> None:
    assert [is_public(text) for text in ("8.8.8.8", "2606:4700::1111", "fe80::1%eth0", "x", "")] == [
        True,
        True,
        *[False] * 3,
    ]


@pytest.mark.parametrize("value", ["", "x", "-1", "１２", "123456"])
def test_the_test_server_is_a_port_of_this_machine(value: str) -> None:
    assert Client.of({"PAPERTRAIL_TEST_SERVER_PORT": value}).test_server is None
    assert Client.of({"PAPERTRAIL_TEST_SERVER_PORT": "80"}).test_server == ("127.0.0.1", 80)
