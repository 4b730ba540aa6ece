"""Writing a folder so that there is always a whole one: aside, then two renames."""

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
"""File at the top of a folder that papertrail made and may therefore replace."""


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """A new, empty folder to write to, which takes the place of `target` when all went well.

    Where anything fails, `target` stays as it was. Files that did not change are hard-linked from the old folder
    where the file system can, so that they keep their time. Raises `PapertrailError` for a target that papertrail
    did not make, and while another run writes beside it.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - a link in the target's place is refused, not followed
    target.parent.mkdir(parents=True, exist_ok=True)
    new, old = _beside(target, "new"), _beside(target, "old")
    with _alone(target):
        restore(target)
        refuse_foreign(target)
        _remove(new)
        new.mkdir()
        (new / MARKER).write_text("made by papertrail\n", encoding="utf-8")
        try:
            yield new
            _swap(new, target, old)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _swap(new: Path, target: Path, old: Path) -> None:
    if not target.is_dir():
        new.rename(target)
        return
    _link_unchanged(target, new)
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keep a second run from the same folder. The system lets go of the lock when a run ends, however it ends."""
    if sys.platform == "win32":
        yield
        return
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PapertrailError(f"another papertrail is writing {target}; wait until it is done") from None
        yield
    finally:
        os.close(folder)


def restore(target: Path) -> None:
    """Put back what a kill between the two renames left aside."""
    old = _beside(target, "old")
    if old.is_dir() and not target.exists():
        old.rename(target)
    _remove(old)


def _remove(folder: Path) -> None:
    """Remove a folder that an earlier run left beside its target, and nothing else of that name."""
    if folder.exists() or folder.is_symlink():
        if folder.is_symlink() or not (folder / MARKER).is_file():
            raise PapertrailError(f"{folder} is in the way, and was not made by papertrail; move it away")
        shutil.rmtree(folder)


def refuse_foreign(target: Path) -> None:
    """Raise `PapertrailError` where `target` is something that papertrail did not make."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PapertrailError(f"{target} is not a folder; move it away, or choose another folder")
    if target.is_dir() and Path.cwd().is_relative_to(target):
        raise PapertrailError(f"{target} is the folder that you are in; choose another one")
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        raise PapertrailError(
            f"{target} was not made by papertrail, so it is left alone; move it away, or choose another folder"
        )


def _beside(target: Path, word: str) -> Path:
    return target.parent / f".{target.name}.papertrail-{word}"


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
                except OSError:  # a file system without hard links: the new copy does as well
                    return
                os.replace(linked, path)  # noqa: PTH105


def _is_another(before: str, path: str) -> bool:
    """Whether two paths are of two regular files; a file that was linked already is one."""
    try:
        one, other = os.lstat(before), os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(one.st_mode) and stat.S_ISREG(other.st_mode) and one.st_ino != other.st_ino


@contextmanager
def grown(target: Path) -> Iterator[Path]:
    """A copy of a folder that people work in, to write to, which takes the folder's place when all went well.

    Where anything fails, `target` stays as it was; what a kill between the two renames leaves, `restore_grown` puts
    back. The copy is of hard links where the file system can, so a file in it must be replaced, never written to.
    """
    aside = _beside(target, "import")
    if target.is_dir() and not os.access(target, os.W_OK):
        raise PapertrailError(f"{target} may not be written to; change its permissions")
    with _alone(target):
        restore_grown(target)
        aside.mkdir()
        try:
            (aside / MARKER).write_text("made by papertrail\n", encoding="utf-8")
            new = aside / "new"
            if target.is_dir():
                shutil.copytree(target, new, symlinks=True, copy_function=_link_or_copy)
            else:
                new.mkdir()
            yield new
            if target.is_dir():
                target.rename(aside / "old")
            try:
                new.rename(target)
            except BaseException:
                if (aside / "old").is_dir():
                    (aside / "old").rename(target)
                raise
        finally:
            if target.is_dir() or not (aside / "old").is_dir():
                _clear(aside)


def _clear(aside: Path) -> None:
    """Remove what is left when all is in place; whoever interrupts that has nothing left to save."""
    for _ in range(2):
        with suppress(BaseException):
            shutil.rmtree(aside, ignore_errors=True)


def restore_grown(target: Path) -> None:
    """Put back what a kill between the two renames of `grown` left aside."""
    aside = _beside(target, "import")
    if aside.is_dir() and {path.name for path in aside.iterdir()} <= {MARKER, "new", "old"}:
        if not target.exists() and (aside / "old").is_dir():
            (aside / "old").rename(target)
        shutil.rmtree(aside, ignore_errors=True)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
