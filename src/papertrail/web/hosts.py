"""The addresses of a host, of which all must be public."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from itertools import islice

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], list[str]]
"""Finds the addresses of a host. Raises `OSError` if it has none."""

_MOST = 4
"""Addresses of a host that are tried."""
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
"""Addresses of networks that translate IPv6 to IPv4: the last 32 bits are an IPv4 address (RFC 6052, RFC 8215)."""


def resolve(host: str) -> list[str]:
    """The addresses of a host, as the system finds them. No host has a name that ends in `.invalid` (RFC 2606)."""
    if host.endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def public_addresses(host: str, find: Resolve) -> list[str] | None:
    """The addresses of a host. None if one of them is not public.

    A host with a public and a private address is refused, as its owner can choose which one is used.
    """
    addresses = list(dict.fromkeys(find(host)))
    return list(islice(addresses, _MOST)) if addresses and all(map(is_public, addresses)) else None


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet.

    >>> is_public("1.1.1.1"), is_public("127.0.0.1"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False, False)
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(part.is_global and not part.is_multicast for part in (address, *_inner(address)))


def _inner(address: Address) -> Iterator[Address]:
    """The IPv4 addresses in an IPv6 address."""
    if isinstance(address, ipaddress.IPv6Address):
        yield from (inner for inner in (address.sixtofour, *(address.teredo or ())) if inner)
        if address.ipv4_mapped or any(address in network for network in _TRANSLATED):
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
