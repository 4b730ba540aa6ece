"""The connections of the development server: how many there are at once, and how long they may take."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from papertrail.publishing.live_http import Response, is_complete

if sys.platform != "win32":
    import resource


def _connections() -> int:
    if sys.platform == "win32":
        return 128
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 128 if files == resource.RLIM_INFINITY else max(4, min(128, files // 2))


CONNECTIONS = _connections()
"""The most connections at once: they leave half of the files that the process may open to the rest of the program."""
WAITING_PAGES = CONNECTIONS // 4
"""The most pages at once whose browsers are informed of a new version at once. Others ask every three seconds."""
_TO_REQUEST = 10.0
"""Seconds in which a browser must send its request."""
_TO_READ = 30.0
"""Seconds in which a browser must read a part of the response."""
_TO_CLOSE = 2.0
"""Seconds in which a browser must close the connection after the response."""
_GRACE = 1.0
"""Seconds that a browser gets in any case."""
_PATIENCE = 10.0
"""Seconds that a new connection waits while all others are being answered."""
_PART = 65_536


class Connections:
    """The open connections. If there are too many, the one that has kept the server waiting longest is closed.

    Browsers open connections in advance, and programs may hold them open on purpose: neither keeps others out.
    """

    def __init__(self, most: int = CONNECTIONS) -> None:
        self._most = most
        self._waiting_since: dict[socket.socket, float] = {}
        """Connections whose other end must send or read something, the longest first."""
        self._answering: set[socket.socket] = set()
        self._changed = threading.Condition()

    def admit(self, connection: socket.socket) -> bool:
        """Add a connection when there is room for it. Return False if all others are being answered for too long."""
        end = time.monotonic() + _PATIENCE
        with self._changed:
            while len(self._waiting_since) + len(self._answering) >= self._most:
                now = time.monotonic()
                oldest = next(iter(self._waiting_since), None)
                due = end if oldest is None else self._waiting_since[oldest] + _GRACE
                if now < due:
                    self._changed.wait(due - now)
                elif oldest is None:
                    return False
                else:
                    self._cut(oldest)
            self._waiting_since[connection] = time.monotonic()
        return True

    def _cut(self, connection: socket.socket) -> None:
        del self._waiting_since[connection]
        with suppress(OSError):  # its other end was faster
            connection.shutdown(socket.SHUT_RDWR)

    def release(self, connection: socket.socket) -> None:
        """Remove a connection."""
        with self._changed:
            self._waiting_since.pop(connection, None)
            self._answering.discard(connection)
            self._changed.notify()

    @contextmanager
    def answering(self, connection: socket.socket) -> Iterator[None]:
        """Keep a connection open while a response is prepared: its other end cannot do anything about that."""
        with self._changed:
            self._check(connection)
            del self._waiting_since[connection]
            self._answering.add(connection)
        try:
            yield
        finally:
            with self._changed:
                self._answering.discard(connection)
                self._waiting_since[connection] = time.monotonic()
                self._changed.notify()

    def progress(self, connection: socket.socket) -> None:
        """Note that the other end of a connection has read something. Raise `OSError` if the connection was closed."""
        with self._changed:
            self._check(connection)
            del self._waiting_since[connection]
            self._waiting_since[connection] = time.monotonic()

    def _check(self, connection: socket.socket) -> None:
        if connection not in self._waiting_since:
            raise ConnectionAbortedError("closed to make room")


def exchange(connection: socket.socket, connections: Connections, answer: Callable[[bytes], Response]) -> None:
    """Answer the request of a connection. Raise `OSError` if the other end is too slow, or gone.

    `answer` gets the request as bytes, at least up to the end of its headers.
    """
    received = _received(connection)
    if not received:
        return
    with connections.answering(connection):
        response = answer(received)
    with response.body as body:
        part = response.head + body.read(_PART)
        while part:
            connection.settimeout(_TO_READ)
            connection.sendall(part)
            connections.progress(connection)
            part = body.read(_PART)
    _drain(connection)


def is_gone(connection: socket.socket) -> bool:
    """Whether the other end of a connection has closed it."""
    try:
        connection.setblocking(False)
        return not connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True


def _received(connection: socket.socket) -> bytes:
    """Receive a request, at least up to the end of its headers. Return nothing if the other end closes first."""
    received, part = bytearray(), b""
    end = time.monotonic() + _TO_REQUEST
    while not received or not is_complete(received, len(received) - len(part) - 3):
        connection.settimeout(max(end - time.monotonic(), 0.001))
        part = connection.recv(_PART)
        if not part:
            return b""
        received += part if received else part.lstrip(b"\r\n")
    return bytes(received)


def _drain(connection: socket.socket) -> None:
    """Receive what was sent without being needed: if it were not, the system would discard the end of the response."""
    connection.shutdown(socket.SHUT_WR)
    end = time.monotonic() + _TO_CLOSE
    with suppress(TimeoutError):
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(_PART):
                return
