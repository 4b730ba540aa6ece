"""Folders are replaced as a whole or not at all, and only those that papertrail made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.runtime.atomic_folder import MARKER, written_aside


def write(target: Path, **files: str) -> None:
    with written_aside(target) as aside:
        for name, content in files.items():
            (aside / name).write_text(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
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
def test_what_papertrail_did_not_make_is_left_alone(tmp_path: Path, kind: str) -> None:
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
    with pytest.raises(PapertrailError, match="move it away"), written_aside(site):
        pass
    kept = site if kind == "file" else (elsewhere if kind == "link" else site) / "thesis.txt"
    assert kept.read_text() == "precious"


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write(tmp_path / "site", a="1")
    assert names(tmp_path / "site") == [MARKER, "a"]


KILLED = """
import os, signal, sys
from pathlib import Path
from papertrail.runtime.atomic_folder import written_aside
rename = Path.rename
def kill_after_the_first(self, target):
    rename(self, target)
    os.kill(os.getpid(), signal.SIGKILL)
Path.rename = kill_after_the_first
with written_aside(Path(sys.argv[1])) as aside:
    (aside / "a").write_text("2")
"""


def test_a_kill_between_the_renames_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write(site, a="1")
    done = subprocess.run([sys.executable, "-c", KILLED, str(site)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not site.exists(), "the kill came where it was meant to"
    with written_aside(site) as aside:
        assert (site / "a").read_text() == "1", "already before the new folder is written"
        (aside / "a").write_text("1")
    assert (site / "a").read_text() == "1"
    assert names(tmp_path) == ["site"]


def test_a_file_system_without_hard_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    write(tmp_path / "site", a="1")
    write(tmp_path / "site", a="1")
    assert (tmp_path / "site" / "a").read_text() == "1"


def test_a_failure_of_the_second_rename_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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


def test_a_second_run_does_not_come_in_between(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with written_aside(site) as aside:
        with pytest.raises(PapertrailError, match="another papertrail is writing"):
            write(site, a="2")
        (aside / "a").write_text("1")
    assert (site / "a").read_text() == "1"


@pytest.mark.parametrize("word", ["new", "old"])
def test_a_folder_of_that_name_that_is_not_ours_is_left_alone(tmp_path: Path, word: str) -> None:
    beside = tmp_path / f".site.papertrail-{word}"
    beside.mkdir()
    (beside / "thesis.txt").write_text("precious")
    write_or_refuse = pytest.raises(PapertrailError, match="move it away")
    (tmp_path / "site").mkdir()
    with write_or_refuse:
        write(tmp_path / "site", a="1")
    assert (beside / "thesis.txt").read_text() == "precious"


def test_the_folder_one_is_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PapertrailError, match="the folder that you are in"):
        write(Path(), a="1")
