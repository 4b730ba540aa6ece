"""Generated requests for a development server: mostly almost right, in each of the ways in which requests go wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

METHODS = [
    "GET",
    "GET",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "G\x00T",
    "",
    "(",
    "É",
]
VERSIONS = [
    "HTTP/1.1",
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/2.0",
    "HTTP/1.10",
    "HTTP/1.²",
    "http/1.1",
    "",
    "HTTP/9" * 99,
]
SEGMENTS = [
    *("..", ".", "", "...", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%5c", "..\\", "%5c", "\\", "%2f", "%00", "\x00"),
    *("%ff", "\xff", "%c0%ae", "%ed%a0%80", "%", "%zz", "%u002e"),
    *("é", "%C3%A9", "%E2%80%AE", "\x7f", "\x1b[31m", "~", "*"),
    *("index.html", "INDEX.HTML", ".papertrail", ".git", "nul"),
    *("con", "C:", "etc/passwd", "a" * 300, "a" * 70_000, "404.html"),
    *("secret.txt", "evil.example", "@evil.example", "livereload"),
    *("%0d%0aX-Evil: 1", "%0aX-Evil:1", ";a", "?", "#", "%3f"),
]  # fmt: skip
ROOTS = [
    "//evil.example/",
    "/\\evil.example/",
    "http://evil.example/",
    "http://localhost/",
    "file:///",
    "*",
    "",
    "///",
    "/./",
]
HOSTS = [
    *("evil.example", "evil.example:80", "localhost.evil.example"),
    *("127.0.0.1.evil.example", "192.0.2.1", "[::2]", "", ":"),
    *("localhost:99999999", "localhost, evil.example"),
    *("localhost evil.example", "[", "[]", "]", "a" * 9_000, "\x00", "é"),
]  # fmt: skip
GOOD_HOSTS = ["localhost", "127.0.0.1", "[::1]", "LOCALHOST:1"]
HEADERS = [
    *("Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked"),
    *("Connection: keep-alive", "Upgrade: h2c", "Expect: 100-continue"),
    *("Range: bytes=0-", "Range: bytes=-1,5-,x", "TE: x"),
    *("X-Forwarded-Host: evil.example", "Cookie: " + "a" * 20_000),
    *("Cookie: " + "a" * 70_000, "No colon", ": none", " fold"),
    *("A : b", "A: \x00", "A: \x1b[2J", "A: é", "If-None-Match: *"),
    *("Sec-Fetch-Site: cross-site", "Referer: \x9b", "A:" * 500),
    *("Host: evil.example", "Host: localhost", "host:evil.example"),
    *("Origin: null", "Accept-Encoding: gzip", "\tHost: a"),
]  # fmt: skip
ENDS = ["\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n\r\n", "\x00"]
BLOCKS = [b"\x00", b"\r\n", b"\n", b"\r", b"\xff", b" ", b"\t", b"%", b"/", b"..", b"\x16\x03\x01", b"A" * 1_000]


@dataclass(frozen=True)
class Attempt:
    """Bytes for one connection, in the parts in which they are sent."""

    parts: tuple[bytes, ...]
    is_foreign: bool
    """Whether its only host is foreign, so that it must not get anything."""


def attempt(rng: random.Random, paths: Sequence[str]) -> Attempt:
    """A generated attempt at a site with these paths."""
    kind = rng.choice(_KINDS)
    data = kind(rng, paths)
    cuts = sorted(rng.randrange(len(data) + 1) for _ in range(rng.choice([0, 0, 0, 1, 5])))
    parts = tuple(data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True))
    return Attempt(parts, kind is _from_a_foreign_page)


def _request(line: str, *headers: str, end: str = "\r\n") -> bytes:
    return end.join([line, *headers, "", ""]).encode("latin-1", "replace")


def _get(target: str) -> bytes:
    return _request(f"GET {target} HTTP/1.1", "Host: localhost")


def _target(rng: random.Random, paths: Sequence[str]) -> str:
    """A path that is near to one of the site."""
    path = "/" + rng.choice(paths)
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        path = rng.choice(_CHANGES)(rng, path)
    return path


def _mutated_path(rng: random.Random, paths: Sequence[str]) -> bytes:
    return _get(_target(rng, paths))


def _mutated_line(rng: random.Random, paths: Sequence[str]) -> bytes:
    spaces = [rng.choice([" ", " ", " ", "  ", "\t", ""]) for _ in range(2)]
    line = rng.choice(METHODS) + spaces[0] + _target(rng, paths) + spaces[1] + rng.choice(VERSIONS)
    return _request(line, "Host: localhost", end=rng.choice(ENDS))


def _mutated_headers(rng: random.Random, paths: Sequence[str]) -> bytes:
    host = f"Host: {rng.choice(HOSTS + GOOD_HOSTS * 5)}"
    headers = [*rng.sample(HEADERS, rng.randrange(4)), *([host] if rng.random() < 0.9 else [])]
    headers *= rng.choice([1, 1, 1, 1, 2, 500])
    rng.shuffle(headers)
    line = f"{rng.choice(METHODS)} /{rng.choice(paths)} {rng.choice(VERSIONS)}"
    return _request(line, *headers, end=rng.choice(ENDS)) + rng.randbytes(rng.choice([0, 0, 5, 100_000]))


def _from_a_foreign_page(rng: random.Random, paths: Sequence[str]) -> bytes:
    hosts = [host for host in HOSTS if host.isascii() and host.isprintable()]
    return _request(f"GET {_target(rng, paths)} HTTP/1.1", f"Host: {rng.choice(hosts)}")


def _damaged(rng: random.Random, paths: Sequence[str]) -> bytes:
    data = bytearray(_get(_target(rng, paths)))
    for _ in range(rng.randrange(1, 5)):
        position = rng.randrange(len(data) + 1)
        if rng.random() < 0.5:
            data[position:position] = rng.choice(BLOCKS)
        else:
            data[position : position + rng.choice([1, 1, 3, 30])] = rng.randbytes(rng.randrange(3))
    return bytes(data)


def _pipelined(rng: random.Random, paths: Sequence[str]) -> bytes:
    return b"".join(rng.choice(_SINGLE)(rng, paths) for _ in range(rng.randrange(2, 8)))


def _noise(rng: random.Random, paths: Sequence[str]) -> bytes:
    return rng.randbytes(rng.choice([0, 1, 10, 1_000, 100_000]))


def _poll(rng: random.Random, paths: Sequence[str]) -> bytes:
    number = rng.choice(["0", "1", "99999999999999", "9" * 5_000, "-1", "x", "%31", "1/2"])
    return _get(f"/livereload/{number}/{rng.randrange(99)}")


_Change = Callable[[random.Random, str], str]
_CHANGES: list[_Change] = [
    lambda rng, path: path.rstrip("/"),
    lambda rng, path: f"{path}/",
    lambda rng, path: path.swapcase(),
    lambda rng, path: "".join(rng.choice([letter.upper(), letter]) for letter in path),
    lambda rng, path: f"{path}?{rng.choice(['a=b', '', 'é', '%0d%0aX-Evil:1', '/../'])}",
    lambda rng, path: path + rng.choice(SEGMENTS),
    lambda rng, path: f"/{rng.choice(SEGMENTS)}{path}",
    lambda rng, path: rng.choice(ROOTS) + path.lstrip("/"),
    lambda rng, path: path.replace("/", rng.choice(["//", "/./", "%2f", "\\", "/x/../", f"/{rng.choice(SEGMENTS)}/"])),
    lambda rng, path: "".join(f"%{ord(letter) % 256:02x}" for letter in path),
    lambda rng, path: quote(path, safe="/"),
    lambda rng, path: "/".join(["", *(rng.choice(SEGMENTS) for _ in range(rng.randrange(1, 12)))]),
]
_Kind = Callable[[random.Random, Sequence[str]], bytes]
_SINGLE: list[_Kind] = [_mutated_path, _mutated_path, _mutated_line, _mutated_headers, _damaged]
_KINDS: list[_Kind] = [*_SINGLE, *_SINGLE, _from_a_foreign_page, _pipelined, _noise, _poll]
