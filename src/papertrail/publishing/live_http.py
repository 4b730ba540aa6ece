"""Requests and responses of HTTP/1 as values. Each connection carries one of each."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

HEAD_LIMIT = 65_536
"""The most bytes that the request line and the headers may have."""

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE = re.compile(rf"({_WORD}) ([^\x00-\x20\x7f]+) HTTP/1\.([01])")
_HEADER = re.compile(rf"({_WORD}):([^\x00-\x08\x0a-\x1f\x7f]*)")
_END = re.compile(rb"\n\r?\n")
_SENT_AS_IS = "!#$%&'()*+,/:;=?@[]~"
"""Characters of a query that may stay as they are in a header."""


class BadRequestError(Exception):
    """Something is not a request that browsers send; the message describes why."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request without its body. Each byte is a character."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    """The headers in their order, with names in lower case."""

    def header(self, name: str) -> str | None:
        """Return the value of a header; None if there is none. Raise `BadRequestError` if it is repeated."""
        values = [value for key, value in self.headers if key == name]
        if len(values) > 1:
            raise BadRequestError(f'duplicate header "{name}"')
        return values[0] if values else None

    @property
    def path(self) -> str:
        """The decoded path. Raises `BadRequestError` if it is not UTF-8, or not a path."""
        path = self.target.partition("?")[0]
        if not path.startswith("/"):
            raise BadRequestError("the path does not start with a slash")
        try:
            return unquote_to_bytes(path.encode("latin-1")).decode()
        except UnicodeDecodeError:
            raise BadRequestError("the path is not UTF-8") from None

    @property
    def query(self) -> str:
        """The query with its question mark, as it may stand in a header; empty if there is none."""
        _, mark, query = self.target.partition("?")
        return mark + quote(query.encode("latin-1"), safe=_SENT_AS_IS)


@dataclass(frozen=True, kw_only=True)
class Response:
    """A response, whose body is a file. Close the body."""

    status: HTTPStatus
    body: BinaryIO
    size: int
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, status: HTTPStatus, content: bytes, content_type: str, **headers: str) -> Response:
        """Return a response with this content."""
        fields = (("Content-Type", content_type), *headers.items())
        return cls(status=status, body=io.BytesIO(content), size=len(content), headers=fields)

    @classmethod
    def text(cls, status: HTTPStatus, explanation: str, **headers: str) -> Response:
        """Return a response that explains an error, or a redirect, in plain text."""
        content = f"{status.value} {status.phrase}\n\n{explanation}\n".encode()
        return cls.of(status, content, "text/plain; charset=utf-8", **headers)

    def without_body(self) -> Response:
        """Return the response to a HEAD request."""
        self.body.close()
        return replace(self, body=io.BytesIO())

    @property
    def head(self) -> bytes:
        """The status line and the headers."""
        fields = (
            *self.headers,
            ("Content-Length", str(self.size)),
            ("Connection", "close"),
            # No page of another site may read or embed anything: the list may be unpublished.
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
        )
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}", *(f"{name}: {value}" for name, value in fields)]
        return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")


def is_complete(received: bytes | bytearray, start: int = 0) -> bool:
    """Whether no more bytes of a request are needed: its end is found after `start`, or it is malformed anyway."""
    malformed = len(received) > HEAD_LIMIT or not received[:1].isalpha()
    return malformed or _END.search(received, max(start, 0)) is not None


def parse_request(received: bytes) -> Request:
    """Parse the head of a request, and ignore its body. Raise `BadRequestError` if it is malformed.

    >>> parse_request(b"GET /papers/?q=1 HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n").header("host")
    'localhost'
    """
    end = _END.search(received)
    if end is None:
        raise BadRequestError("not a request of HTTP/1, or longer than 64 KiB")
    first, *lines = received[: end.start()].decode("latin-1").split("\n")
    parsed = _REQUEST_LINE.fullmatch(first.removesuffix("\r"))
    if parsed is None:
        raise BadRequestError("malformed request line")
    headers = []
    for line in lines:
        header = _HEADER.fullmatch(line.removesuffix("\r"))
        if header is None:
            raise BadRequestError("malformed header")
        headers.append((header[1].lower(), header[2].strip(" \t")))
    request = Request(method=parsed[1], target=parsed[2], headers=tuple(headers))
    host = request.header("host")
    if host == "" or (host is None and parsed[3] == "1"):
        raise BadRequestError('missing header "host"')
    return request
