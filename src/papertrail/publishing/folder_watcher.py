"""Reports changes in folders, including folders that do not exist yet."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserverVFS

_POLLING_INTERVAL = 2.0
"""Seconds between two checks of the files, for file systems that do not report changes, such as network shares."""
_READ_ONLY = ("opened", "closed_no_write")


def polling_observer(seconds: float) -> BaseObserver:
    """Return an observer that lists folders at intervals. It follows no links to folders: some lead to themselves."""
    return PollingObserverVFS(_status, os.scandir, polling_interval=seconds)


def _status(path: str) -> os.stat_result:
    status = os.stat(path)  # noqa: PTH116
    return os.lstat(path) if stat.S_ISDIR(status.st_mode) else status


class _Target(NamedTuple):
    """A folder to observe. With another inode it is another folder of the same name."""

    folder: Path
    recursive: bool
    inode: int


class FolderWatcher:
    """Calls a function after each change in some folders.

    The system reports changes of existing folders only. For a folder that does not exist, the nearest existing folder
    above it is observed. Call `refresh` after each change: it starts to observe what has been created since.
    """

    def __init__(self, on_change: Callable[[], object]) -> None:
        self._handler = ChangeHandler(on_change)
        self._observers: list[BaseObserver] = [Observer(), polling_observer(_POLLING_INTERVAL)]
        self._watches: dict[_Target, list[tuple[BaseObserver, ObservedWatch]]] = {}

    def start(self, folders: Iterable[Path]) -> None:
        """Observe these folders."""
        for observer in self._observers:
            observer.daemon = True
            observer.start()
        self.refresh(folders)

    def stop(self) -> None:
        """Stop to observe."""
        for observer in self._observers:
            observer.stop()
            observer.join()

    def refresh(self, folders: Iterable[Path]) -> None:
        """Observe these folders as they are now, and no others."""
        self._handler.folders = [*folders]
        targets = set(_targets(self._handler.folders))
        for target in self._watches.keys() - targets:
            for observer, watch in self._watches.pop(target):
                with suppress(KeyError, OSError):  # the folder is gone, and with it the watch
                    observer.unschedule(watch)
        for target in targets - self._watches.keys():
            if watches := list(self._watch(target)):
                self._watches[target] = watches

    def _watch(self, target: _Target) -> Iterator[tuple[BaseObserver, ObservedWatch]]:
        for observer in self._observers:
            # The folder is gone, or the system cannot observe more folders: then polling must do.
            with suppress(OSError):
                yield observer, observer.schedule(self._handler, str(target.folder), recursive=target.recursive)


def _targets(folders: Iterable[Path]) -> Iterable[_Target]:
    for folder in folders:
        existing = next(path for path in (folder, *folder.parents) if path.is_dir())
        with suppress(FileNotFoundError):
            if existing == folder:
                yield _Target(folder, True, folder.stat().st_ino)
                existing = folder.parent  # reports that the folder was replaced
            yield _Target(existing, False, existing.stat().st_ino)


class ChangeHandler(FileSystemEventHandler):
    """Passes on the events that concern some folders: that they change, appear or disappear."""

    def __init__(self, on_change: Callable[[], object]) -> None:
        self._on_change = on_change
        self.folders: list[Path] = []

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Report an event."""
        if event.event_type in _READ_ONLY or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if any(_concerns(path, folder) for path in paths for folder in self.folders):
            self._on_change()


def _concerns(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) or folder.is_relative_to(path)
