"""Serving while the list is worked on: pages are made when they are asked for, and a change is seen at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

_SLOW = 2.0
"""Seconds between two looks at the files themselves, for the disks of which the system tells no changes."""
_QUIET = 0.04
"""Seconds without a further change after which those that came are taken over."""


class LiveFiles:
    """The files below a folder that are made when they are asked for, and anew after a change."""

    def __init__(self, folder: Path, make: Callable[[str], bytes | None]) -> None:
        """`make` gives the content of a file by its path in the folder; None for one that is not made here."""
        self._folder, self._make = folder, make
        self._made: set[str] = set()
        self._lock = threading.RLock()

    def outdated(self) -> None:
        """From now on files are made anew."""
        self._made.clear()

    def __enter__(self) -> None:
        """Keep files from being made while what they are made from changes."""
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    def ensure(self, path: str) -> None:
        """Make the file at a path, or the one that stands for a folder, if that is to be done."""
        with self:
            for wanted in (path, f"{path}/index.html".lstrip("/")):
                if wanted in self._made:
                    continue
                content = self._make(wanted)
                if content is not None:
                    self._write(self._folder / wanted, content)
                    self._made.add(wanted)

    @staticmethod
    def _write(file: Path, content: bytes) -> None:
        # As a whole: another reader may be at the old one.
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.papertrail-new")
        aside.write_bytes(content)
        os.replace(aside, file)  # noqa: PTH105 - over a file that is open, which pathlib does as well


class Change(Enum):
    """What has changed when the system says that something has."""

    NOTHING = auto()
    PAPERS = auto()
    """What files show that are made when they are asked for."""
    SITE = auto()
    """What the whole site hangs on."""


def serve_live(
    server: LiveReloadServer, live: LiveFiles, refresh: Callable[[], Change], folders: Iterable[Path]
) -> None:
    """Have a server of MkDocs make files when they are asked for, and follow changes in `folders`.

    `refresh` says what has changed there, and has taken that over where the site need not be built anew.
    """
    serve, build = server.serve_request, server.builder

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with server._epoch_cond:
            server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith(server.mount_path):
            wanted = path.removeprefix(server.mount_path).strip("/")
            if ".." not in wanted.split("/"):
                live.ensure(f"{wanted}/index.html".lstrip("/") if path.endswith("/") else wanted)
        return serve(environ, start_response)

    others = _state(server)

    def rebuild() -> None:
        nonlocal others
        with live:
            before, others = others, _state(server)
            change = refresh() if others == before else Change.SITE
            if change is Change.SITE:
                build()
            if change is Change.NOTHING:
                server._wanted_epoch = server._visible_epoch  # so that no browser loads its page again
            else:
                live.outdated()

    server.set_app(answer)
    server.builder = rebuild
    server.build_delay = _QUIET
    watch(server, folders)


def _state(server: LiveReloadServer) -> list[tuple[str, int, int]]:
    """The files that MkDocs follows itself, such as the maintainer's own pages, with their times and sizes."""
    found = []
    for watched in map(Path, server._watched_paths):
        for file in [watched] if watched.is_file() else watched.rglob("*"):
            with suppress(OSError):  # it is gone
                told = file.stat()
                found.append((str(file), told.st_mtime_ns, told.st_size))
    return sorted(found)


def watch(server: LiveReloadServer, folders: Iterable[Path]) -> None:
    """Follow changes as the system tells of them. MkDocs looks at all files twice a second, which with 10,000 of them
    takes a good part of it.
    """
    handler = _Changes(server)
    for observer in (Observer(), PollingObserver(timeout=_SLOW)):
        observer.daemon = True
        for folder in folders:
            if folder.is_dir():
                observer.schedule(handler, str(folder), recursive=True)
        observer.start()


class _Changes(FileSystemEventHandler):
    """Tells a server of MkDocs that something changed."""

    def __init__(self, server: LiveReloadServer) -> None:
        self._server: Any = server

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type in ("opened", "closed_no_write"):
            return
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()
