"""Folders are replaced as a whole or not at all, and only if papertrail wrote them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.runtime.atomic_folder import MARKER, replaced_folder


def write(target: Path, **files: str) -> None:
    with replaced_folder(target) as new:
        for name, content in files.items():
            (new / name).write_text(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_replaces_the_old_one(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, a="1", b="2")
    write(site, b="3")
    assert names(site) == [MARKER, "b"]
    assert (site / "b").read_text() == "3"
    assert names(tmp_path) == ["site"]


def test_unchanged_files_keep_their_inode(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, same="1", other="2")
    before = {path.name: path.stat().st_ino for path in site.iterdir()}
    write(site, same="1", other="3")
    after = {path.name: path.stat().st_ino for path in site.iterdir()}
    assert after["same"] == before["same"]
    assert after["other"] != before["other"]


def test_a_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, a="1")
    with pytest.raises(TypeError):
        write(site, a=2)  # type: ignore[arg-type]
    assert (site / "a").read_text() == "1"
    assert names(tmp_path) == ["site"]


@pytest.mark.parametrize("kind", ["full", "file", "link"])
def test_a_folder_that_papertrail_did_not_write_is_left_alone(tmp_path: Path, kind: str) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    if kind == "full":
        site.mkdir()
        (site / "thesis.txt").write_text("precious")
    elif kind == "file":
        site.write_text("precious")
    else:
        elsewhere.mkdir()
        (elsewhere / "thesis.txt").write_text("precious")
        site.symlink_to(elsewhere)
    with pytest.raises(PapertrailError, match="move it away"), replaced_folder(site):
        pass
    kept = site if kind == "file" else (elsewhere if kind == "link" else site) / "thesis.txt"
    assert kept.read_text() == "precious"


def test_an_empty_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write(tmp_path / "site", a="1")
    assert names(tmp_path / "site") == [MARKER, "a"]


KILLED = """
import os, signal, sys
from pathlib import Path
from papertrail.runtime.atomic_folder import replaced_folder
rename = Path.rename
def kill_after_the_first(self, target):
    rename(self, target)
    os.kill(os.getpid(), signal.SIGKILL)
Path.rename = kill_after_the_first
with replaced_folder(Path(sys.argv[1])) as new:
    (new / "a").write_text("2")
"""


def test_a_kill_between_the_renames_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, a="1")
    done = subprocess.run([sys.executable, "-c", KILLED, str(site)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not site.exists(), "the kill came where it was meant to"
    with replaced_folder(site) as new:
        assert (site / "a").read_text() == "1", "already before the new folder is written"
        (new / "a").write_text("1")
    assert (site / "a").read_text() == "1"
    assert names(tmp_path) == ["site"]


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    write(tmp_path / "site", a="1")
    write(tmp_path / "site", a="1")
    assert (tmp_path / "site" / "a").read_text() == "1"


def test_the_old_folder_is_restored_if_the_second_rename_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    write(site, a="1")
    rename = Path.rename

    def fail_for_the_new(self: Path, target: Path) -> Path:
        if self.name.endswith("-new"):
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(OSError, match="no"):
        write(site, a="2")
    assert (site / "a").read_text() == "1"
    assert names(tmp_path) == ["site"]


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with replaced_folder(site) as new:
        with pytest.raises(PapertrailError, match="another papertrail process is writing"):
            write(site, a="2")
        (new / "a").write_text("1")
    assert (site / "a").read_text() == "1"


@pytest.mark.parametrize("word", ["new", "old"])
def test_a_foreign_folder_with_a_temporary_name_is_left_alone(tmp_path: Path, word: str) -> None:
    foreign = tmp_path / f".site.papertrail-{word}"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("precious")
    write_or_refuse = pytest.raises(PapertrailError, match="move it away")
    (tmp_path / "site").mkdir()
    with write_or_refuse:
        write(tmp_path / "site", a="1")
    assert (foreign / "thesis.txt").read_text() == "precious"


def test_the_current_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PapertrailError, match="is the current folder or contains it"):
        write(Path(), a="1")
