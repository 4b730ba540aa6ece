"""Files of the served site: those that MkDocs wrote, and those that are rendered when a browser requests them."""

from __future__ import annotations

import io
import tempfile
import threading
from pathlib import Path
from typing import BinaryIO

from papertrail.core.errors import PapertrailError
from papertrail.publishing.live_paths import SitePaths
from papertrail.publishing.live_session import LiveSession
from papertrail.runtime.atomic_file import MARKER

_RENDERED_FILES = 1_000
"""How many rendered files are kept in memory, so that browsing a large list does not fill it."""


class LiveFiles:
    """The files of the site as last built. Rendered files are in memory, and nothing is written for a request."""

    def __init__(self, session: LiveSession) -> None:
        self._session = session
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._site = Path()
        self._rendered_paths: frozenset[str] = frozenset()
        self._rendered: dict[str, bytes] = {}
        self._fresh: set[str] = set()
        self._lock = threading.RLock()
        self.paths = SitePaths(())

    def __enter__(self) -> None:
        """Keep files from being opened while their sources change."""
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    def take(self, built: Path) -> None:
        """Move what MkDocs wrote to where its next build does not reach it, and serve that from now on."""
        folder = tempfile.TemporaryDirectory(prefix="papertrail-", dir=built.parent)
        site = Path(folder.name) / "site"
        built.rename(site)
        built.mkdir(mode=0o700)
        rendered = frozenset(self._session.rendered_paths)
        paths = SitePaths([*rendered, *_files_in(site)])
        self.close()
        self._folder, self._site, self._rendered_paths, self.paths = folder, site, rendered, paths

    def close(self) -> None:
        """Remove the files that MkDocs wrote."""
        if self._folder is not None:
            self._folder.cleanup()

    def expire(self) -> None:
        """Render all files again when they are requested next."""
        self._fresh.clear()

    def open(self, path: str) -> BinaryIO:
        """Open a file by its path in `paths`.

        Raise `PapertrailError` if an error in a template keeps it from being rendered for the first time; `OSError` if
        somebody removed it.
        """
        with self:
            if path in self._rendered_paths:
                return io.BytesIO(self._content(path))
            return (self._site / path).open("rb")

    def _content(self, path: str) -> bytes:
        if path not in self._fresh:
            try:
                content = self._session.content_of(path)
            except PapertrailError as error:
                self._session.report(templates=str(error))
                if path not in self._rendered:
                    raise
                return self._rendered[path]
            self._rendered.pop(path, None)
            self._rendered[path] = content
            self._fresh.add(path)
            if len(self._rendered) > _RENDERED_FILES:
                oldest = next(iter(self._rendered))
                del self._rendered[oldest]
                self._fresh.discard(oldest)
        return self._rendered[path]


def _files_in(site: Path) -> list[str]:
    """The files that a static host would serve: no links, and not papertrail's own marker."""
    files = (file for file in site.rglob("*") if file.is_file() and not file.is_symlink())
    return [path for file in files if (path := file.relative_to(site).as_posix()) != MARKER]
