"""The HTTP client: one request, with its redirects, within limits."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import urllib3
from urllib3 import exceptions

from papertrail import __version__
from papertrail.text.strings import one_line, printable
from papertrail.text.urls import fault_of
from papertrail.web.answers import FailureKind, Fetched, FetchFailure, FetchLimits, media_type
from papertrail.web.hosts import Resolve, public_addresses, resolve

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
_LATER = "try again later"
_OFFLINE = "check your connection to the internet, or try again later"


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
        self._pause(urlsplit(url).hostname or "" if _parts(url) else "")
        # A thread, as neither the resolver of the system nor a server that sends its headers slowly can be interrupted.
        answers: SimpleQueue[Fetched | FetchFailure | BaseException] = SimpleQueue()
        deadline = time.monotonic() + limits.seconds
        request = _Fetch(self, accept, method, limits, deadline)
        Thread(target=lambda: answers.put(_caught(partial(request.follow, url))), daemon=True).start()
        try:
            answer = answers.get(timeout=limits.seconds)
        except Empty:
            return _slow(url, limits)
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
            message=f"{_name(url)} redirects more than {self.limits.redirects} times",
            help="open the address in a browser, and use the one that it ends at",
            status=status,
        )

    def _once(self, url: str) -> Fetched | FetchFailure | _Redirect:
        """The answer to one request."""
        parts = _parts(url)
        if parts is None:
            return FetchFailure(
                kind=FailureKind.URL,
                url=url,
                message=f'"{_shown(url)}" is not a web address',
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
                failure = _failure_of(error, url, self.limits)
                if not isinstance(error, exceptions.NewConnectionError | exceptions.ConnectTimeoutError):
                    break
        assert failure is not None
        return failure

    def _addresses(self, parts: SplitResult, url: str) -> list[tuple[str, int]] | FetchFailure:
        """Where to connect to. Each address was checked, and no name is resolved a second time."""
        host = _ascii_host(parts)
        server = self.client.test_server
        try:
            if server and not _is_literal(host) and not host.endswith(".invalid"):
                return [server]
            addresses = public_addresses(host, resolve if _is_literal(host) else self.client.resolve)
        except (OSError, UnicodeError) as error:
            if isinstance(error, OSError) and error.errno not in _NO_SUCH_HOST:
                message, help = f"the address of {_shown(host)} could not be looked up", _OFFLINE
                return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=message, help=help)
            return FetchFailure(
                kind=FailureKind.UNKNOWN_HOST,
                url=url,
                message=f"the host {_shown(host)} was not found",
                help="check the address and your connection to the internet",
            )
        if addresses is None:
            return FetchFailure(
                kind=FailureKind.REFUSED,
                url=url,
                message=f"{_name(url)} is not on the public internet, and was not opened",
                help="use a public address",
            )
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return [(address, port) for address in addresses]

    def _answer(self, parts: SplitResult, url: str, address: tuple[str, int]) -> Fetched | FetchFailure | _Redirect:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Host": _host_header(parts), "User-Agent": USER_AGENT, "Accept": self.accept}
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
                return _Redirect(urljoin(url, _encoded(location.strip())), answer.status)
            if not 200 <= answer.status < 300:
                return replace(_status_failure(answer.status, found, url), text=self._error_page(answer))
            if not _is_accepted(media_type(found), self.accept):
                return _type_failure(found, url, self.accept)
            body = self._body(answer)
            if body is None:
                return _slow(url, self.limits)
            if len(body) > self.limits.bytes:
                return FetchFailure(
                    kind=FailureKind.SIZE,
                    url=url,
                    message=f"{_name(url)} sent more than {self.limits.bytes >> 10:,} KiB",
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
            name = _ascii_host(parts)
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


# URLs


def _parts(url: str) -> SplitResult | None:
    """The parts of a web URL. None for any other one."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and parts.port != 0 and not parts.username
    except ValueError:
        return None
    return parts if is_web and parts.hostname and not fault_of(url, internal=False) else None


def _ascii_host(parts: SplitResult) -> str:
    """The host as the DNS has it. An invalid one stays as it is, and is not found."""
    host = (parts.hostname or "").rstrip(".")
    with suppress(UnicodeError):
        return host if host.isascii() else host.encode("idna").decode()
    return host


def _encoded(location: str) -> str:
    """The target of a redirect, with its bytes outside ASCII and its spaces percent-encoded."""
    return quote(location.encode("latin-1", "replace"), safe="%/:=&?~#+!$,;'@()*[]")


def _host_header(parts: SplitResult) -> str:
    host = _ascii_host(parts)
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{parts.port}" if parts.port else name


def _is_literal(host: str) -> bool:
    """Whether a host is an address, in any of the forms that the system accepts, such as `127.1`."""
    with suppress(OSError):
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        return True
    return False


def _is_accepted(media: str, accept: str) -> bool:
    types = [part.partition(";")[0].strip() for part in accept.split(",")]
    return "*/*" in types or media in types


# Failures


def _name(url: str) -> str:
    """The host of a URL, for messages."""
    parts = _parts(url)
    return _shown(parts.hostname or "" if parts else url)


def _shown(text: str) -> str:
    line = printable(one_line(text[:400]))
    return line if len(line) <= 120 else f"{line[:119]}…"


def _slow(url: str, limits: FetchLimits) -> FetchFailure:
    message = f"{_name(url)} did not answer completely within {limits.seconds:g} seconds"
    return FetchFailure(kind=FailureKind.TIME, url=url, message=message, help=_LATER)


def _failure_of(error: Exception, url: str, limits: FetchLimits) -> FetchFailure:
    name = _name(url)
    if isinstance(error, exceptions.NewConnectionError):
        message = f"no connection to {name}"
        return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=message, help=_OFFLINE)
    if isinstance(error, exceptions.TimeoutError | TimeoutError):
        return FetchFailure(kind=FailureKind.TIME, url=url, message=f"{name} did not answer in time", help=_LATER)
    if isinstance(error, exceptions.SSLError | ssl.SSLError):
        message, help = f"the certificate of {name} is not valid", "open the address in a browser to see why"
        return FetchFailure(kind=FailureKind.TLS, url=url, message=message, help=help)
    if isinstance(error, exceptions.DecodeError):
        return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=f"{name} sent damaged data", help=_LATER)
    message = f"{name} broke off its answer, or did not answer in HTTP"
    return FetchFailure(kind=FailureKind.CONNECTION, url=url, message=message, help=_LATER)


_HELP = {
    401: "the page is not public; use another address of the paper",
    403: "the site does not answer programs; give the DOI of the paper, or save its BibTeX as a file and add the file",
    404: "check the identifier or the address",
    410: "the page was removed; use another address of the paper",
}


def _status_failure(status: int, headers: Mapping[str, str], url: str) -> FetchFailure:
    try:
        meaning = HTTPStatus(status).phrase.lower()
    except ValueError:
        meaning = "an unknown status"
    retry = _seconds_in(headers.get("retry-after", "").strip())
    later = f"try again in {retry} seconds" if retry else _LATER
    return FetchFailure(
        kind=FailureKind.STATUS,
        url=url,
        message=f"{_name(url)} answered {status} ({meaning})",
        help=later if status == 429 or status >= 500 else _HELP.get(status, "open the address in a browser to see why"),
        status=status,
        headers=headers,
        retry_after=retry,
    )


def _seconds_in(retry_after: str) -> int | None:
    """The seconds of `Retry-After: 120` or `Retry-After: Fri, 31 Dec 2027 23:59:59 GMT`."""
    if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 10:
        return int(retry_after)
    try:
        time_of_retry = parsedate_to_datetime(retry_after)
        return max(0, round(time_of_retry.timestamp() - time.time()))
    except (ValueError, OverflowError, TypeError):
        return None


def _type_failure(headers: Mapping[str, str], url: str, accept: str) -> FetchFailure:
    media = _shown(media_type(headers)) or "no media type"
    wanted = accept.partition(",")[0].partition(";")[0]
    help = "use the address of the page about the paper" if media == "application/pdf" else _LATER
    return FetchFailure(
        kind=FailureKind.TYPE, url=url, message=f"{_name(url)} sent {media} instead of {wanted}", help=help
    )
