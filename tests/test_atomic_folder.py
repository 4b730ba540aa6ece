"""Folders are replaced as a whole or not at all, and only those that papertrail made."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.runtime import work_folder
from papertrail.runtime.atomic_file import MARKER
from papertrail.runtime.atomic_folder import recover, replaced_folder, updated_folder

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")
WORK = ".site.papertrail-work"
STEPS = frozenset(["os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "open", "os.chmod"])
"""What Python reports of a program that changes the disk (https://docs.python.org/3/library/audit_events.html)."""


def write(target: Path, **files: str) -> None:
    with replaced_folder(target) as new:
        for name, content in files.items():
            (new / name).write_text(content)


def edit(target: Path, **files: str) -> None:
    with updated_folder(target) as new:
        for name, content in files.items():
            (new / name).unlink(missing_ok=True)
            (new / name).write_text(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


# What a run does


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


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    write(tmp_path / "site", a="1")
    assert names(tmp_path / "site") == [MARKER, "a"]


def test_a_file_system_without_hard_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    write(tmp_path / "site", a="1")
    write(tmp_path / "site", a="1")
    assert (tmp_path / "site" / "a").read_text() == "1"


def test_an_updated_folder_keeps_what_was_not_edited(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "deep").mkdir(parents=True)
    (papers / "deep" / "a.yml").write_text("a")
    (papers / "b.yml").write_text("b")
    inode = (papers / "deep" / "a.yml").stat().st_ino
    edit(papers, **{"b.yml": "B"})
    assert contents(papers) == {"deep/a.yml": "a", "b.yml": "B"}
    assert (papers / "deep" / "a.yml").stat().st_ino == inode
    assert names(tmp_path) == ["papers"]


@POSIX
def test_an_updated_folder_may_have_folders_that_are_not_writable(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    (papers / "deep").mkdir(parents=True)
    (papers / "deep" / "a.yml").write_text("a")
    (papers / "deep").chmod(0o555)
    edit(papers, **{"b.yml": "B"})
    assert (papers / "deep").stat().st_mode & 0o777 == 0o555
    assert names(tmp_path) == ["papers"]


# Failures


@pytest.mark.parametrize("change", [write, edit])
def test_a_failure_leaves_the_old_folder(tmp_path: Path, change: Callable[..., None]) -> None:
    site = tmp_path / "site"
    write(site, a="1")
    with pytest.raises(TypeError):
        change(site, a=2)
    assert (site / "a").read_text() == "1"
    assert names(tmp_path) == ["site"]


def test_a_failure_of_the_second_rename_moves_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write(site, a="1")
    rename = Path.rename

    def fail_for_the_new(self: Path, target: Path) -> Path:
        if self.parent.name == "ready":
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(PapertrailError, match="cannot write"):
        write(site, a="2")
    assert (site / "a").read_text() == "1"
    assert names(tmp_path) == ["site"]


def test_a_second_run_waits_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_folder, "PATIENCE", 0.1)
    site = tmp_path / "site"
    with replaced_folder(site) as new:
        for refused in (partial(write, site, a="2"), partial(edit, site, a="2"), partial(recover, site)):
            with pytest.raises(PapertrailError, match="another papertrail process is writing"):
                refused()
        (new / "a").write_text("1")
    assert (site / "a").read_text() == "1"


# Kills and interrupts


def before() -> dict[str, str]:
    return {"same": "1", "changed": "1", "gone": "1"}


def after() -> dict[str, str]:
    return {"same": "1", "changed": "2", "new": "2"}


def ended_at(step: int, how: Callable[[], None], work: Callable[[], None]) -> bool:
    """Do work in a child, in which `how` is called before a step that changes the disk; False if it has fewer."""
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, 1, -signal.SIGKILL)
        return status != 0
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        writes = event in STEPS and (event != "open" or arguments[1] not in ("r", "rb", None))
        count += writes
        if writes and count == step:
            how()

    with suppress(BaseException):
        sys.addaudithook(hook)
        work()
    os._exit(1 if count >= step else 0)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt


@POSIX
@pytest.mark.parametrize("how", [kill, interrupt])
@pytest.mark.parametrize("first", [False, True], ids=["again", "first"])
def test_at_whatever_step_a_run_ends_the_next_one_completes_it(
    tmp_path: Path, how: Callable[[], None], first: bool
) -> None:
    site = tmp_path / "site"
    expected: list[dict[str, str] | None] = [after(), None if first else before()]
    step = 0
    while True:
        if first:
            shutil.rmtree(site, ignore_errors=True)
        else:
            write(site, **before())
        step += 1
        if not ended_at(step, how, lambda: write(site, **after())):
            break
        recover(site)
        found = {name: text for name, text in contents(site).items() if name != MARKER} if site.exists() else None
        assert found in expected, step
        assert names(tmp_path) == (["site"] if site.exists() else []), step
    assert step > 10


@POSIX
@pytest.mark.parametrize("how", [kill, interrupt])
def test_at_whatever_step_an_edit_ends_the_next_one_completes_it(tmp_path: Path, how: Callable[[], None]) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    step = 0
    while True:
        for name in ("a", "b"):
            (papers / name).write_text("1")
        step += 1
        if not ended_at(step, how, lambda: edit(papers, a="2", b="2")):
            break
        edit(papers)
        assert contents(papers) in ({"a": "1", "b": "1"}, {"a": "2", "b": "2"}), step
        assert names(tmp_path) == ["papers"], step
    assert step > 10


@POSIX
def test_recovery_itself_may_be_killed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    step = 0
    while True:
        (site / "deep").mkdir(parents=True, exist_ok=True)
        (site / MARKER).touch()
        (site / "deep" / "a").write_text("1")
        (tmp_path / WORK / "new").mkdir(parents=True)
        (tmp_path / WORK / "old").mkdir(parents=True)
        (tmp_path / WORK / MARKER).touch()
        site.rename(tmp_path / WORK / "old" / "site")
        step += 1
        killed = ended_at(step, kill, lambda: recover(site))
        recover(site)
        assert contents(site) == {MARKER: "", "deep/a": "1"}
        assert names(tmp_path) == ["site"]
        if not killed:
            break
    assert step > 3


# What papertrail did not make


@pytest.mark.parametrize("kind", ["full", "file", "link"])
def test_a_target_that_papertrail_did_not_make_is_not_touched(tmp_path: Path, kind: str) -> None:
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
    with pytest.raises(PapertrailError, match="move it away"):
        write(site)
    kept = site if kind == "file" else (elsewhere if kind == "link" else site) / "thesis.txt"
    assert kept.read_text() == "precious"
    assert WORK not in names(tmp_path)


@pytest.mark.parametrize("file", ["thesis.txt", "new/thesis.txt"])
def test_a_work_folder_without_a_marker_is_not_touched(tmp_path: Path, file: str) -> None:
    thesis = tmp_path / WORK / file
    thesis.parent.mkdir(parents=True)
    thesis.write_text("precious")
    for refused in (partial(write, tmp_path / "site", a="1"), partial(recover, tmp_path / "site")):
        with pytest.raises(PapertrailError, match="papertrail did not write it; move it away"):
            refused()
    assert thesis.read_text() == "precious"


def test_a_persons_file_in_the_work_folder_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / WORK).mkdir()
    (tmp_path / WORK / MARKER).touch()
    (tmp_path / WORK / "thesis.txt").write_text("precious")
    with pytest.raises(PapertrailError, match="move it away"):
        write(tmp_path / "site", a="1")
    assert (tmp_path / WORK / "thesis.txt").read_text() == "precious"


def test_a_link_in_place_of_the_work_folder_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / MARKER).touch()
    (tmp_path / WORK).symlink_to(elsewhere)
    with pytest.raises(PapertrailError, match="move it away"):
        write(tmp_path / "site", a="1")
    assert names(elsewhere) == [MARKER]


def test_the_current_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PapertrailError, match="is the current folder"):
        write(Path(), a="1")


# What earlier versions left


def test_what_earlier_versions_left_of_the_old_site_is_removed(tmp_path: Path) -> None:
    write(tmp_path / "site", a="1", b="1")
    earlier = tmp_path / ".site.papertrail-old"
    earlier.mkdir()
    (earlier / "a").write_text("0")
    write(tmp_path / "site", a="2", b="2")
    assert names(tmp_path) == ["site"]


def test_a_folder_of_that_name_with_other_files_is_not_touched(tmp_path: Path) -> None:
    write(tmp_path / "site", a="1")
    earlier = tmp_path / ".site.papertrail-old"
    earlier.mkdir()
    (earlier / "thesis.txt").write_text("precious")
    write(tmp_path / "site", a="2")
    assert (earlier / "thesis.txt").read_text() == "precious"
