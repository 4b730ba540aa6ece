"""What became of a request: a response, or a failure. Both are values, whatever the network does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

_CHARSET = re.compile(r"(?i)\bcharset=[\"']?([\w.:-]{1,40})")
_START = 1024
"""Bytes of a page that may name its character set (https://html.spec.whatwg.org/multipage/semantics.html#charset)."""


@dataclass(frozen=True, kw_only=True)
class FetchLimits:
    """What an answer may take, with all its redirects."""

    bytes: int = 5 * 1024 * 1024
    """Of the decompressed body."""
    seconds: float = 30
    redirects: int = 8


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A complete answer with a status of success."""

    url: str
    """The last URL, after redirects."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By name, in lower case."""
    body: bytes = b""

    @property
    def type(self) -> str:
        """The media type, in lower case and without parameters; empty if there is none."""
        return media_type(self.headers)

    @property
    def text(self) -> str:
        """The body, in the character set that it or its headers name, or in UTF-8. Other bytes become `�`."""
        start = self.body[:_START].decode("ascii", "replace") if self.type == "text/html" else ""
        charset = _CHARSET.search(self.headers.get("content-type", "")) or _CHARSET.search(start)
        try:
            return self.body.decode(charset[1] if charset else "utf-8-sig", "replace")
        except (LookupError, ValueError):  # an unknown character set
            return self.body.decode("utf-8", "replace")


class FailureKind(Enum):
    """Why a request failed."""

    URL = "not a web address"
    REFUSED = "an address of a private network"
    UNKNOWN_HOST = "an unknown host"
    CONNECTION = "no connection, or one that broke off"
    TLS = "an invalid certificate"
    TIME = "too slow"
    SIZE = "too large"
    REDIRECTS = "too many redirects"
    STATUS = "an error status"
    TYPE = "another media type than requested"


@dataclass(frozen=True, kw_only=True)
class FetchFailure:
    """Why there is no response."""

    kind: FailureKind
    url: str
    """The URL that failed, which may be that of a redirect."""
    message: str
    """What happened, for people, on one line."""
    help: str
    """What to do."""
    status: int | None = None
    """The status of the answer, for `FailureKind.STATUS`; that of the last redirect, for `FailureKind.REDIRECTS`."""
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The headers of the answer, for `FailureKind.STATUS`, by name, in lower case."""
    text: str = ""
    """The start of the page, for `FailureKind.STATUS`."""
    retry_after: int | None = None
    """The seconds after which the host may be asked again, if it says so."""


def media_type(headers: Mapping[str, str]) -> str:
    """The media type of an answer."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()
