"""Writes files of a site, and leaves those as they are that were there before with the same content."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

_PARTS = 256
"""Parts of a file that are written together."""


class Writer:
    """Writes into a new folder; files of the old one that did not change are hard-linked from there."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self._folder = str(folder)
        self._before = str(before) if before is not None and before.is_dir() else None
        self._folders: set[str] = set()

    def put(self, path: str, content: bytes | Iterable[str]) -> None:
        """Write a file; `path` is relative to the folder, with `/` between its parts.

        Content in parts is for large files: they are written as they come, and not taken over from the old folder.
        """
        target = f"{self._folder}/{path}"
        parent = target.rpartition("/")[0]
        if parent not in self._folders:
            self._make(parent)
        if not isinstance(content, bytes):
            with self._opened(target) as opened:
                parts = iter(content)
                while some := list(islice(parts, _PARTS)):
                    _write(opened, "".join(some).encode())
        elif self._before is None or not self._linked(f"{self._before}/{path}", target, content):
            with self._opened(target) as opened:
                _write(opened, content)

    @staticmethod
    def _opened(target: str) -> io.FileIO:
        try:
            return open(target, "xb", buffering=0)  # noqa: PTH123 - likewise
        except FileExistsError:  # it may be a link to the old one, which must not be written into
            os.unlink(target)  # noqa: PTH108
            return open(target, "xb", buffering=0)  # noqa: PTH123

    def _make(self, folder: str) -> None:
        """Make a folder; mostly the one above it is there."""
        try:
            os.mkdir(folder)  # noqa: PTH102 - pathlib takes three times as long
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        self._folders.add(folder)

    def _linked(self, before: str, target: str, content: bytes) -> bool:
        """Take over a file that holds the same; whether that could be done."""
        try:
            if os.lstat(before).st_size != len(content):
                return False
            with open(before, "rb", buffering=0) as opened:  # noqa: PTH123
                if opened.read() != content:
                    return False
            os.link(before, target, follow_symlinks=False)
        except OSError:  # it is not there, or this file system has no hard links
            return False
        return True


def _write(opened: io.FileIO, content: bytes) -> None:
    """Write all of it: where the disk is nearly full, the system writes what fits, and says no before the next try."""
    left = memoryview(content)
    while left:
        left = left[opened.write(left) :]
