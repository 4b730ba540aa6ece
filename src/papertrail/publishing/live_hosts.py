"""Which names the server answers to.

A page of another site can give its own name the address of this machine, and would then be allowed to read a list that
is not published. The browser still sends that name in the header Host, so foreign names are refused.
"""

from __future__ import annotations

import ipaddress
import re

_HOST = re.compile(r"(?:\[([^\[\]]+)\]|([^:\[\]]+))(?::[0-9]{0,5})?")


def is_served(host: str, served: str, machine: str) -> bool:
    """Whether the value of a header Host names a server that listens on the host `served` of a machine.

    Any port is fine: it differs from the server's own if the port is forwarded. A server that other machines can reach
    also answers to the name of the machine, and to any IP address, because only names can be given another address.

    >>> is_served("localhost:8000", "127.0.0.1", "desk"), is_served("evil.example", "127.0.0.1", "desk")
    (True, False)
    """
    parsed = _HOST.fullmatch(host)
    if parsed is None:
        return False
    name = (parsed[1] or parsed[2]).lower().removesuffix(".")
    if name in ("localhost", served.lower()) and not parsed[1]:
        return True
    local = served == "localhost" or _is_loopback(served)
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return not local and not parsed[1] and name in _names(machine)
    return not local or _is_loopback(name)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _names(machine: str) -> tuple[str, ...]:
    """The names of a machine: in full, without its domain, and in the network without a name server.

    >>> _names("Desk.example.org")
    ('desk.example.org', 'desk', 'desk.local')
    """
    full = machine.lower().removesuffix(".")
    short = full.partition(".")[0]
    return (full, short, f"{short}.local") if short else ()
