"""Replacing what a folder contains by renames that the next run completes or undoes, wherever they are interrupted.

The work folder holds what comes and what goes. It is next to the target, `.NAME.papertrail-work`, and the target is
renamed as a whole. If that is impossible, for example because the target is a mount point, it is inside the target,
`.papertrail-work`, and each entry of the target is renamed, or only the files that change. Each step, what it leaves if
the run ends right after it, and what the next run does with that (`WorkFolder.settle`):

| After | Work folder | Target | The next run |
| --- | --- | --- | --- |
| the start | empty, or only the marker | as before | removes the work folder |
| writing the successor | marker, `new` | as before | removes `new` |
| moving entries out | marker, `new`, `old` | some or all are missing | moves those in `old` back, then as above |
| renaming `new`: the decision | marker, `ready`, `old` | all are missing | moves those in `ready` to the target |
| moving entries in | marker, `ready`, `old` | some or all are new | likewise |
| removing `ready`, empty now | marker, `old` | new | removes `old` |
| removing what was replaced | marker, a part of `old` | new | likewise |
| removing the marker | empty | new | removes the work folder |

The run holds a lock on the work folder and on the target. The system releases both when the process ends, however it
ends. Anything else in the work folder, or a work folder with content but without a marker, is not papertrail's and is
never touched; nor is an entry that someone has put in the place of one that was moved.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from papertrail.core.errors import PapertrailError
from papertrail.runtime.atomic_file import MARKER, mark

if sys.platform != "win32":
    import fcntl

PATIENCE = 2.0
"""Seconds to wait for another process, such as a child of a killed one, before a command gives up."""
_PAUSE = 0.02
_NEW, _READY, _OLD, _TRASH = "new", "ready", "old", "trash-"
INSIDE = ".papertrail-work"
"""The name of a work folder inside its target."""


class FolderBusyError(PapertrailError):
    """Another process is writing a folder."""


@dataclass(frozen=True)
class WorkFolder:
    """A work folder for `target`, next to it or inside it."""

    target: Path
    is_inside: bool = False

    @property
    def path(self) -> Path:
        """The work folder itself."""
        return self.target / INSIDE if self.is_inside else self.target.parent / f".{self.target.name}.papertrail-work"

    @property
    def successor(self) -> Path:
        """The folder to write what follows the target."""
        return self.path / _NEW if self.is_inside else self.path / _NEW / self.target.name

    @contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Lock the work folder and the target, and first settle what an earlier run left.

        Creates the work folder if necessary, and removes it at the end. Raises `FolderBusyError` if another process
        holds the lock for longer than `patience` seconds (default: `PATIENCE`), and `PapertrailError` if the work
        folder is not papertrail's.
        """
        patience = PATIENCE if patience is None else patience
        with ExitStack() as stack:
            stack.enter_context(_locked(self.path, self.target, patience, create=True))
            stack.callback(self.remove)
            self.settle()
            stack.enter_context(_locked(self.target, self.target, patience))
            yield

    def begin(self) -> None:
        """Create the folder for the successor."""
        mark(self.path)
        self.successor.mkdir(parents=True)

    def can_replace(self) -> bool:
        """Whether the target can be renamed into the work folder. Call it after `begin`.

        The attempt changes nothing: the system refuses to replace a folder that is not empty, after all other reasons.
        """
        if self.is_inside or not self.target.exists():
            return True
        try:
            self.target.rename(self.path / _NEW)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EIO):
                raise
            return error.errno in (errno.ENOTEMPTY, errno.EEXIST)
        return True

    def swap(self, *, by_file: bool = False, removed: Collection[str] = ()) -> None:
        """Put the successor in place of the target. An error leaves the target as before once the run is settled.

        With `by_file`, the successor has only the files that change, and all others stay apart from those `removed`.
        """
        moved_in: list[str] = []
        new, ready, old = (self.path / part for part in (_NEW, _READY, _OLD))
        coming = files_in(new) if by_file else self._entries(new)
        going = dict.fromkeys([*removed, *coming]) if by_file else self._replaced(coming)
        try:
            old.mkdir()
            for name in going:
                if os.path.lexists(self._base / name):
                    _move(name, self._base, old)
            new.rename(ready)
            for name in coming:
                _move(name, ready, self._base)
                moved_in.append(name)
        except BaseException:
            for name in moved_in:
                _move(name, self._base, ready)
                for folder in list(Path(name).parents)[:-1]:
                    with suppress(OSError):  # it is not new: it has other entries
                        (self._base / folder).rmdir()
            if ready.exists():
                ready.rename(new)
            raise

    def settle(self) -> None:
        """Complete or undo what an ended run began; see the table above. The lock must be held."""
        names = self._names()
        if _READY in names:
            self._move_to_target(_READY)
        elif {_NEW, _OLD} <= names:
            self._move_to_target(_OLD)
        for name in (_NEW, _READY, _OLD, *(name for name in sorted(names) if name.startswith(_TRASH))):
            if name in names:
                _discard(self.path / name)

    def remove(self) -> None:
        """Remove the work folder if nothing is left in it."""
        with suppress(OSError):
            if {*names_in(self.path)} <= {MARKER}:
                (self.path / MARKER).unlink(missing_ok=True)
                self.path.rmdir()

    def parts(self) -> frozenset[str]:
        """The names in the work folder; none if there is no work folder."""
        try:
            return frozenset(names_in(self.path))
        except OSError:
            return frozenset()

    def is_swapping(self) -> bool:
        """Whether entries of the target are missing or mixed with others, because a run is replacing them or ended."""
        names = self.parts()
        return MARKER in names and (_READY in names or {_NEW, _OLD} <= names)

    @property
    def _base(self) -> Path:
        """The folder whose entries are renamed."""
        return self.target if self.is_inside else self.target.parent

    def _entries(self, folder: Path) -> list[str]:
        """The names of entries that came from the target, or follow."""
        names = names_in(folder)
        if not self.is_inside and not {*names} <= {self.target.name}:
            raise PapertrailError(f"{folder} is in the way, and papertrail did not write it; move it away")
        return names

    def _replaced(self, new: list[str]) -> list[str]:
        """The entries of the target that go."""
        if not self.is_inside:
            return [self.target.name] if os.path.lexists(self.target) else []
        return [name for name in names_in(self.target) if name in new or not is_kept(name)]

    def _names(self) -> set[str]:
        names = {*names_in(self.path)}
        own = {name for name in names if name in (MARKER, _NEW, _READY, _OLD) or name.startswith(_TRASH)}
        has_links = any((self.path / name).is_symlink() for name in names)
        if names - own or has_links or (names and MARKER not in names):
            raise PapertrailError(f"{self.path} is in the way, and papertrail did not write it; move it away")
        return names

    def _move_to_target(self, part: str) -> None:
        for name in self._entries(self.path / part):
            self._restore(self.path / part / name, self._base / name)

    def _restore(self, source: Path, target: Path) -> None:
        is_folder = target.is_dir() and not target.is_symlink()
        if not os.path.lexists(target) or (is_folder and not any(target.iterdir())):
            source.rename(target)
        elif self.is_inside and is_folder and source.is_dir() and not source.is_symlink():
            for name in names_in(source):
                self._restore(source / name, target / name)
        else:
            raise PapertrailError(
                f"{target} is in the way of {source}, which an interrupted command moved; keep one of them as "
                f"{target}, and remove {self.path}"
            )


def names_in(folder: Path) -> list[str]:
    """The names of the entries of a folder, in order."""
    return sorted(path.name for path in folder.iterdir())


def files_in(folder: Path) -> list[str]:
    """The paths of all files in a folder, relative to it, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def is_kept(name: str) -> bool:
    """Whether an entry of a folder stays if each entry is replaced: like MkDocs, papertrail writes no hidden files."""
    return (name.startswith(".") and name != MARKER) or name == "lost+found"


def work_folders(target: Path) -> tuple[WorkFolder, WorkFolder]:
    """The work folders that a run may use for a target."""
    return WorkFolder(target), WorkFolder(target, is_inside=True)


def absolute(target: Path) -> Path:
    """The path without links being followed."""
    return Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link in place of the target


def _move(name: str, source: Path, target: Path) -> None:
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    (source / name).rename(target / name)


def _discard(folder: Path) -> None:
    """Remove a folder, also if it is a copy of one with folders that are not writable.

    What cannot be removed yet, such as a file that is open on Windows, is kept for the next run, under another name.
    """
    try:
        for inner, _, _ in os.walk(folder):
            if not os.access(inner, os.W_OK | os.X_OK):
                os.chmod(inner, stat.S_IRWXU)  # noqa: PTH101 - of many folders
        shutil.rmtree(folder)
    except OSError:
        if folder.name.startswith(_TRASH):
            return
        folder.rename(folder.with_name(f"{_TRASH}{secrets.token_hex(4)}"))


@contextmanager
def _locked(folder: Path, target: Path, patience: float, *, create: bool = False) -> Iterator[None]:
    """Lock a folder, which is created if necessary; without `create`, one that is missing is not locked."""
    if sys.platform == "win32":
        if create:
            folder.mkdir(exist_ok=True)
        yield
        return
    end = time.monotonic() + patience
    while (opened := _try_lock(folder, create=create)) == _BUSY:
        if time.monotonic() >= end:
            raise FolderBusyError(f"another papertrail process is writing {target}; wait until it ends")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if opened != _MISSING:
            os.close(opened)


_BUSY, _MISSING = -1, -2


def _try_lock(folder: Path, *, create: bool) -> int:
    """Return a locked descriptor of a folder."""
    if create:
        with suppress(FileExistsError):
            folder.mkdir()
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return _BUSY if create else _MISSING  # another process has just removed it
    except OSError as error:
        if error.errno in (errno.ENOTDIR, errno.ELOOP):
            raise PapertrailError(f"{folder} is in the way, and papertrail did not write it; move it away") from error
        raise
    try:
        if sys.platform != "win32":
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return _BUSY
    except OSError:  # a file system without locks
        return opened
    if os.path.lexists(folder) and os.path.samestat(os.fstat(opened), os.lstat(folder)):
        return opened
    os.close(opened)  # another process has replaced it
    return _BUSY
