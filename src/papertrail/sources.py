"""The only reader of `papers/`: regular files inside the project, and nothing else.

Reading is kept apart from everything that looks at what was read, so that the rest can be called with text.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from papertrail.config import Settings
from papertrail.diagnostics import FILE_START, Diagnostic
from papertrail.fields import REGISTRIES
from papertrail.prose import FOLDER as PROSE

_YAML = re.compile(r"(?i)\.ya?ml$")
# More than any limit of the parser, so that it is the parser that says what is too large.
_MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The files of a list, unread any further than their bytes."""

    records: tuple[tuple[str, bytes], ...] = ()
    """Path, relative to the project, and content of each record, in the order of their paths."""
    registries: tuple[tuple[str, bytes], ...] = ()
    prose: tuple[tuple[str, str, bytes], ...] = ()
    """Slug, path and content of the document around each list, see `papertrail.prose`."""
    unread: tuple[Diagnostic, ...] = ()
    """Files that are not to be read, such as symbolic links."""
    files: frozenset[str] = field(default=frozenset())
    """Paths of the other files of the project that a record may link to."""


def read(settings: Settings) -> Sources:
    """Everything that a list consists of, from the disk."""
    if (settings.root / settings.papers).is_symlink():
        return Sources(unread=(_symbolic_link(settings.papers),))
    records: list[tuple[str, bytes]] = []
    registries: list[tuple[str, bytes]] = []
    unread: list[Diagnostic] = []
    files: set[str] = set()
    prose: list[tuple[str, str, bytes]] = []
    for path, entry in _walk(settings.root, settings.papers):
        name = path.rpartition("/")[2]
        is_prose = path == f"{settings.papers}/{PROSE}/{name}" and name.endswith(".md")
        if not (is_prose or _YAML.search(name) or (entry.is_symlink() and entry.is_dir())):
            if _regular(entry):
                files.add(path)
            continue
        data = _bytes(path, entry)
        if isinstance(data, Diagnostic):
            unread.append(data)
        elif is_prose:
            prose.append((name.removesuffix(".md"), path, data))
        elif path == f"{settings.papers}/{name}" and name in REGISTRIES:
            registries.append((path, data))
        else:
            records.append((path, data))
    for path, entry in _walk(settings.root, settings.docs_dir):
        if _regular(entry):
            files.add(path)
    files.update(e.name for e in os.scandir(settings.root) if _regular(e) and not e.name.startswith("."))
    return Sources(
        records=tuple(sorted(records)),
        registries=tuple(sorted(registries)),
        prose=tuple(sorted(prose)),
        unread=tuple(unread),
        files=frozenset(files),
    )


def _walk(root: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry below a folder that is not a folder itself, in order; hidden ones are passed over.

    A symbolic link to a folder is given as an entry, never followed.
    """
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path)
        else:
            yield path, entry


def _regular(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _bytes(path: str, entry: os.DirEntry[str]) -> bytes | Diagnostic:
    """The content of a file, or why it is not read."""
    if entry.is_symlink():
        return _symbolic_link(path)
    if not _regular(entry):
        return _refused(path, "this is not a regular file", "put a text file in its place")
    try:
        with Path(entry.path).open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except OSError as error:
        return _refused(path, f"the file cannot be read: {error.strerror}", "check its permissions")


def _symbolic_link(path: str) -> Diagnostic:
    return _refused(path, "this is a symbolic link, which is not followed", "put what it leads to in its place")


def _refused(path: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(path=path, span=FILE_START, code="PT001", message=message, help=help)
