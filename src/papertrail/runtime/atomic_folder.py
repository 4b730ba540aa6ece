"""Replacing a folder as a whole: its successor is written aside, then two renames put it in place.

Everything happens in a work folder next to the target, `.NAME.papertrail-work`. Its marker is the first thing to come
and the last to go, so whatever a killed run leaves can be told apart from what people put there. Each step, what it
leaves if the run ends right after it, and what `recover` does with that:

| After | Work folder | Target | Recovery |
| --- | --- | --- | --- |
| the start or the end | empty, or only the marker | as before, or new | remove the work folder |
| writing the successor | marker, `new` | as before | remove `new`, then the work folder |
| the first rename | marker, `new`, `old` | missing | move `old` back, then as above |
| the second rename | marker, `old` | new | remove `old`, then the work folder |
| removing what was replaced | marker, a part of `old` | new | likewise |

A run that fails or is interrupted recovers in the same way. Anything else in the work folder, or a work folder with
content but without a marker, is not papertrail's and is never touched.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.runtime.atomic_file import make_folders

if sys.platform != "win32":
    import fcntl

MARKER = ".papertrail"
"""A file in each folder that papertrail wrote and may therefore replace."""
_NEW, _OLD = "new", "old"


def mark(folder: Path) -> None:
    """Mark a folder as written by papertrail."""
    (folder / MARKER).write_text("made by papertrail\n", encoding="utf-8")


def add_file(folder: Path, path: str, content: bytes) -> None:
    """Create or replace a file in a new folder; `path` is relative to it, with `/` between its parts.

    The file is not written into, as it may be a hard link to one in the old folder. Raises `PapertrailError` if a
    folder on the way is a link.
    """
    target = folder / path
    make_folders(target.parent, inside=folder)
    target.unlink(missing_ok=True)
    with target.open("xb") as file:
        file.write(content)


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A new, empty folder to write to, which replaces `target` if the block ends without an exception.

    Files that did not change are hard-linked from the old folder if the file system can, so that they keep their time.
    Raises `PapertrailError` if papertrail did not make `target`, or if another run is writing it.
    """
    target = _absolute(target)
    target.parent.mkdir(parents=True, exist_ok=True)

    def start(new: Path) -> None:
        _refuse_foreign(target)
        new.mkdir()
        mark(new)

    with _successor(target, start) as new:
        yield new
        if target.is_dir():
            _link_unchanged(target, new)


@contextmanager
def updated_folder(target: Path) -> Iterator[Path]:
    """A copy of a folder that people work in, which replaces it if the block ends without an exception.

    The copy consists of hard links if the file system can, so a file in it must be replaced, never written to.
    Raises `PapertrailError` if `target` is not writable, or if another run is writing it.
    """
    target = _absolute(target)
    if target.is_dir() and not os.access(target, os.W_OK):
        raise PapertrailError(f"{target} is not writable; change its permissions")

    def start(new: Path) -> None:
        if target.is_dir():
            shutil.copytree(target, new, symlinks=True, copy_function=_link_or_copy)
        else:
            new.mkdir()

    with _successor(target, start) as new:
        yield new


def recover(target: Path) -> None:
    """Complete or undo what a killed run began with `target`.

    Raises `PapertrailError` if another run is writing it, or if the work folder is not papertrail's.
    """
    target = _absolute(target)
    if os.path.lexists(_work(target)) or os.path.lexists(_earlier(target)):
        with _locked(target):
            _recover(target)


def _refuse_foreign(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PapertrailError(f"{target} is not a folder; move it away, or choose another folder")
    if target.is_dir() and Path.cwd().is_relative_to(target):
        raise PapertrailError(f"{target} is the current folder or contains it; choose another folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise PapertrailError(
            f"{target} is not empty, and papertrail did not write it; move it away, or choose another folder"
        )


@contextmanager
def _successor(target: Path, start: Callable[[Path], None]) -> Iterator[Path]:
    """The folder that follows `target`, begun by `start`."""
    with _locked(target):
        _recover(target)
        work = _work(target)
        try:
            work.mkdir()
            mark(work)
            start(work / _NEW)
            yield work / _NEW
            if target.is_dir():
                target.rename(work / _OLD)
            (work / _NEW).rename(target)
        except BaseException:
            _recover(target)
            raise
        _clean_up(target)


def _clean_up(target: Path) -> None:
    """Remove the work folder of a run that succeeded. If that is interrupted or fails, the run succeeded all the same;
    the next one removes the rest.
    """
    for _ in range(2):
        with suppress(BaseException):
            _recover(target)


def _recover(target: Path) -> None:
    """Bring `target` to the state before or after a run, and remove the work folder; see the table above."""
    _remove_earlier(target)
    work = _work(target)
    if not os.path.lexists(work):
        return
    names = {path.name for path in work.iterdir()} if work.is_dir() and not work.is_symlink() else {""}
    if names and (MARKER not in names or names - {MARKER, _NEW, _OLD}):
        raise PapertrailError(f"{work} is in the way, and papertrail did not write it; move it away")
    if _OLD in names and not os.path.lexists(target):
        (work / _OLD).rename(target)
        names.remove(_OLD)
    for name in names & {_NEW, _OLD}:
        _remove(work / name)
    (work / MARKER).unlink(missing_ok=True)
    work.rmdir()


def _remove(folder: Path) -> None:
    """Remove a folder, also if it is a copy of one with folders that are not writable."""
    for inner, _, _ in os.walk(folder):
        os.chmod(inner, stat.S_IRWXU)  # noqa: PTH101 - of many folders
    shutil.rmtree(folder)


def _remove_earlier(target: Path) -> None:
    """Remove the folder in which earlier versions kept the old site while they removed it.

    They removed the marker first, so the folder is recognized by its files: the site still has all of them.
    """
    earlier = _earlier(target)
    if earlier.is_symlink() or not earlier.is_dir() or not (target / MARKER).is_file():
        return
    files = [path.relative_to(earlier) for path in earlier.rglob("*") if not path.is_dir()]
    if all((target / path).is_file() for path in files):
        shutil.rmtree(earlier)


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Exclude a second run for the same folder. The system releases the lock when a run ends, however it ends."""
    if sys.platform == "win32":
        yield
        return
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PapertrailError(f"another papertrail process is writing {target}; wait until it ends") from None
        yield
    finally:
        os.close(folder)


def _absolute(target: Path) -> Path:
    return Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link in place of the target


def _work(target: Path) -> Path:
    return target.parent / f".{target.name}.papertrail-work"


def _earlier(target: Path) -> Path:
    return target.parent / f".{target.name}.papertrail-old"


def _link_unchanged(old: Path, new: Path) -> None:
    for folder, folders, names in os.walk(new):
        folders.sort()
        inside = os.path.relpath(folder, new)
        for name in sorted(names):
            before, path = os.path.join(old, inside, name), os.path.join(folder, name)  # noqa: PTH118 - of many files
            if _is_another(before, path) and filecmp.cmp(before, path, shallow=False):
                linked = f"{path}.papertrail-link"
                try:
                    os.link(before, linked)
                except OSError:  # a file system without hard links: the new copy serves as well
                    return
                os.replace(linked, path)  # noqa: PTH105


def _is_another(before: str, path: str) -> bool:
    """Whether two paths are of two regular files; a file that was linked already is one."""
    try:
        one, other = os.lstat(before), os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(one.st_mode) and stat.S_ISREG(other.st_mode) and one.st_ino != other.st_ino


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
