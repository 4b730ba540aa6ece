"""One folder for all temporary files of a process that serves, which is removed however the process ends."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_STARTED, _SERVED = "papertrail-start-", "papertrail-serve-"
_NAME = re.compile(rf"{_SERVED}[a-z0-9_]{{8}}")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Have this process create all temporary files in a new folder, and remove it at the end.

    Folders of runs that were killed are removed, too. A run holds a lock on its folder, which the system releases when
    the run ends.
    """
    root = Path(tempfile.gettempdir())
    _remove_leftovers(root)
    folder = Path(tempfile.mkdtemp(prefix=_STARTED))
    lock = _lock(folder)
    before = tempfile.tempdir
    try:
        if lock is not None:  # only under this name can it be taken for that of a killed run
            folder = folder.rename(root / folder.name.replace(_STARTED, _SERVED))
        tempfile.tempdir = str(folder)
        yield folder
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _remove_leftovers(root: Path) -> None:
    try:
        folders = list(root.iterdir())
    except OSError:  # it need not be readable
        return
    for folder in folders:
        if _NAME.fullmatch(folder.name) and (lock := _lock(folder)) is not None:
            try:
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


def _lock(folder: Path) -> int | None:
    """Lock a folder of this user. Return None if another run holds the lock, or the system has no such locks."""
    if sys.platform == "win32":
        return None
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(opened).st_uid == os.getuid():
            return opened
    except OSError:
        pass
    os.close(opened)
    return None
