"""Writes files of a site, and links those that are unchanged since the last build."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

_CHUNKS = 256
"""Chunks of a file that are written together."""


class Writer:
    """Writes files into a new folder. Files that equal those of the previous folder become hard links to them."""

    # Many files are written, so paths are strings: pathlib takes three times as long.

    def __init__(self, folder: Path, previous: Path | None) -> None:
        self._folder = str(folder)
        self._previous = str(previous) if previous is not None and previous.is_dir() else None
        self._created: set[str] = set()

    def put(self, path: str, content: bytes | Iterable[str]) -> None:
        """Write a file. `path` is relative to the folder, with `/` between its parts.

        Pass the content of a large file in chunks: they are written one after the other, and never become a link.
        """
        target = f"{self._folder}/{path}"
        parent = target.rpartition("/")[0]
        if parent not in self._created:
            self._create(parent)
        if not isinstance(content, bytes):
            with _opened(target) as file:
                chunks = iter(content)
                while some := list(islice(chunks, _CHUNKS)):
                    _write(file, "".join(some).encode())
        elif self._previous is None or not _link_if_equal(f"{self._previous}/{path}", target, content):
            with _opened(target) as file:
                _write(file, content)

    def _create(self, folder: str) -> None:
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            pass
        except FileNotFoundError:  # rare: the folder above it mostly exists
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        self._created.add(folder)


def _opened(target: str) -> io.FileIO:
    try:
        return open(target, "xb", buffering=0)  # noqa: PTH123
    except FileExistsError:  # possibly a link to the previous file, which must not change
        os.unlink(target)  # noqa: PTH108
        return open(target, "xb", buffering=0)  # noqa: PTH123


def _link_if_equal(previous: str, target: str, content: bytes) -> bool:
    """Link the previous file if it has the same content. Return whether it was linked."""
    try:
        if os.lstat(previous).st_size != len(content):
            return False
        with open(previous, "rb", buffering=0) as file:  # noqa: PTH123
            if file.read() != content:
                return False
        os.link(previous, target, follow_symlinks=False)
    except OSError:  # there is no such file, or the file system has no hard links
        return False
    return True


def _write(file: io.FileIO, content: bytes) -> None:
    """Write all of the content. On a full disk, the system first writes a part, and reports the error after that."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
