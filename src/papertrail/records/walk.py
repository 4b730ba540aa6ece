"""Walk the folders of a project: every file, and why a file or a folder is refused.

Records, pages and templates can come from strangers, and a link or a pipe among them could publish a file from outside
the project, or wait for ever. So nothing but regular files in real folders is read.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from papertrail.core.diagnostics import FILE_START, Diagnostic
from papertrail.core.limits import FOLDER_DEPTH
from papertrail.runtime.safe_folder import SafeFolder, is_link, opened_folder

Refusal = tuple[str, str]
"""Why a file or folder is refused, and what to do."""

LINK: Refusal = ("symbolic links are not followed", "replace the link with the file or folder it points to")
NOT_A_FILE: Refusal = ("not a regular file", "replace it with a regular file")
A_FOLDER: Refusal = ("a folder has the name of a file", "rename the folder, or delete it")
NOT_A_FOLDER: Refusal = ("not a folder", "replace it with a folder")
TOO_DEEP: Refusal = (
    f"folders are nested more than {FOLDER_DEPTH} levels deep",
    "move the files to a folder higher up",
)


class Walked(NamedTuple):
    """A file, or a file or folder that is refused."""

    path: str
    """Relative to the project, with `/` between its parts."""
    folder: SafeFolder
    """The folder that contains it. It is open until the next file is asked for."""
    entry: os.DirEntry[str] | None
    """None for the top of the walk and the folders above it."""
    refusal: Refusal | None
    is_hidden: bool
    """Whether its name, or that of a folder in the walk, starts with a dot."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def bytes(self, most: int) -> bytes | Refusal:
        """The contents of the file, cut one byte after `most`, or why it is refused."""
        try:
            return self.refusal or self.folder.read(self.name, most)
        except OSError as error:
            return _unreadable("file", error)

    def tested(self) -> Refusal | None:
        """Why the file is refused, also if the reason is that it cannot be opened."""
        try:
            if self.refusal is None:
                self.folder.test(self.name)
        except OSError as error:
            return _unreadable("file", error)
        return self.refusal

    def is_link_to_folder(self) -> bool:
        """Whether it is a link that leads to a folder."""
        try:
            return self.entry is not None and is_link(self.entry) and self.entry.is_dir()
        except OSError:  # it leads to itself
            return False


def refused(path: str, refusal: Refusal) -> Diagnostic:
    """The diagnostic for a file or a folder that is refused."""
    return Diagnostic(path=path, span=FILE_START, code="PT001", message=refusal[0], help=refusal[1])


def walk(root: Path, top: str, *, is_file_name: Callable[[str], bool] = lambda name: False) -> Iterator[Walked]:
    """Every file in a folder of a project and its subfolders, in order; nothing if there is no such folder.

    Links, special files, folders that cannot be read, folders nested too deep, and folders whose name is that of a file
    are refused, and not entered. `top` may lead out of the project, as the setting of a maintainer.
    """
    parts = Path(top).parts
    is_inside = not Path(top).is_absolute() and ".." not in parts
    with ExitStack() as opened:
        try:
            folder = opened.enter_context(opened_folder(str(root) if is_inside else str(root / top)))
        except FileNotFoundError:
            return
        except OSError as error:
            yield Walked(top, SafeFolder("", None), None, _unreadable("folder", error), False)
            return
        for number, name in enumerate(parts if is_inside else (), 1):
            try:
                refusal = _refusal_of_top(folder.entry_mode(name))
                inner = opened.enter_context(folder.subfolder(name)) if refusal is None else folder
            except FileNotFoundError:
                return
            except OSError as error:
                refusal, inner = _unreadable("folder", error), folder
            if refusal is not None:
                yield Walked("/".join(parts[:number]), folder, None, refusal, False)
                return
            folder = inner
        yield from _inside(folder, top, False, is_file_name)


def _refusal_of_top(mode: int) -> Refusal | None:
    if stat.S_ISLNK(mode):
        return LINK
    return None if stat.S_ISDIR(mode) else NOT_A_FOLDER


def _inside(folder: SafeFolder, path: str, is_hidden: bool, is_file_name: Callable[[str], bool]) -> Iterator[Walked]:
    try:
        entries = folder.entries()
    except OSError as error:
        yield Walked(path, folder, None, _unreadable("folder", error), is_hidden)
        return
    subfolders = []
    for entry in entries:
        inner = f"{path}/{entry.name}"
        hidden = is_hidden or entry.name.startswith(".")
        refusal = _refusal_of(entry, inner, is_file_name)
        if refusal is None and entry.is_dir(follow_symlinks=False):
            if entry.name != ".git":
                subfolders.append((entry, inner, hidden))
        else:
            yield Walked(inner, folder, entry, refusal, hidden)
    for entry, inner, hidden in subfolders:
        with ExitStack() as opened:
            try:
                subfolder = opened.enter_context(folder.subfolder(entry.name))
            except OSError as error:
                yield Walked(inner, folder, entry, _unreadable("folder", error), hidden)
                continue
            yield from _inside(subfolder, inner, hidden, is_file_name)


def _refusal_of(entry: os.DirEntry[str], path: str, is_file_name: Callable[[str], bool]) -> Refusal | None:
    try:
        if is_link(entry):
            return LINK
        if not entry.is_dir(follow_symlinks=False):
            return None if entry.is_file(follow_symlinks=False) else NOT_A_FILE
    except OSError as error:
        return _unreadable("file", error)
    if is_file_name(entry.name):
        return A_FOLDER
    return TOO_DEEP if path.count("/") > FOLDER_DEPTH else None


def _unreadable(what: str, error: OSError) -> Refusal:
    if error.errno in (errno.ELOOP, errno.EMLINK):  # it has just become a link
        return LINK
    if error.errno == errno.EINVAL:
        return NOT_A_FILE
    help = (
        "check its permissions" if isinstance(error, PermissionError) else "check the disk, or restore it from a copy"
    )
    return f"cannot read the {what}: {error.strerror}", help
