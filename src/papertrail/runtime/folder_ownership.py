"""Whose a folder is: what papertrail may replace, and what it must leave alone."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.runtime.atomic_file import MARKER
from papertrail.runtime.work_folder import WorkFolder, is_kept, names_in


def entries_of(folder: Path) -> set[str]:
    """What a folder contains, if there is one, apart from a work folder that could not be removed."""
    names = names_in(folder) if folder.is_dir() else []
    return {*names} - {WorkFolder(folder, is_inside=True).path.name}


def refuse_foreign(target: Path) -> None:
    """Raise `PapertrailError` if the target is not a folder that papertrail wrote and this process can replace."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PapertrailError(f"{target} is not a folder; move it away, or choose another folder")
    if target.is_dir() and Path.cwd().is_relative_to(target):
        raise PapertrailError(f"{target} is the current folder or contains it; choose another folder")
    if not (target / MARKER).is_file() and not all(map(is_kept, entries_of(target))):
        raise PapertrailError(
            f"{target} is not empty, and papertrail did not write it; move it away, or choose another folder"
        )


def refuse_irremovable(target: Path) -> None:
    """Raise `PapertrailError` if a part of the target could not be removed once it is replaced."""
    if sys.platform == "win32" or not target.is_dir():
        return
    if (mounted := _mount_point_in(target)) is not None:
        raise PapertrailError(f"{mounted} is a mount point inside {target}; unmount it, or choose another folder")
    for folder, _, _ in os.walk(target):
        status = os.lstat(folder)
        if status.st_uid != os.geteuid() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PapertrailError(
                f"{folder} belongs to another user ({_user(status.st_uid)}); change the owner of {target}, or remove it"
            )


def is_own_folder(target: Path) -> bool:
    """Whether everything in a folder belongs to this user, who can copy and remove it, and nothing is mounted there."""
    if sys.platform == "win32" or not target.is_dir():
        return True
    user = os.geteuid()
    return _mount_point_in(target) is None and all(path.lstat().st_uid == user for path in (target, *target.rglob("*")))


def _mount_point_in(target: Path) -> Path | None:
    """Something that is mounted below a folder. Its files must not be removed with those of the folder."""
    target = target.resolve()
    if sys.platform == "linux":  # where parts of the same file system can be mounted, too
        with suppress(OSError):
            lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
            points = (Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), line.split()[4])) for line in lines)
            return next((point for point in points if target in point.parents), None)
    return next(
        (Path(folder) for folder, _, _ in os.walk(target) if folder != str(target) and os.path.ismount(folder)), None
    )


def _user(number: int) -> str:
    """The name of a user."""
    if sys.platform != "win32":
        import pwd

        with suppress(KeyError):
            return pwd.getpwuid(number).pw_name
    return str(number)
