"""Files of the served site are rendered once, stay while a template is broken, and are read from nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.publishing import live_files
from papertrail.publishing.live_files import LiveFiles
from papertrail.publishing.live_session import LiveSession


class Session(LiveSession):
    """Renders the pages `one` and `two`, each time with another number."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.broken = False

    @property
    def rendered_paths(self) -> tuple[str, ...]:
        return "one", "two"

    def content_of(self, path: str) -> bytes:
        if self.broken:
            raise PapertrailError("list.html.j2:1: unknown")
        self.count += 1
        return f"{path} {self.count}".encode()


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    built = tmp_path / "built"
    built.mkdir()
    return built


@pytest.fixture
def files(session: Session, built: Path) -> Iterator[LiveFiles]:
    (built / "about").mkdir()
    (built / "about/index.html").write_text("About")
    (built / "one").write_text("as MkDocs wrote it")
    (built / ".papertrail").write_text("made by papertrail\n")
    (built / "link").symlink_to("/etc")
    (built / "passwd").symlink_to("/etc/passwd")
    files = LiveFiles(session)
    files.take(built)
    yield files
    files.close()


Read = Callable[[str], bytes]


@pytest.fixture
def read(files: LiveFiles) -> Read:
    def read(path: str) -> bytes:
        with files.open(path) as file:
            return file.read()

    return read


def test_files_are_rendered_once_until_they_expire(files: LiveFiles, read: Read) -> None:
    assert [read("one"), read("two"), read("one")] == [b"one 1", b"two 2", b"one 1"]
    files.expire()
    assert [read("one"), read("one")] == [b"one 3", b"one 3"]


def test_while_a_template_is_broken_the_last_version_stays(session: Session, files: LiveFiles, read: Read) -> None:
    assert read("one") == b"one 1"
    files.expire()
    session.broken = True
    assert read("one") == b"one 1"
    assert str(session.problems) == "list.html.j2:1: unknown"
    with pytest.raises(PapertrailError):
        read("two")
    session.broken = False
    assert [read("one"), read("two")] == [b"one 2", b"two 3"]


def test_only_some_rendered_files_are_kept(monkeypatch: pytest.MonkeyPatch, files: LiveFiles, read: Read) -> None:
    monkeypatch.setattr(live_files, "_RENDERED_FILES", 1)
    assert [read("one"), read("two"), read("two"), read("one")] == [b"one 1", b"two 2", b"two 2", b"one 3"]


def test_files_of_mkdocs_are_those_of_the_site(files: LiveFiles, read: Read) -> None:
    assert read("about/index.html") == b"About"
    for path in (".papertrail", "passwd", "link/passwd", "../built", "about"):
        assert path not in files.paths


def test_the_next_build_does_not_reach_what_is_served(built: Path, files: LiveFiles, read: Read) -> None:
    assert list(built.iterdir()) == []
    (built / "about").write_text("half of a site")
    assert read("about/index.html") == b"About"
    served = [path for path in built.parent.iterdir() if path != built]
    files.take(built)
    assert "about/index.html" not in files.paths
    assert read("about") == b"half of a site"
    assert not any(path.exists() for path in served)
    files.close()
    assert list(built.parent.iterdir()) == [built]
