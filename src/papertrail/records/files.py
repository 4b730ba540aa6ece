"""Read the files of a list from disk. No other module reads `papers/`.

Only regular files inside the project are read. All other modules take values, so that tests can call them with text.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from papertrail.core.diagnostics import FILE_START, Diagnostic
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import REGISTRIES
from papertrail.core.images import is_image_name
from papertrail.core.limits import (
    FOLDER_DEPTH,
    IMAGE_BYTES,
    IMAGES_BYTES,
    NOTES_BYTES,
    PROSE_BYTES,
    RECORD_LIMITS,
    REGISTRY_LIMITS,
)
from papertrail.core.prose_marker import FOLDER as PROSE
from papertrail.core.settings import Settings
from papertrail.text.strings import quoted

_YAML = re.compile(r"(?i)\.ya?ml$")
Kind = Literal["record", "registry", "prose", "notes", "image"]
_MOST_BYTES: dict[Kind, int] = {
    "record": RECORD_LIMITS.bytes,
    "registry": REGISTRY_LIMITS.bytes,
    "prose": PROSE_BYTES,
    "notes": NOTES_BYTES,
    "image": IMAGE_BYTES,
}


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The files of a list, as bytes."""

    records: tuple[tuple[str, bytes], ...] = ()
    """Path, relative to the project, and contents of each record."""
    registries: tuple[tuple[str, bytes], ...] = ()
    prose: tuple[tuple[str, str, bytes], ...] = ()
    """Slug, path and contents of the document around each list; see `papertrail.core.prose_marker`."""
    notes: tuple[tuple[str, bytes], ...] = ()
    """Path and contents of each Markdown file in the records folder, whether or not a record names it."""
    images: tuple[tuple[str, bytes], ...] = ()
    """Path and contents of each image there, up to `limits.IMAGES_BYTES` in total."""
    read_errors: tuple[Diagnostic, ...] = ()
    """Files that were not read, such as symbolic links."""
    files: frozenset[str] = field(default=frozenset())
    """Paths of the other files that a record or its notes may link to: files in the records folder, notes and images
    included, in the docs folder, and in the project root."""
    docs_dir: str = "docs"
    """MkDocs' folder of pages, the docs folder."""


_SETTLED = 100_000_000
"""Nanoseconds after which a second change has another timestamp on every file system."""
Known = dict[str, tuple[tuple[int, int, int], bytes]]
"""Files that were read before, by path: their modification time, size and inode, and their contents."""


def read(settings: Settings, known: Known | None = None) -> Sources:
    """Read all files of a list. Raises `PapertrailError` if the records folder does not exist.

    With `known`, unchanged files are not read again, and files that are read are added to it.
    """
    if (settings.root / settings.papers).is_symlink():
        return Sources(read_errors=(_symbolic_link(settings.papers),))
    if not (settings.root / settings.papers).is_dir():
        raise PapertrailError(
            f'folder {quoted(settings.papers)} not found next to mkdocs.yml; create it, or set the option "papers" '
            "of the papertrail plugin in mkdocs.yml"
        )
    files_by_kind: dict[Kind, list[tuple[str, bytes]]] = {kind: [] for kind in _MOST_BYTES}
    read_errors: list[Diagnostic] = []
    files = set(_others(settings))
    room = IMAGES_BYTES
    for path, entry in _walk(settings.root, settings.papers):
        kind = _kind_of(path, entry, settings.papers)
        if kind is None or (kind == "image" and room <= 0):
            files.update([path] if _regular(entry) else [])
            continue
        data = _bytes(path, entry, _MOST_BYTES[kind]) if known is None else _changed(path, entry, kind, known)
        if isinstance(data, Diagnostic):
            read_errors.append(data)
            continue
        files_by_kind[kind].append((path, data))
        files.update([path] if kind in ("notes", "image") else [])
        room -= len(data) if kind == "image" else 0
    return Sources(
        records=tuple(files_by_kind["record"]),
        registries=tuple(files_by_kind["registry"]),
        prose=tuple((path.rpartition("/")[2].removesuffix(".md"), path, data) for path, data in files_by_kind["prose"]),
        notes=tuple(files_by_kind["notes"]),
        images=tuple(files_by_kind["image"]),
        read_errors=tuple(read_errors),
        files=frozenset(files),
        docs_dir=settings.docs_dir,
    )


def read_registry(settings: Settings, name: str) -> Sources:
    """A single registry, such as `_topics.yml`; nothing if it cannot be read."""
    folder, path = settings.root / settings.papers, f"{settings.papers}/{name}"
    if not folder.is_dir() or folder.is_symlink():
        return Sources()
    entries = [entry for entry in os.scandir(folder) if entry.name == name]
    contents = [_bytes(path, entry, _MOST_BYTES["registry"]) for entry in entries]
    return Sources(registries=tuple((path, content) for content in contents if isinstance(content, bytes)))


def _others(settings: Settings) -> Iterator[str]:
    """The files outside the records folder that may be linked to."""
    for path, entry in _walk(settings.root, settings.docs_dir):
        if _regular(entry):
            yield path
    for entry in os.scandir(settings.root):
        if _regular(entry) and not entry.name.startswith("."):
            yield entry.name


def _kind_of(path: str, entry: os.DirEntry[str], papers: str) -> Kind | None:
    """What a file in the records folder is; None for a file that can only be linked to."""
    name = path.rpartition("/")[2]
    if path == f"{papers}/{PROSE}/{name}" and name.endswith(".md"):
        return "prose"
    if path == f"{papers}/{name}" and name in REGISTRIES:
        return "registry"
    is_unexpected = entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and entry.is_dir())
    if is_unexpected or _YAML.search(name):
        return "record"
    if path.startswith(f"{papers}/{PROSE}/"):
        return None
    return "notes" if name.endswith(".md") else "image" if is_image_name(name) else None


def _walk(root: Path, top: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file in a folder and its subfolders, in order, except hidden ones.

    Symbolic links, folders named like a YAML file, and folders nested too deep are yielded, but not entered.
    """
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError:  # missing, or not readable
            continue
        subfolders = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{folder}/{entry.name}"
            if not entry.is_dir(follow_symlinks=False) or _YAML.search(entry.name) or path.count("/") > FOLDER_DEPTH:
                yield path, entry
            else:
                subfolders.append(path)
        waiting += reversed(subfolders)


def _regular(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _changed(path: str, entry: os.DirEntry[str], kind: Kind, known: Known) -> bytes | Diagnostic:
    """The contents of a file, which is read only if it changed."""
    try:
        stat = entry.stat(follow_symlinks=False)
    except OSError as error:
        return _refused(path, f"cannot read the file: {error.strerror}", "check its permissions")
    state = stat.st_mtime_ns, stat.st_size, stat.st_ino
    if path in known and known[path][0] == state and _regular(entry):
        return known[path][1]
    data = _bytes(path, entry, _MOST_BYTES[kind])
    # A file that just changed could change again with the same timestamp.
    if isinstance(data, bytes) and time.time_ns() - stat.st_mtime_ns > _SETTLED:
        known[path] = state, data
    return data


def _bytes(path: str, entry: os.DirEntry[str], most: int) -> bytes | Diagnostic:
    """The contents of a file, cut one byte after `most`, or why it is not read."""
    if entry.is_symlink():
        return _symbolic_link(path)
    if path.count("/") > FOLDER_DEPTH:
        return _refused(
            path, f"folders are nested more than {FOLDER_DEPTH} levels deep", "move the files to a folder higher up"
        )
    if not _regular(entry):
        return _refused(path, "not a regular file", "replace it with a text file")
    try:
        with open(entry.path, "rb", buffering=0) as opened:  # noqa: PTH123 - a list has as many as it has papers
            return opened.read(most + 1)
    except OSError as error:
        return _refused(path, f"cannot read the file: {error.strerror}", "check its permissions")


def _symbolic_link(path: str) -> Diagnostic:
    return _refused(path, "symbolic links are not followed", "replace the link with the file or folder it points to")


def _refused(path: str, message: str, help: str) -> Diagnostic:
    return Diagnostic(path=path, span=FILE_START, code="PT001", message=message, help=help)
