"""Folders are replaced as a whole or not at all, and only those that papertrail made."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from select import select

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.runtime import work_folder
from papertrail.runtime.atomic_file import MARKER
from papertrail.runtime.atomic_folder import add_file, recover, replaced_folder, updated_folder
from papertrail.runtime.whole_folder import read_whole

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
@pytest.mark.parametrize("inside", [False, True])
def test_files_are_removed_also_from_a_folder_that_stays_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    papers = tmp_path / "papers"
    (papers / "sub").mkdir(parents=True)
    for name in ("Old.yml", "sub/old.yml", "kept.yml"):
        (papers / name).write_text(name)
    monkeypatch.chdir(papers if inside else tmp_path)
    with pytest.raises(ZeroDivisionError), updated_folder(papers, ["Old.yml"]):
        raise ZeroDivisionError
    assert contents(papers).keys() == {"Old.yml", "sub/old.yml", "kept.yml"}
    with updated_folder(papers, ["Old.yml", "sub/old.yml", "missing.yml"]) as new:
        add_file(new, "new.yml", b"new")
    assert contents(papers) == {"kept.yml": "kept.yml", "new.yml": "new"}
    assert names(tmp_path) == ["papers"]


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
@pytest.mark.parametrize("target", ["first", "again", "in place"])
def test_at_whatever_step_a_run_ends_the_next_one_completes_it(
    tmp_path: Path, how: Callable[[], None], target: str
) -> None:
    site = tmp_path / "site"
    kept = {".git/config": "mine"} if target == "in place" else {}
    expected: list[dict[str, str] | None] = [after() | kept, None if target == "first" else before() | kept]
    step = 0
    while True:
        if target == "first":
            shutil.rmtree(site, ignore_errors=True)
        else:
            write(site, **before())
        if kept:
            (site / ".git").mkdir(exist_ok=True)
            (site / ".git/config").write_text("mine")
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
@pytest.mark.parametrize("in_place", [False, True], ids=["next to it", "in place"])
def test_at_whatever_step_an_edit_ends_readers_see_all_of_it_or_nothing(
    tmp_path: Path, how: Callable[[], None], in_place: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    if in_place:
        monkeypatch.chdir(papers)  # a folder that people are in stays
    step = 0
    while True:
        for name in ("a", "b"):
            (papers / name).write_text("1")
        step += 1
        if not ended_at(step, how, lambda: edit(papers, a="2", b="2")):
            break
        assert read_whole(papers, lambda: contents(papers)) in ({"a": "1", "b": "1"}, {"a": "2", "b": "2"}), step
        assert names(tmp_path) == ["papers"], step
        assert names(papers) == ["a", "b"], step
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


# Readers


@POSIX
@pytest.mark.parametrize("in_place", [False, True], ids=["next to it", "in place"])
def test_a_reader_during_many_edits_never_sees_a_mixture(
    tmp_path: Path, in_place: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    files = [f"{number}" for number in range(10)]
    edit(papers, **dict.fromkeys(files, "0"))
    if in_place:
        monkeypatch.chdir(papers)
    waits, stop = os.pipe()
    child = os.fork()
    if not child:
        os.close(stop)
        number = 0
        while not select([waits], [], [], 0.001)[0]:  # until the reader closes its end
            number += 1
            edit(papers, **dict.fromkeys(files, str(number)))
        os._exit(0)
    seen: set[str] = set()
    try:
        while len(seen) < 5:
            read = read_whole(
                papers, lambda: {name: (papers / name).read_text() for name in names(papers) if name[0] != "."}
            )
            assert read.keys() == {*files}
            assert len({*read.values()}) == 1
            seen |= {*read.values()}
    finally:
        os.close(stop)
        _, status = os.waitpid(child, 0)
        os.close(waits)
    assert status == 0


def interrupted_edit(papers: Path) -> Path:
    """Leave what an edit leaves that ends between its renames, and return the work folder."""
    work = papers.with_name(f".{papers.name}.papertrail-work")
    for folder in ("new", "old"):
        (work / folder / papers.name).mkdir(parents=True)
        (work / folder / papers.name / "a").write_text(folder)
    (work / MARKER).touch()
    return work


def test_a_reader_that_may_not_recover_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_folder, "PATIENCE", 0.1)
    papers = tmp_path / "papers"
    interrupted_edit(papers)

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(PapertrailError, match="papers incomplete, and it cannot be completed"):
            read_whole(papers, lambda: contents(papers))
    assert read_whole(papers, lambda: contents(papers)) == {"a": "old"}


def test_a_folder_that_someone_has_made_in_the_meantime_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_folder, "PATIENCE", 0.1)
    papers = tmp_path / "papers"
    work = interrupted_edit(papers)
    papers.mkdir()
    (papers / "a").write_text("mine")
    kept = contents(tmp_path)
    for refused in (partial(recover, papers), partial(edit, papers), partial(read_whole, papers, papers.exists)):
        with pytest.raises(PapertrailError, match=f"is in the way of {work}/old/papers, which an interrupted command"):
            refused()
    assert contents(tmp_path) == kept


def test_an_empty_folder_that_someone_has_made_in_the_meantime_is_filled(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    interrupted_edit(papers)
    papers.mkdir()  # as Docker does with the source of a mount
    recover(papers)
    assert contents(tmp_path) == {"papers/a": "old"}


# Locks


@POSIX
def test_two_folders_with_the_same_parent_are_written_at_once(tmp_path: Path) -> None:
    import fcntl

    parent = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(parent, fcntl.LOCK_EX)  # another program
    with replaced_folder(tmp_path / "one") as one:
        write(tmp_path / "two", a="2")
        (one / "a").write_text("1")
    assert contents(tmp_path / "one")["a"] == "1"
    os.close(parent)


@POSIX
def test_a_run_in_place_excludes_one_that_renames_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_folder, "PATIENCE", 0.1)
    write(tmp_path / "site", a="1")
    with replaced_folder(tmp_path / "site"):
        (tmp_path / "site/.git").mkdir()
        with pytest.raises(PapertrailError, match="another papertrail process is writing"):
            write(tmp_path / "site", a="2")
    assert names(tmp_path) == ["site"]


# Folders that cannot be renamed


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV, errno.EACCES])
def test_a_folder_that_cannot_be_renamed_is_written_in_place(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write(site, a="1", b="1")
    inode = site.stat().st_ino
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == site:
            raise OSError(code, "no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    write(site, a="2")
    assert names(site) == [MARKER, "a"]
    assert (site.stat().st_ino, (site / "a").read_text()) == (inode, "2")
    assert names(tmp_path) == ["site"]


@pytest.mark.parametrize("hidden", [".git", "lost+found"])
def test_what_is_not_of_a_site_stays(tmp_path: Path, hidden: str) -> None:
    site = tmp_path / "site"
    (site / hidden).mkdir(parents=True)
    (site / hidden / "config").write_text("mine")
    for number in "12":
        write(site, a=number)
        assert contents(site) == {MARKER: "made by papertrail\n", "a": number, f"{hidden}/config": "mine"}


@POSIX
def test_a_folder_of_another_user_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "site", a="1")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(PapertrailError, match=r"site belongs to another user \(\w+\); change the owner of .*site, or"):
        write(tmp_path / "site", a="2")
    assert names(tmp_path) == ["site"]
    assert contents(tmp_path / "site")["a"] == "1"


@POSIX
def test_what_cannot_be_removed_does_not_block_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError(errno.EBUSY, "busy")

    site = tmp_path / "site"
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", refuse)
        for number in "123":
            write(site, a=number)
            assert contents(site)["a"] == number
    assert names(tmp_path) == [WORK, "site"]
    write(site, a="4")
    assert names(tmp_path) == ["site"]


@POSIX
@pytest.mark.parametrize("how", [kill, interrupt])
def test_files_of_others_stay_when_a_folder_is_updated(
    tmp_path: Path, how: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of them would belong to the user who imports."""
    papers = tmp_path / "papers"
    (papers / "deep/theirs").mkdir(parents=True)
    (papers / "deep/theirs/a").write_text("theirs")
    inode = (papers / "deep/theirs/a").stat().st_ino
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    kept = {"deep/theirs/a": "theirs"}
    step = 0
    while True:
        (papers / "deep/b").write_text("1")
        shutil.rmtree(papers / "new", ignore_errors=True)
        step += 1

        def update() -> None:
            with updated_folder(papers) as folder:
                add_file(folder, "deep/b", b"2")
                add_file(folder, "new/c", b"2")

        ended = ended_at(step, how, update)
        found = read_whole(papers, lambda: contents(papers))
        assert found in ({"deep/b": "1"} | kept, {"deep/b": "2", "new/c": "2"} | kept), step
        assert not ended or names(papers) in (["deep"], ["deep", "new"])
        assert (papers / "deep/theirs/a").stat().st_ino == inode
        if not ended:
            break
    assert step > 10
    assert found == {"deep/b": "2", "new/c": "2"} | kept


@POSIX
@pytest.mark.parametrize("in_place", [False, True], ids=["next to it", "in place"])
def test_a_replaced_file_of_an_updated_folder_keeps_its_mode(
    tmp_path: Path, in_place: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a").write_text("1")
    (papers / "a").chmod(0o440)
    if in_place:
        monkeypatch.chdir(papers)
    edit(papers, a="2")
    assert ((papers / "a").read_text(), (papers / "a").stat().st_mode & 0o777) == ("2", 0o440)


@POSIX
def test_an_updated_folder_keeps_its_modes(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir(mode=0o775)
    papers.chmod(0o2775)
    (papers / "a").write_text("1")
    (papers / "a").chmod(0o444)
    edit(papers, b="1")
    assert papers.stat().st_mode & 0o7777 == 0o2775
    assert (papers / "a").stat().st_mode & 0o777 == 0o444


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


@pytest.mark.parametrize("part", [MARKER, "new", "ready", "old"])
def test_a_link_in_the_work_folder_is_not_followed(tmp_path: Path, part: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "site").mkdir(parents=True)
    (elsewhere / "site" / "thesis.txt").write_text("precious")
    (tmp_path / WORK / "new").mkdir(parents=True)
    (tmp_path / WORK / MARKER).touch()
    shutil.rmtree(tmp_path / WORK / part) if part == "new" else (tmp_path / WORK / part).unlink(missing_ok=True)
    (tmp_path / WORK / part).symlink_to(elsewhere)
    with pytest.raises(PapertrailError, match="move it away"):
        write(tmp_path / "site", a="1")
    assert contents(elsewhere) == {"site/thesis.txt": "precious"}
    assert names(tmp_path) == [WORK, "elsewhere"]


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
