"""Files of the served site that are rendered when a browser requests them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path


class LiveFiles:
    """The files in a folder that are rendered on request, and again after a change."""

    def __init__(self, folder: Path, content_of: Callable[[str], bytes | None]) -> None:
        """`content_of` returns the content of a file by its path in the folder; None if it is not rendered here."""
        self._folder, self._content_of = folder, content_of
        self._written: set[str] = set()
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        """Keep files from being rendered while their sources change."""
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    def expire(self) -> None:
        """Render all files again when they are requested next."""
        self._written.clear()

    def ensure(self, path: str) -> None:
        """Write the file with a path, or the index of the folder with this path, if it is not up to date."""
        with self:
            for candidate in (path, f"{path}/index.html".lstrip("/")):
                if candidate in self._written:
                    continue
                content = self._content_of(candidate)
                if content is not None:
                    _replace(self._folder / candidate, content)
                    self._written.add(candidate)


def _replace(file: Path, content: bytes) -> None:
    """Replace a file as a whole: another request may be reading the old one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.papertrail-new")
    new.write_bytes(content)
    os.replace(new, file)  # noqa: PTH105 - also replaces an open file, like pathlib
