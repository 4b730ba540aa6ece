"""The temporary files of a run are in one folder, and only folders of runs that have ended are removed."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from papertrail.publishing.temporary_folder import temporary_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks are those of POSIX")


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_temporary_files_are_in_the_folder_and_removed_with_it(root: Path) -> None:
    with temporary_folder() as folder:
        assert Path(tempfile.mkdtemp()).parent == folder
        assert folder.parent == root
    assert tempfile.gettempdir() == str(root)
    assert list(root.iterdir()) == []


def test_an_interrupt_removes_the_folder(root: Path) -> None:
    with pytest.raises(KeyboardInterrupt), temporary_folder():
        raise KeyboardInterrupt
    assert list(root.iterdir()) == []


def test_only_folders_of_runs_that_have_ended_are_removed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "papertrail-serve-abcd1234/site").mkdir(parents=True)
    for name in ("papertrail-serve-notes", "papertrail-serve-abcd12345", "mkdocs_abcd1234", "target"):
        (root / name).mkdir()
    (root / "papertrail-serve-link1234").symlink_to(root / "target")
    (root / "papertrail-serve-file1234").write_text("a file")
    before = {path.name for path in root.iterdir()}
    with temporary_folder() as running:
        monkeypatch.setattr(tempfile, "tempdir", str(root))
        with temporary_folder() as other:
            assert {path.name for path in root.iterdir()} == {running.name, other.name} | (
                before - {"papertrail-serve-abcd1234"}
            )


def test_another_user_keeps_theirs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = root / "papertrail-serve-abcd1234"
    kept.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: kept.stat().st_uid + 1)
    with temporary_folder():
        pass
    assert kept.exists()
