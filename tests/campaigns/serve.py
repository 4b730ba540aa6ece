"""Whether `papertrail serve` survives any request: `python -m tests.campaigns.serve --requests 20000 --seed 7`.

Serves a temporary list on loopback, and sends generated requests over sockets, many at once: whole, in parts, cut off,
or with a connection that is left open. Meanwhile, a reader opens pages. In the end every page must have the same bytes
as before, nothing may be left open or on the disk, and the log may contain no traceback. Exits with status 1 otherwise.
"""

from __future__ import annotations

import argparse
import random
import re
import socket
import struct
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from campaigns.serve_requests import Attempt, attempt
from support.projects import MKDOCS_YML, write_tree
from support.serving import Server, serving

AT_ONCE = 16
LEFT_OPEN = 400
"""Connections that are left open at the same time; more than the server allows."""
LIMIT = 30.0
"""Seconds in which every request must be answered."""
SETTLED = 20.0
"""Seconds after which nothing of a connection may be left."""
CANARY = "never-served-f2c19"
STATUSES = {200, 302, 400, 403, 404, 405, 503}
SENT = {"Content-Type", "Content-Length", "Connection", "Cross-Origin-Resource-Policy", "X-Content-Type-Options"}
"""The headers of a response, apart from `Location` and `Allow`."""
PAPERS = "".join(
    f"=== papers/p{n}.yml\nname: P{n}\ntopic: Training\nvenue: Conf {2000 + n % 4}\nauthors: [A{n % 3} B, C D]\n"
    "added: 2024-01-01\n"
    for n in range(12)
)
TREE = f"""\
=== mkdocs.yml
{MKDOCS_YML}=== secret.txt
{CANARY}
=== docs/about.md
# About
=== docs/Files/Data.txt
Text.
=== docs/Files/data.txt
Other text.
{PAPERS}"""


@dataclass
class Findings:
    """What was counted, and what went wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    """Seconds that the reader waited at most for a page."""

    def fault(self, message: str) -> None:
        self.faults.append(message)


def run(requests: int, seed: int) -> Findings:
    """Run a campaign."""
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        project, temporary = Path(folder, "list"), Path(folder, "temporary")
        temporary.mkdir()
        write_tree(project, TREE)
        with serving(project, TMPDIR=str(temporary)) as server:
            _attack(server, temporary, requests, seed, findings)
        if left := sorted(path.name for path in temporary.iterdir()):
            findings.fault(f"left in the folder for temporary files: {left}")
        for word in ("Traceback", "internal error", "\x1b", "\x00"):
            if word in server.log:
                findings.fault(f"{word!r} in the log:\n{server.log[-3000:]}")
    return findings


def _attack(server: Server, temporary: Path, requests: int, seed: int, findings: Findings) -> None:
    site = crawl(server)
    before, resources = _content(server, site), _resources(server)
    files = _tree(temporary)
    findings.counts["pages and files"] = len(before)
    paths, done = sorted(site), threading.Event()
    with ExitStack() as stack:
        reader = threading.Thread(target=_read_pages, args=[server, paths, done, findings])
        reader.start()
        sender = Sender(server, findings)
        stack.callback(sender.close)
        pool = stack.enter_context(ThreadPoolExecutor(AT_ONCE))
        list(pool.map(lambda number: sender.send(number, random.Random(f"{seed} {number}"), paths), range(requests)))
        done.set()
        reader.join()
    if server.process.poll() is not None:
        return findings.fault("the server ended")
    _compare(before, _content(server, site), "changed", findings)
    _compare(files, _tree(temporary), "changed in the folder for temporary files", findings)
    _wait_until_settled(server, resources, findings)
    return None


class Sender:
    """Sends requests to a server, and checks what comes back."""

    def __init__(self, server: Server, findings: Findings) -> None:
        self._server, self._findings = server, findings
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()

    def send(self, number: int, rng: random.Random, paths: list[str]) -> None:
        """Send a generated request in a generated way."""
        sent = attempt(rng, paths)
        deliver = rng.choice([self._whole] * 8 + [self._cut_off, self._reset, self._unread, self._left_open])
        try:
            count = deliver(rng, sent)
        except TimeoutError:
            count = "without an answer in time"
            self._findings.fault(f"request {number}: {count}: {b''.join(sent.parts)[:300]!r}")
        except OSError:
            count = "refused while sending"
        except AssertionError as error:
            count = "wrong answers"
            self._findings.fault(f"request {number}: {error}: {b''.join(sent.parts)[:300]!r}")
        with self._lock:
            self._findings.counts[count] += 1

    def close(self) -> None:
        """Close all connections that were left open."""
        with self._lock:
            while self._open:
                self._open.pop().close()

    def _connect(self, parts: Iterable[bytes], timeout: float = LIMIT) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._server.port), timeout=timeout)
        for part in parts:
            connection.sendall(part)
        return connection

    def _whole(self, rng: random.Random, sent: Attempt) -> str:
        with self._connect(sent.parts) as connection:
            with suppress(OSError):  # the server has closed the connection
                connection.shutdown(socket.SHUT_WR)
            received = b""
            with suppress(ConnectionResetError):
                while part := connection.recv(65_536):
                    received += part
        return checked(received, sent)

    def _cut_off(self, rng: random.Random, sent: Attempt) -> str:
        data = b"".join(sent.parts)
        self._connect([data[: rng.randrange(len(data) + 1)]]).close()
        return "cut off"

    def _reset(self, rng: random.Random, sent: Attempt) -> str:
        with self._connect(sent.parts) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return "reset"

    def _unread(self, rng: random.Random, sent: Attempt) -> str:
        return self._keep(self._connect(sent.parts), "left unread")

    def _left_open(self, rng: random.Random, sent: Attempt) -> str:
        return self._keep(self._connect(sent.parts[:1]), "left open")

    def _keep(self, connection: socket.socket, count: str) -> str:
        with self._lock:
            self._open.append(connection)
            if len(self._open) > LEFT_OPEN:
                self._open.pop(0).close()
        return count


def checked(received: bytes, sent: Attempt) -> str:
    """What to count a response as. Raise `AssertionError` if it is wrong."""
    if not received:
        return "closed without an answer"
    head, blank, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = re.fullmatch(r"HTTP/1\.1 ([1-5][0-9]{2}) [A-Za-z ]+", lines[0])
    assert blank, f"truncated response {received[:200]!r}"
    assert status, f"malformed response {received[:200]!r}"
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert int(status[1]) in STATUSES, f"status {status[1]}"
    assert headers.keys() - {"Location", "Allow"} == SENT, f"headers {sorted(headers)}"
    assert len(body) in (0, int(headers["Content-Length"])), "truncated"
    assert not sent.is_foreign or status[1] in ("400", "403"), f"status {status[1]} for a foreign host"
    assert CANARY.encode() not in received, "a file outside the site"
    assert b"root:x:0:0" not in received, "a file outside the site"
    location = headers.get("Location", "/")
    assert re.fullmatch(r"/(?![/\\])[!-~]*|/", location), f"redirected to {location!r}"
    return f"status {status[1]}"


def crawl(server: Server) -> set[str]:
    """The paths of all pages and files that can be reached from the first page, without the slash at their start."""
    known, left = {""}, ["", "404.html", "sitemap.xml", "feed.xml", "search/search_index.json", "search/entries.json"]
    while left:
        path = left.pop()
        text = _body(server, path).decode("utf-8", "replace")
        for link in re.findall(r'(?:href|src)="?([^"\s>]+)|<loc>(.*?)</loc>', text) if "<" in text[:200] else ():
            url = urlsplit(urljoin(f"{server.url}/{path}", link[0] or link[1]))
            target = url.path.removeprefix("/")
            if url.netloc == f"127.0.0.1:{server.port}" and target not in known and _exists(server, target):
                left.append(target)
                known.add(target)
        known.add(path)
    return known


def _get(server: Server, path: str) -> bytes:
    return server.exchange(f"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())


def _exists(server: Server, path: str) -> bool:
    return _get(server, path).startswith(b"HTTP/1.1 200 ")


def _body(server: Server, path: str) -> bytes:
    return _get(server, path).partition(b"\r\n\r\n")[2]


def _content(server: Server, paths: Iterable[str]) -> dict[str, bytes]:
    """The responses for all paths, without the numbers of the script that reloads pages."""
    return {path: re.sub(rb"livereload\(\d+, \d+\)", b"", _get(server, path)) for path in paths}


def _tree(folder: Path) -> dict[str, object]:
    """All files and folders, with the sizes and times of files."""
    files = {path: path.stat() for path in folder.rglob("*")}
    return {str(path): (status.st_size, status.st_mtime_ns, status.st_ino) for path, status in files.items()}


def _compare(before: dict[str, object] | dict[str, bytes], after: object, what: str, findings: Findings) -> None:
    assert isinstance(after, dict)
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            findings.fault(f"{what}: {path}")


def _read_pages(server: Server, paths: list[str], done: threading.Event, findings: Findings) -> None:
    """Open one page after the other, as somebody who reads the site."""
    rng = random.Random(0)
    while not done.wait(0.05):
        path, start = rng.choice(paths), time.monotonic()
        try:
            good = _exists(server, path)
        except OSError as error:
            good = False
            findings.fault(f"a reader cannot open /{path}: {error!r}")
        else:
            if not good:
                findings.fault(f"a reader cannot open /{path}")
        findings.slowest = max(findings.slowest, time.monotonic() - start)
        findings.counts["pages opened by a reader"] += 1


def _resources(server: Server) -> dict[str, int]:
    """How many threads and open files the server has, where the system shows it."""
    process = Path(f"/proc/{server.process.pid}")
    return {name: len(list((process / name).iterdir())) for name in ("task", "fd") if (process / name).is_dir()}


def _wait_until_settled(server: Server, before: dict[str, int], findings: Findings) -> None:
    end = time.monotonic() + SETTLED
    while (now := _resources(server)) and any(now[name] > before[name] for name in before):
        if time.monotonic() > end:
            return findings.fault(f"left open: {now}, at first {before}")
        time.sleep(0.2)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.campaigns.serve", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--requests", type=int, default=5_000, help="how many requests to send (default: 5000)")
    parser.add_argument("--seed", type=int, default=1, help="chooses the requests (default: 1)")
    options = parser.parse_args()
    start = time.monotonic()
    findings = run(options.requests, options.seed)
    for name, count in sorted(findings.counts.items()):
        print(f"{count:8,} {name}")
    print(f"{findings.slowest:8.2f} seconds for the slowest page of the reader")
    print(f"{time.monotonic() - start:8.0f} seconds in total")
    print(*findings.faults[:20], f"{len(findings.faults)} faults", sep="\n")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
