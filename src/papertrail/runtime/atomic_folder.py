"""Replaces a folder as a whole: a new one is written next to it, then both are renamed."""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papertrail.core.errors import PapertrailError

if sys.platform != "win32":
    import fcntl

MARKER = ".papertrail"
"""A file in each folder that papertrail wrote and may therefore replace."""
_MARKER_TEXT = "made by papertrail\n"


def mark(folder: Path) -> None:
    """Mark a folder as written by papertrail."""
    (folder / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")


# A folder that papertrail writes


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Yield a new, empty folder, and replace `target` with it if no error is raised.

    Unchanged files become hard links to those of the old folder where the file system supports it, so that they keep
    their modification time. Raise `PapertrailError` if papertrail did not write `target`, or if another run is writing
    it now.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - a symbolic link as target is refused, not followed
    target.parent.mkdir(parents=True, exist_ok=True)
    new, old = _sibling(target, "new"), _sibling(target, "old")
    with _locked(target):
        _recover(target)
        _refuse_foreign(target)
        _remove(new)
        new.mkdir()
        mark(new)
        try:
            yield new
            _replace(target, new, old)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _replace(target: Path, new: Path, old: Path) -> None:
    if not target.is_dir():
        new.rename(target)
        return
    _link_unchanged(target, new)
    _rename_both(target, new, old)


def _rename_both(target: Path, new: Path, old: Path) -> None:
    """Rename `target` to `old`, and `new` to `target`; undo the first if the second fails."""
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Keep other runs from the same folder. The system releases the lock when the process ends, however it ends."""
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


def _recover(target: Path) -> None:
    """Restore the old folder if an earlier run was killed between the two renames."""
    old = _sibling(target, "old")
    if old.is_dir() and not target.exists():
        old.rename(target)
    _remove(old)


def _remove(folder: Path) -> None:
    """Remove a folder that an earlier run left. Raise `PapertrailError` if papertrail did not write it."""
    if folder.exists() or folder.is_symlink():
        if folder.is_symlink() or not (folder / MARKER).is_file():
            raise PapertrailError(f"{folder} is in the way, and papertrail did not write it; move it away")
        shutil.rmtree(folder)


def _refuse_foreign(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PapertrailError(f"{target} is not a folder; move it away, or choose another folder")
    if target.is_dir() and Path.cwd().is_relative_to(target):
        raise PapertrailError(f"{target} is the current folder or contains it; choose another folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise PapertrailError(
            f"{target} is not empty, and papertrail did not write it; move it away, or choose another folder"
        )


def _sibling(target: Path, word: str) -> Path:
    return target.parent / f".{target.name}.papertrail-{word}"


def _link_unchanged(old: Path, new: Path) -> None:
    """Replace files of the new folder that equal those of the old one with hard links to them."""
    for folder, folders, names in os.walk(new):
        folders.sort()
        relative = os.path.relpath(folder, new)
        for name in sorted(names):
            # Strings, as there may be many files.
            before, path = os.path.join(old, relative, name), os.path.join(folder, name)  # noqa: PTH118
            if _are_two_files(before, path) and filecmp.cmp(before, path, shallow=False):
                link = f"{path}.papertrail-link"
                try:
                    os.link(before, link)
                except OSError:  # the file system has no hard links, so the copies stay
                    return
                os.replace(link, path)  # noqa: PTH105


def _are_two_files(before: str, path: str) -> bool:
    """Whether two paths are different regular files, and not already linked."""
    try:
        one, other = os.lstat(before), os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(one.st_mode) and stat.S_ISREG(other.st_mode) and one.st_ino != other.st_ino


# A folder that people work in


@contextmanager
def updated_folder(target: Path) -> Iterator[Path]:
    """Yield a copy of a folder, and replace `target` with it if no error is raised.

    The copy consists of hard links where the file system supports it: replace a file in it, and never write into one.
    After a kill between the two renames, `recover_updated` restores the folder.
    """
    work = _sibling(target, "import")
    if target.is_dir() and not os.access(target, os.W_OK):
        raise PapertrailError(f"{target} is not writable; change its permissions")
    with _locked(target):
        recover_updated(target)
        work.mkdir()
        new, old = work / "new", work / "old"
        try:
            mark(work)
            _copy(target, new)
            yield new
            if target.is_dir():
                _rename_both(target, new, old)
            else:
                new.rename(target)
        finally:
            if target.is_dir() or not old.is_dir():
                _remove_work(work)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, copy_function=_link_or_copy)
    else:
        target.mkdir()


def _remove_work(work: Path) -> None:
    """Remove the working folder. The new files are in place, so that an interrupt must not stop this."""
    for _ in range(2):
        with suppress(BaseException):
            shutil.rmtree(work, ignore_errors=True)


def recover_updated(target: Path) -> None:
    """Restore a folder if an earlier `updated_folder` was killed between the two renames."""
    work = _sibling(target, "import")
    if work.is_dir() and {path.name for path in work.iterdir()} <= {MARKER, "new", "old"}:
        if not target.exists() and (work / "old").is_dir():
            (work / "old").rename(target)
        shutil.rmtree(work, ignore_errors=True)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
