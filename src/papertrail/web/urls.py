"""The parts of URLs as HTTP and the DNS want them."""

from __future__ import annotations

import socket
from contextlib import suppress
from urllib.parse import SplitResult, quote, urlsplit

from papertrail.text.urls import fault_of


def parts_of(url: str) -> SplitResult | None:
    """The parts of a web URL. None for any other one."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and parts.port != 0 and not parts.username
    except ValueError:
        return None
    return parts if is_web and parts.hostname and not fault_of(url, internal=False) else None


def ascii_host(parts: SplitResult) -> str:
    """The host as the DNS has it. An invalid one stays as it is, and is not found."""
    host = (parts.hostname or "").rstrip(".")
    with suppress(UnicodeError):
        return host if host.isascii() else host.encode("idna").decode()
    return host


def encoded_target(location: str) -> str:
    """The target of a redirect, with its bytes outside ASCII and its spaces percent-encoded."""
    return quote(location.encode("latin-1", "replace"), safe="%/:=&?~#+!$,;'@()*[]")


def host_header(parts: SplitResult) -> str:
    """The value of the header `Host`."""
    host = ascii_host(parts)
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{parts.port}" if parts.port else name


def is_literal(host: str) -> bool:
    """Whether a host is an address, in any of the forms that the system accepts, such as `127.1`."""
    with suppress(OSError):
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        return True
    return False
