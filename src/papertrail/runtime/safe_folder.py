"""Folders whose files are listed and read without following links, and without waiting for pipes or devices.

A folder stays open while it is used: if its path is replaced by a link meanwhile, the same folder is still read.
Systems that cannot open folders, such as Windows, use paths instead.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_HAS_DESCRIPTORS = os.open in os.supports_dir_fd and os.scandir in os.supports_fd


@dataclass(frozen=True, slots=True)
class SafeFolder:
    """An open folder."""

    path: str
    descriptor: int | None
    """None where the system cannot open folders."""

    def entries(self) -> list[os.DirEntry[str]]:
        """What is in the folder, by name. Raises `OSError` if it cannot be read."""
        with os.scandir(self.path if self.descriptor is None else self.descriptor) as entries:
            return sorted(entries, key=lambda entry: entry.name)

    def entry_mode(self, name: str) -> int:
        """The mode of an entry, as in `os.lstat`. Raises `OSError` if there is none."""
        if self.descriptor is None:
            return os.lstat(f"{self.path}/{name}").st_mode
        return os.stat(name, dir_fd=self.descriptor, follow_symlinks=False).st_mode

    @contextmanager
    def subfolder(self, name: str) -> Iterator[SafeFolder]:
        """Open a folder in the folder. Raises `OSError` if it is a link, not a folder, or not readable."""
        path = f"{self.path}/{name}"
        if self.descriptor is None:
            yield SafeFolder(path, None)
            return
        descriptor = os.open(name, os.O_RDONLY | os.O_DIRECTORY | _NO_LINK | _NO_WAIT, dir_fd=self.descriptor)
        try:
            yield SafeFolder(path, descriptor)
        finally:
            os.close(descriptor)

    def read(self, name: str, most: int = sys.maxsize - 1) -> bytes:
        """The contents of a file, cut one byte after `most`. Raises `OSError` if it is not a readable regular file."""
        descriptor, size = self._open(name)
        try:
            return os.read(descriptor, min(size, most) + 1)
        finally:
            os.close(descriptor)

    def test(self, name: str) -> None:
        """Raise `OSError` if an entry is not a readable regular file."""
        os.close(self._open(name)[0])

    def _open(self, name: str) -> tuple[int, int]:
        """Open a regular file. Return its descriptor and its size."""
        flags = os.O_RDONLY | _NO_LINK | _NO_WAIT
        if self.descriptor is None:
            descriptor = os.open(f"{self.path}/{name}", flags)
        else:
            descriptor = os.open(name, flags, dir_fd=self.descriptor)
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            return descriptor, status.st_size
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")


@contextmanager
def opened_folder(path: str) -> Iterator[SafeFolder]:
    """Open a folder that the user has named, links included. Raises `OSError` if it is not a readable folder."""
    if not _HAS_DESCRIPTORS:
        yield SafeFolder(path, None)
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | _NO_WAIT)
    try:
        yield SafeFolder(path, descriptor)
    finally:
        os.close(descriptor)


def is_link(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a symbolic link, or a junction of Windows."""
    return entry.is_symlink() or getattr(entry, "is_junction", bool)()
