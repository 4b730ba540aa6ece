"""Writing a file as a whole or not at all, and never through a link.

Everything in papertrail that writes a file of a project writes it here, apart from the files inside a folder that
`atomic_folder` has just created.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papertrail.core.errors import PapertrailError

if sys.platform != "win32":
    import fcntl

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{16}\.papertrail-new")
"""The names of files that are being written, or that a killed run left."""
MARKER = ".papertrail"
"""A file in each folder that papertrail wrote and may therefore replace."""


def mark(folder: Path) -> None:
    """Mark a folder as written by papertrail."""
    with suppress(FileExistsError), (folder / MARKER).open("xb") as file:
        file.write(b"made by papertrail\n")


def write_file(target: Path, content: bytes, *, inside: Path | None = None) -> None:
    """Create or replace a file; see `prepared_file`."""
    with prepared_file(target, content, inside=inside):
        pass


@contextmanager
def prepared_file(target: Path, content: bytes, *, inside: Path | None = None) -> Iterator[None]:
    """Write a file next to `target` now, and put it in place of `target` when the block ends without an exception.

    The new file is on the disk before it gets its name, and keeps the permissions of the file that it replaces, and its
    owner if the system allows it. What killed runs left next to `target` is removed. Raises `PapertrailError` if
    `target` is a link or anything else but a regular file, or if a folder between `inside` (the project) and `target`
    is a link; `OSError` if the disk is full or the folder is not writable.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link in place of the target
    replaced = _status(target)
    refuse_linked_folders(target.parent, inside)
    _remove_leftovers(target.parent)
    aside, opened = _created(target)
    try:
        try:
            if replaced is not None and sys.platform != "win32":
                keep_owner(opened, replaced)
                os.fchmod(opened, stat.S_IMODE(replaced.st_mode))
            _write(opened, content)
            os.fsync(opened)
            if sys.platform == "win32":
                os.close(opened)
                opened = -1
            yield
            os.replace(aside, target)  # noqa: PTH105 - also replaces a file that is open on Windows
        finally:
            if opened >= 0:
                os.close(opened)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    _sync_folder(target.parent)


def make_folders(folder: Path, *, inside: Path) -> None:
    """Create a folder and those above it. Raises `PapertrailError` if one of them, up to `inside`, is a link."""
    refuse_linked_folders(folder, inside)
    folder.mkdir(parents=True, exist_ok=True)


def keep_owner(created: int | str, replaced: os.stat_result) -> None:
    """Give a new file or folder, or an open file, the owner and the group of what it replaces, if that is allowed."""
    if sys.platform != "win32":
        for owner in (replaced.st_uid, -1):
            with suppress(OSError):
                os.chown(created, owner, replaced.st_gid)
                return


def refuse_linked_folders(folder: Path, inside: Path | None) -> None:
    """Raise `PapertrailError` if a folder between `inside` and `folder` is a link: it may lead out of the project.

    A folder that is not inside is the caller's own choice, links included.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow the links
    links = []
    for above in (folder, *folder.parents):
        if inside is None or not inside.exists() or (above.exists() and above.samefile(inside)):
            break
        links += [above] if above.is_symlink() else []
    else:
        return
    if links:
        raise PapertrailError(f"{links[-1]} is a symbolic link; papertrail does not write through links")


def _status(target: Path) -> os.stat_result | None:
    """The status of the file that is replaced; None if there is none."""
    try:
        found = os.lstat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        raise PapertrailError(f"{target} is a symbolic link; papertrail does not write through links")
    if not stat.S_ISREG(found.st_mode):
        raise PapertrailError(f"{target} is not a regular file; choose another name")
    return found


def _created(target: Path) -> tuple[Path, int]:
    """Create a file next to `target`, and lock it. Return its path and its descriptor."""
    while True:
        aside = target.with_name(f".{target.name}.{secrets.token_hex(8)}.papertrail-new")
        try:
            opened = os.open(aside, _NEW, 0o666)
        except OSError as error:
            error.filename = str(target.parent)  # the file is unknown to the user
            raise
        if _lock(opened) and (sys.platform == "win32" or os.fstat(opened).st_nlink):
            return aside, opened
        os.close(opened)  # another run has just taken it for a leftover


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed runs left; a run that is still writing holds a lock on its file."""
    for entry in os.scandir(folder):
        if _LEFTOVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            with suppress(OSError):
                opened = os.open(entry.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
                try:
                    if _lock(opened):
                        os.unlink(entry.path)  # noqa: PTH108
                finally:
                    os.close(opened)


def _lock(opened: int) -> bool:
    """Lock a file until it is closed. Return whether no other process has locked it."""
    try:
        if sys.platform != "win32":
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        pass
    return True


def _write(opened: int, content: bytes) -> None:
    """Write everything: on a disk that is nearly full, the system first writes what fits, then reports the error."""
    left = memoryview(content)
    while left:
        left = left[os.write(opened, left) :]


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk too. Some file systems cannot do that, and keep the name anyway."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
