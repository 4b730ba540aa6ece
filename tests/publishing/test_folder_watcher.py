"""Changes in folders are reported, also in folders that are created later."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
)
from watchdog.observers import Observer

from papertrail.publishing import folder_watcher
from papertrail.publishing.folder_watcher import ChangeHandler, FolderWatcher

PATIENCE = 60


class Watched:
    """A watcher of two folders, and whether it has reported a change."""

    def __init__(self, root: Path) -> None:
        self.folders = [root / "papers", root / "templates/site"]
        self.changed = threading.Event()
        self.watcher = FolderWatcher(self.changed.set)
        self.watcher.start(self.folders)

    def expect_change(self) -> None:
        assert self.changed.wait(PATIENCE)
        self.watcher.refresh(self.folders)
        self.changed.clear()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    (tmp_path / "papers").mkdir()
    watched = Watched(tmp_path)
    yield watched
    watched.watcher.stop()


def test_a_changed_file_is_reported(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "papers/a.yml").write_text("a")
    watched.expect_change()


def test_where_the_system_cannot_observe_folders_changes_are_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError(errno.EMFILE, "inotify instance limit reached")

    monkeypatch.setattr(Observer, "schedule", fail)
    monkeypatch.setattr(folder_watcher, "_POLLING_INTERVAL", 0.1)
    (tmp_path / "papers").mkdir()
    for name in ("a", "b", "c"):  # followed, they would be more paths than a computer can list
        (tmp_path / "papers" / name).symlink_to(".")
    watched = Watched(tmp_path)
    (tmp_path / "papers/a.yml").write_text("a")
    watched.expect_change()
    watched.watcher.stop()


def test_a_nested_folder_that_is_created_later_is_followed(watched: Watched, tmp_path: Path) -> None:
    for folder in ("templates", "templates/site", "templates/site/more"):
        (tmp_path / folder).mkdir()
        watched.expect_change()
    (tmp_path / "templates/site/more/a.j2").write_text("a")
    watched.expect_change()


def test_a_folder_that_is_replaced_is_followed(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "papers").rename(tmp_path / "old")
    (tmp_path / "papers").mkdir()
    watched.expect_change()
    (tmp_path / "papers/a.yml").write_text("a")
    watched.expect_change()


@pytest.mark.parametrize(
    ("event", "reported"),
    [
        (FileModifiedEvent("/list/papers/a.yml"), True),
        (DirCreatedEvent("/list/papers"), True),
        (DirDeletedEvent("/list"), True),
        (FileMovedEvent("/list/.a.yml.swp", "/list/papers/a.yml"), True),
        (FileModifiedEvent("/list/README.md"), False),
        (DirCreatedEvent("/list/site"), False),
        (DirModifiedEvent("/list/papers"), False),
        (FileOpenedEvent("/list/papers/a.yml"), False),
    ],
)
def test_events_of_other_files_and_of_readers_are_not_reported(event: FileSystemEvent, reported: bool) -> None:
    reports: list[bool] = []
    handler = ChangeHandler(lambda: reports.append(True))
    handler.folders = [Path("/list/papers")]
    handler.dispatch(event)
    assert reports == [True] * reported
