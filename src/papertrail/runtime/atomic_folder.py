"""Replacing a folder as a whole: its successor is written in a work folder, then put in place by renames.

`work_folder` describes each step, and what the next run does with what an interrupted one leaves. A run that fails
does the same at once.
"""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.runtime.atomic_file import MARKER, keep_owner, make_folders, mark
from papertrail.runtime.folder_ownership import entries_of, is_own_folder, refuse_foreign, refuse_irremovable
from papertrail.runtime.work_folder import WorkFolder, absolute, is_kept, work_folders

_PERMISSION = (errno.EACCES, errno.EPERM, errno.EROFS)


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
    Hidden entries that papertrail did not write, such as `.git`, stay. Raises `PapertrailError` if papertrail did not
    make `target`, if it cannot be replaced, or if another run is writing it.
    """
    target = absolute(target)
    with _explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target)
        refuse_foreign(target)
        refuse_irremovable(target)
        in_place = any(map(is_kept, entries_of(target)))
    with _successor(target, in_place=in_place) as work:
        mark(work.successor)
        yield work.successor
        if target.is_dir():
            _link_unchanged(target, work.successor)


@contextmanager
def updated_folder(target: Path, removed: Collection[str] = ()) -> Iterator[Path]:
    """A folder to put files in with `add_file`, which are added to `target` if the block ends without an exception.

    The files `removed`, given by their paths relative to `target`, are removed from it. If possible, the folder is a
    copy of `target` that then replaces it. Otherwise, for example if files belong to other users, it is empty, and only
    the files that change are replaced. Files keep their permissions. Raises `PapertrailError` if `target` is not
    writable, or if another run is writing it.
    """
    target = absolute(target)
    recover(target)
    if target.is_dir() and not os.access(target, os.W_OK):
        raise PapertrailError(f"{target} is not writable; change its permissions")
    in_place = Path.cwd().is_relative_to(target) or not is_own_folder(target)
    with _successor(target, in_place=in_place, by_file=True, removed=removed) as work:
        if not work.is_inside and target.is_dir():
            with _explained(target):
                shutil.copytree(
                    target, work.successor, symlinks=True, copy_function=_link_or_copy, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns(WorkFolder(target, is_inside=True).path.name),
                )  # fmt: skip
                for name in removed:
                    (work.successor / name).unlink(missing_ok=True)
        yield work.successor
        with _explained(target):
            _keep_permissions(target, work.successor)


def recover(target: Path) -> None:
    """Complete or undo what an interrupted run began with `target`.

    Raises `PapertrailError` if another run is writing it, or if the work folder is not papertrail's.
    """
    target = absolute(target)
    with _explained(target):
        _remove_earlier(target)
        for work in work_folders(target):
            if os.path.lexists(work.path):
                with suppress(PermissionError), work.held():  # of another user: the run may do without it
                    pass


@contextmanager
def _successor(
    target: Path, *, in_place: bool, by_file: bool = False, removed: Collection[str] = ()
) -> Iterator[WorkFolder]:
    """A work folder whose successor replaces `target` if the block ends without an exception.

    With `in_place`, `target` itself stays, and its entries are replaced; with `by_file`, only those files that the
    successor has, and those that are removed. This is also done if the target cannot be renamed.
    """
    with ExitStack() as stack:
        with _explained(target):
            work = _begun(target, in_place, stack)
        yield work
        with _explained(target):
            work.swap(by_file=by_file and work.is_inside, removed=removed)


def _begun(target: Path, in_place: bool, stack: ExitStack) -> WorkFolder:
    """Begin a run in the first work folder that can be used. It ends with the stack."""
    next_to, inside = work_folders(target)
    possible = [inside] if in_place else [next_to, inside] if target.is_dir() else [next_to]
    for work in possible:
        with ExitStack() as trial:
            try:
                trial.enter_context(_run(work))
            except OSError as error:
                if work == possible[-1] or error.errno not in _PERMISSION:
                    raise
                continue
            if work == possible[-1] or work.can_replace():
                stack.enter_context(trial.pop_all())
                return work
    raise AssertionError


@contextmanager
def _run(work: WorkFolder) -> Iterator[None]:
    with work.held():
        try:
            work.begin()
            yield
        except BaseException:
            work.settle()
            raise
        # If removing the rest is interrupted or fails, the run succeeded all the same; the next one removes it.
        for _ in range(2):
            with suppress(BaseException):
                work.settle()
                work.remove()


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Turn errors of the system into a `PapertrailError` that names the folder, and what to do."""
    try:
        yield
    except OSError as error:
        path, reason = error.filename or target, error.strerror or str(error)
        if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
            path, _, reason = error.args[0][0]  # the first file that could not be copied
        help = "; change its permissions, or choose another folder" if error.errno in _PERMISSION else ""
        raise PapertrailError(f"cannot write {target}: {path}: {reason}{help}") from error


def _keep_permissions(target: Path, successor: Path) -> None:
    """Give what replaces files and folders of the target their permissions and owner.

    What is new gets the owner of the target if the administrator writes it.
    """
    folder = target.stat() if target.is_dir() else None
    for name in (".", *(path.relative_to(successor).as_posix() for path in successor.rglob("*"))):
        created, replaced = successor / name, target / name
        status = created.lstat()
        if os.path.lexists(replaced):
            before = replaced.lstat()
            if stat.S_IFMT(before.st_mode) == stat.S_IFMT(status.st_mode) and before.st_ino != status.st_ino:
                keep_owner(str(created), before)
                if not created.is_symlink():
                    created.chmod(stat.S_IMODE(before.st_mode))
        elif folder is not None and sys.platform != "win32" and os.geteuid() == 0:
            keep_owner(str(created), folder)


def _remove_earlier(target: Path) -> None:
    """Remove the folder in which earlier versions kept the old site while they removed it.

    They removed the marker first, so the folder is recognized by its files: the site still has all of them.
    """
    earlier = target.parent / f".{target.name}.papertrail-old"
    if earlier.is_symlink() or not earlier.is_dir() or not (target / MARKER).is_file():
        return
    files = [path.relative_to(earlier) for path in earlier.rglob("*") if not path.is_dir()]
    if all((target / path).is_file() for path in files):
        shutil.rmtree(earlier)


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
        keep_owner(target, os.lstat(source))
