"""The HTTP client: one request, with its redirects, within limits."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3 import exceptions

from papertrail import __version__
from papertrail.text.strings import printable
from papertrail.web.answers import FailureKind, Fetched, FetchFailure, FetchLimits, media_type
from papertrail.web.failures import (
    OFFLINE,
    connection_failure,
    host_shown,
    shown,
    status_failure,
    too_slow,
    type_failure,
)
from papertrail.web.hosts import Resolve, public_addresses, resolve
from papertrail.web.urls import ascii_host, encoded_target, host_header, is_literal, parts_of

USER_AGENT = f"papertrail/{__version__} (mkdocs-papertrail, a generator of reading lists)"
PAUSES = {"export.arxiv.org": 3.0, "arxiv.org": 3.0, "api.crossref.org": 1.0, "api.datacite.org": 1.0}
"""Seconds between two requests to a host, as its operators ask (https://info.arxiv.org/help/api/tou.html)."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16
_ERROR_PAGE = 1 << 14
"""Bytes of a page with an error status that are read."""
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
"""What the resolver says of hosts that do not exist. It says something else if it gets no answer."""
_OPERATION = 10.0
"""Seconds that the network may be silent."""
_LIMITS = FetchLimits()


@dataclass(frozen=True, kw_only=True)
class Client:
    """Fetches URLs of public hosts."""

    resolve: Resolve = resolve
    test_server: tuple[str, int] | None = None
    """A server on this machine that answers for all hosts, without TLS. For tests only."""
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    _last: dict[str, float] = field(default_factory=dict)
    """When a request to a host started."""

    @staticmethod
    def of(environment: Mapping[str, str]) -> Client:
        """The client for an environment: for tests, the port of a server is in `PAPERTRAIL_TEST_SERVER_PORT`."""
        port = environment.get("PAPERTRAIL_TEST_SERVER_PORT", "")
        is_port = port.isascii() and port.isdecimal() and len(port) <= 5
        return Client(test_server=("127.0.0.1", int(port)) if is_port else None)

    def fetch(
        self, url: str, *, accept: str = "*/*", method: str = "GET", limits: FetchLimits = _LIMITS
    ) -> Fetched | FetchFailure:
        """Fetch a URL, and follow its redirects.

        `accept` are the media types to accept: an answer of another type is a failure. It never raises an exception
        for what the network does, and returns within the time of `limits`, apart from an instant.
        """
        self._pause(urlsplit(url).hostname or "" if parts_of(url) else "")
        # A thread, as neither the resolver of the system nor a server that sends its headers slowly can be interrupted.
        answers: SimpleQueue[Fetched | FetchFailure | BaseException] = SimpleQueue()
        deadline = time.monotonic() + limits.seconds
        request = _Fetch(self, accept, method, limits, deadline)
        Thread(target=lambda: answers.put(_caught(partial(request.follow, url))), daemon=True).start()
        try:
            answer = answers.get(timeout=limits.seconds)
        except Empty:
            return too_slow(url, limits)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _pause(self, host: str) -> None:
        """Wait until a host may be asked again."""
        if not self.test_server and host in PAUSES and host in self._last:
            time.sleep(max(0.0, self._last[host] + PAUSES[host] - time.monotonic()))
        self._last[host] = time.monotonic()


def _caught(function: partial[Fetched | FetchFailure]) -> Fetched | FetchFailure | BaseException:
    try:
        return function()
    except BaseException as error:  # raised again in the thread that waits
        return error


@dataclass(frozen=True)
class _Redirect:
    url: str
    status: int


@dataclass(frozen=True)
class _Fetch:
    client: Client
    accept: str
    method: str
    limits: FetchLimits
    deadline: float

    def follow(self, url: str) -> Fetched | FetchFailure:
        status = 0
        for _ in range(self.limits.redirects + 1):
            answer = self._once(url)
            if not isinstance(answer, _Redirect):
                return answer
            url, status = answer.url, answer.status
        return FetchFailure(
            kind=FailureKind.REDIRECTS,
            url=url,
            message=f"{host_shown(url)} redirects more than {self.limits.redirects} times",
            help="open the address in a browser, and use the one that it ends at",
            status=status,
        )

    def _once(self, url: str) -> Fetched | FetchFailure | _Redirect:
        """The answer to one request."""
        parts = parts_of(url)
        if parts is None:
            return FetchFailure(
                kind=FailureKind.URL,
                url=url,
                message=f'"{shown(url)}" is not a web address',
                help="use one with https://",
            )
        addresses = self._addresses(parts, url)
        if isinstance(addresses, FetchFailure):
            return addresses
        failure = None
        for address in addresses:
            try:
                return self._answer(parts, url, address)
            except (exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
                failure = connection_failure(error, url)
                if not isinstance(error, exceptions.NewConnectionError | exceptions.ConnectTimeoutError):
                    break
        assert failure is not None
        return failure

    def _addresses(self, parts: SplitResult, url: str) -> list[tuple[str, int]] | FetchFailure:
        """Where to connect to. Each address was checked, and no name is resolved a second time."""
        host = ascii_host(parts)
        server = self.client.test_server
        try:
            if server and not is_literal(host) and not host.endswith(".invalid"):
                return [server]
            addresses = public_addresses(host, resolve if is_literal(host) else self.client.resolve)
        except (OSError, UnicodeError) as error:
            if isinstance(error, OSError) and error.errno not in _NO_SUCH_HOST:
                message, help = f"the address of {shown(host)} could not be looked up", OFFLINE
                return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=message, help=help)
            return FetchFailure(
                kind=FailureKind.UNKNOWN_HOST,
                url=url,
                message=f"the host {shown(host)} was not found",
                help="check the address and your connection to the internet",
            )
        if addresses is None:
            return FetchFailure(
                kind=FailureKind.REFUSED,
                url=url,
                message=f"{host_shown(url)} is not on the public internet, and was not opened",
                help="use a public address",
            )
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return [(address, port) for address in addresses]

    def _answer(self, parts: SplitResult, url: str, address: tuple[str, int]) -> Fetched | FetchFailure | _Redirect:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Host": host_header(parts), "User-Agent": USER_AGENT, "Accept": self.accept}
        seconds = min(_OPERATION, max(0.01, self.deadline - time.monotonic()))
        with self._pool(parts, address) as pool:
            answer = pool.urlopen(
                self.method,
                target,
                headers={**headers, "Accept-Encoding": "gzip"},
                timeout=urllib3.Timeout(connect=seconds, read=seconds),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            found = {name.lower(): printable(value) for name, value in answer.headers.items()}
            if answer.status in _REDIRECTS and (location := answer.headers.get("location")):
                return _Redirect(urljoin(url, encoded_target(location.strip())), answer.status)
            if not 200 <= answer.status < 300:
                return replace(status_failure(answer.status, found, url), text=self._error_page(answer))
            if not _is_accepted(media_type(found), self.accept):
                return type_failure(found, url, self.accept)
            body = self._body(answer)
            if body is None:
                return too_slow(url, self.limits)
            if len(body) > self.limits.bytes:
                return FetchFailure(
                    kind=FailureKind.SIZE,
                    url=url,
                    message=f"{host_shown(url)} sent more than {self.limits.bytes >> 10:,} KiB",
                    help="use another address of the paper",
                )
            return Fetched(url=url, status=answer.status, headers=found, body=body)

    def _error_page(self, answer: urllib3.BaseHTTPResponse) -> str:
        """The start of a page that is only read to see what it is, so that whatever happens is no failure."""
        try:
            return answer.read(_ERROR_PAGE).decode("utf-8", "replace")
        except (exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
            return ""

    @contextmanager
    def _pool(self, parts: SplitResult, address: tuple[str, int]) -> Iterator[urllib3.HTTPConnectionPool]:
        """Connections to a checked address. The certificate must be that of the host."""
        host = f"[{address[0]}]" if ":" in address[0] else address[0]
        if parts.scheme == "https" and not self.client.test_server:
            name = ascii_host(parts)
            pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
                host, address[1], ssl_context=self.client.tls, server_hostname=name, assert_hostname=name
            )
        else:
            pool = urllib3.HTTPConnectionPool(host, address[1])
        try:
            yield pool
        finally:
            pool.close()

    def _body(self, answer: urllib3.BaseHTTPResponse) -> bytes | None:
        """The decompressed body, up to one byte more than the limit. None if it takes too long."""
        body = bytearray()
        while len(body) <= self.limits.bytes:
            if time.monotonic() > self.deadline:
                return None
            chunk = answer.read(min(_CHUNK, self.limits.bytes + 1 - len(body)))
            if not chunk:
                break
            body += chunk
        answer.close()
        return bytes(body)


def _is_accepted(media: str, accept: str) -> bool:
    types = [part.partition(";")[0].strip() for part in accept.split(",")]
    return "*/*" in types or media in types
