"""Connections that keep the server waiting make room for others."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus

import pytest

from papertrail.publishing import live_connections
from papertrail.publishing.live_connections import Connections, exchange, is_gone
from papertrail.publishing.live_http import Response

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


class Pairs:
    """Connections, each with the end of the server and that of the browser."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def new(self) -> tuple[socket.socket, socket.socket]:
        ours, theirs = socket.socketpair()
        return self._stack.enter_context(ours), self._stack.enter_context(theirs)


@pytest.fixture
def pairs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pairs]:
    for name in ("_TO_REQUEST", "_TO_READ", "_TO_CLOSE", "_GRACE", "_PATIENCE"):
        monkeypatch.setattr(live_connections, name, 0.05)
    with ExitStack() as stack:
        yield Pairs(stack)


def answer(received: bytes) -> Response:
    return Response.of(HTTPStatus.OK, received, "text/plain")


def test_an_idle_connection_makes_room(pairs: Pairs) -> None:
    connections = Connections(most=2)
    idle, its_end = pairs.new()
    other, _ = pairs.new()
    assert connections.admit(idle)
    assert connections.admit(other)
    assert connections.admit(pairs.new()[0])
    assert its_end.recv(1) == b"", "the first one was closed"
    with pytest.raises(OSError, match="make room"):
        connections.progress(idle)
    with pytest.raises(OSError, match="make room"), connections.answering(idle):
        pass
    connections.progress(other)


def test_a_connection_that_reads_is_not_the_one_that_waits_longest(pairs: Pairs) -> None:
    connections = Connections(most=2)
    (reads, _), (idle, its_end) = pairs.new(), pairs.new()
    connections.admit(reads)
    connections.admit(idle)
    connections.progress(reads)
    connections.admit(pairs.new()[0])
    assert its_end.recv(1) == b""
    connections.progress(reads)


def test_a_connection_that_is_being_answered_stays_and_others_wait(pairs: Pairs) -> None:
    connections = Connections(most=1)
    first, second = pairs.new()[0], pairs.new()[0]
    assert connections.admit(first)
    with connections.answering(first):
        assert not connections.admit(second), "for too long"
        waiting = threading.Thread(target=connections.release, args=[first])
        waiting.start()
        assert connections.admit(second)
        waiting.join()


@pytest.mark.parametrize("request_bytes", [REQUEST, b"\r\n\r\n" + REQUEST, REQUEST + b"a body"])
def test_a_request_is_answered(pairs: Pairs, request_bytes: bytes) -> None:
    connections = Connections()
    ours, theirs = pairs.new()
    connections.admit(ours)
    theirs.sendall(request_bytes)
    exchange(ours, connections, answer)
    response = theirs.recv(65_536)
    assert response.startswith(b"HTTP/1.1 200 OK\r\n")
    assert response.endswith(b"\r\n\r\n" + request_bytes.lstrip())


@pytest.mark.parametrize("sent", [b"", b"GET / HT", REQUEST[:-2]])
def test_half_a_request_is_not_waited_for(pairs: Pairs, sent: bytes) -> None:
    connections = Connections()
    ours, theirs = pairs.new()
    connections.admit(ours)
    theirs.sendall(sent)
    with pytest.raises(TimeoutError):
        exchange(ours, connections, answer)
    ours, theirs = pairs.new()
    connections.admit(ours)
    theirs.sendall(sent)
    theirs.close()
    exchange(ours, connections, answer)


def test_a_response_that_nobody_reads_is_not_waited_for(pairs: Pairs) -> None:
    connections = Connections()
    ours, theirs = pairs.new()
    connections.admit(ours)
    theirs.sendall(REQUEST)
    body = io.BytesIO(b"a" * 10_000_000)
    with pytest.raises(TimeoutError):
        exchange(ours, connections, lambda _: Response(status=HTTPStatus.OK, body=body, size=1, headers=()))
    assert body.closed


def test_a_browser_that_closes_its_end_is_gone(pairs: Pairs) -> None:
    ours, theirs = pairs.new()
    assert not is_gone(ours)
    theirs.sendall(b"more")
    assert not is_gone(ours)
    ours.recv(4)
    theirs.close()
    assert is_gone(ours)
