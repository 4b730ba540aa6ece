"""Reading a folder that another process may be replacing, or that an interrupted one left incomplete."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from papertrail.core.errors import PapertrailError
from papertrail.runtime import work_folder
from papertrail.runtime.work_folder import FolderBusyError, absolute, work_folders

T = TypeVar("T")


def read_whole(target: Path, read: Callable[[], T]) -> T:
    """Return what `read` returns of a folder: never a mixture of what it was before and after a run.

    What an interrupted run left is recovered first, if this process may do that. Raises `PapertrailError` if the folder
    cannot be read as a whole.
    """
    target = absolute(target)
    end = time.monotonic() + work_folder.PATIENCE
    while True:
        problem = _recovery_problem(target)
        before = _version(target)
        if before is not None:
            try:
                result = read()
            except (PapertrailError, OSError):
                if _version(target) == before:
                    raise
            else:
                after = _version(target)
                # People may change files all the time: what they did in the last moment is not waited for.
                if after == before or (after and after[:-1] == before[:-1] and time.monotonic() >= end):
                    return result
        elif time.monotonic() >= end:
            raise problem or FolderBusyError(f"another papertrail process is replacing {target}; wait until it ends")
        time.sleep(0.02)


def _recovery_problem(target: Path) -> PapertrailError | None:
    """Recover if that is possible at once, and return why not."""
    for work in work_folders(target):
        if not os.path.lexists(work.path) or (sys.platform == "win32" and not work.is_swapping()):
            continue  # on Windows, where folders cannot be locked, another process may be at it
        try:
            with work.held(patience=0):
                pass
        except PapertrailError as error:
            return error
        except OSError as error:
            return PapertrailError(
                f"an interrupted command left {target} incomplete, and it cannot be completed: {error.filename}: "
                f"{error.strerror}; run `papertrail check` as a user who may write {target.parent}"
            )
    return None


def _version(target: Path) -> tuple[object, ...] | None:
    """What changes whenever entries of a folder are replaced; None while they are. Empty if there is no folder.

    The last part also changes when people add or remove files.
    """
    version: tuple[object, ...] = ()
    with suppress(OSError):
        status = target.stat()
        parts = [work.parts() for work in work_folders(target)]
        version = (status.st_dev, status.st_ino, *parts, status.st_mtime_ns)
    if any(work.is_swapping() for work in work_folders(target)) or (not version and target.exists()):
        return None
    return version
