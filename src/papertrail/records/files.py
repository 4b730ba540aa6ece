"""Read the files of a list from disk. No other module reads `papers/`.

Only regular files are read, see `papertrail.records.walk`. All other modules take values, so that tests can call them
with text.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.errors import PapertrailError
from papertrail.core.images import is_image_name
from papertrail.core.limits import (
    IMAGE_BYTES,
    IMAGES_BYTES,
    IMPORTS_BYTES,
    NOTES_BYTES,
    PROSE_BYTES,
    RECORD_LIMITS,
    REGISTRY_LIMITS,
)
from papertrail.core.prose_marker import FOLDER as PROSE
from papertrail.core.settings import CONFIG_NAMES, OWN_FOLDERS, Settings
from papertrail.inserts import has_inserts
from papertrail.records.committed import Committed
from papertrail.records.registry_files import is_entry, nearest_folder, registry_of
from papertrail.records.walk import NOT_A_FOLDER, Refusal, Walked, refused, walk
from papertrail.runtime.git import Repository
from papertrail.runtime.safe_folder import opened_folder
from papertrail.runtime.today import today
from papertrail.runtime.whole_folder import read_whole
from papertrail.runtime.work_folder import INSIDE
from papertrail.text.strings import quoted

_YAML = re.compile(r"(?i)\.ya?ml$")
_NO_RECORDS = (".#", "._")
"""How names of files start that Emacs and macOS leave next to a file; they end like its name."""
IMPORTS = "_imports.json"
"""The file in the records folder in which imports remember what their sources contained."""
Kind = Literal["record", "registry", "entry", "prose", "notes", "image", "imports", "page", "unread"]
_MOST_BYTES: dict[Kind, int] = {
    "record": RECORD_LIMITS.bytes,
    "registry": REGISTRY_LIMITS.bytes,
    "entry": RECORD_LIMITS.bytes,
    "prose": PROSE_BYTES,
    "notes": NOTES_BYTES,
    "image": IMAGE_BYTES,
    "imports": IMPORTS_BYTES,
    "page": PROSE_BYTES,
}


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The files of a list, as bytes."""

    records: tuple[tuple[str, bytes], ...] = ()
    """Path, relative to the project, and contents of each record."""
    registries: tuple[tuple[str, bytes], ...] = ()
    """Path and contents of each file of a registry; see `papertrail.records.registry_files`."""
    prose: tuple[tuple[str, str, bytes], ...] = ()
    """Slug, path and contents of the document around each list; see `papertrail.core.prose_marker`."""
    notes: tuple[tuple[str, bytes], ...] = ()
    """Path and contents of each Markdown file in the records folder, whether or not a record names it."""
    images: tuple[tuple[str, bytes], ...] = ()
    """Path and contents of each image there, up to `limits.IMAGES_BYTES` in total."""
    pages: tuple[tuple[str, bytes], ...] = ()
    """Path and contents of each page in the docs folder that shows or cites papers."""
    imports: bytes | None = None
    """The contents of the file in which imports remember what their sources contained."""
    read_errors: tuple[Diagnostic, ...] = ()
    """Files that were not read, such as symbolic links."""
    site_errors: tuple[Diagnostic, ...] = ()
    """Those of them that MkDocs would read or publish: in the docs folder, and in the folder of the theme."""
    unread: frozenset[str] = frozenset()
    """Paths of YAML files that are not read: hidden ones in the records folder, those in subfolders of a registry's
    folder, and records next to the records folder."""
    files: frozenset[str] = field(default=frozenset())
    """Paths of the other files that a record or its notes may link to: files in the records folder, notes and images
    included, in the docs folder, and in the project root."""
    records_dir: str = "papers"
    """The records folder."""
    docs_dir: str = "docs"
    """MkDocs' folder of pages, the docs folder."""
    own_folders: tuple[str, ...] = OWN_FOLDERS
    """The folders of papertrail and MkDocs, in which no document of a list can be."""
    this_year: int | None = None
    """The current year, from which a year in the future is recognized."""
    new: frozenset[str] = frozenset()
    """Paths of files that are new, if changes are checked: of duplicates, a new one is reported."""


_SETTLED = 100_000_000
"""Nanoseconds after which a second change has another timestamp on every file system."""
Known = dict[str, tuple[tuple[int, int, int], bytes]]
"""Files that were read before, by path: their modification time, size and inode, and their contents."""


def read(settings: Settings, known: Known | None = None) -> Sources:
    """Read all files of a list. Raises `PapertrailError` if the records folder does not exist.

    With `known`, unchanged files are not read again, and files that are read are added to it. While an import replaces
    the folder, the files are read again; what an interrupted import left is recovered first.
    """
    return read_whole(settings.root / settings.papers, lambda: _read(settings, known))


def _read(settings: Settings, known: Known | None) -> Sources:
    if not os.path.lexists(settings.root / settings.papers):
        raise PapertrailError(
            f'folder {quoted(settings.papers)} not found next to mkdocs.yml; create it, or set the option "papers" '
            "of the papertrail plugin in mkdocs.yml"
        )
    found = _Found()
    for file in walk(settings.root, settings.papers, is_file_name=_is_file_name):
        _add(file, settings.papers, found, known)
    docs, site_errors = _tested(_with_pages(walk(settings.root, settings.docs_dir), found, known))
    if settings.theme_dir is not None:
        site_errors += _tested(walk(settings.root, settings.theme_dir))[1]
    template_errors = _tested(walk(settings.root, settings.templates))[1]
    root_files = list(_root_files(settings.root))
    found.files.update(docs, root_files)
    found.unread.update(_misplaced(settings.root, root_files))
    return _sources(settings, found, site_errors, template_errors)


def read_commit(settings: Settings, repository: Repository, commit: str) -> Sources:
    """Read the files of a list as they are in a commit, by the current settings.

    `repository` is that of the project's folder. Empty if the commit does not have the list.
    """
    found = _Found()
    for file in _committed(repository, commit, settings.papers, lambda path: kind_of(path, settings.papers)):
        _add(file, settings.papers, found, None)
    docs = _committed(repository, commit, settings.docs_dir, lambda path: "page" if path.endswith(".md") else None)
    folders = [*([settings.theme_dir] if settings.theme_dir else []), settings.templates]
    tested = [
        _tested(_with_pages(docs, found, None)),
        *(_tested(Committed(file, folder) for file in repository.files(commit, folder)) for folder in folders),
    ]
    found.files.update(tested[0][0], (file.path for file in repository.files(commit, recursive=False)))
    return _sources(settings, found, [error for _, errors in tested[:-1] for error in errors], tested[-1][1])


def _committed(
    repository: Repository, commit: str, folder: str, kind_of_path: Callable[[str], Kind | None]
) -> Iterator[Committed]:
    """The files of a folder in a commit, with the contents of those that have a kind."""
    listed = repository.files(commit, folder)
    wanted = {
        file.path: file for file in listed if not file.is_link and file.size <= _most_bytes(kind_of_path(file.path))
    }
    contents = dict(zip(wanted, repository.contents(wanted.values()), strict=True))
    return (Committed(file, folder, contents.get(file.path)) for file in listed)


def _most_bytes(kind: Kind | None) -> int:
    return -1 if kind is None or kind == "unread" else _MOST_BYTES[kind]


def _sources(
    settings: Settings, found: _Found, site_errors: list[Diagnostic], template_errors: list[Diagnostic]
) -> Sources:
    return Sources(
        records=tuple(found.by_kind["record"]),
        registries=(*found.by_kind["registry"], *found.by_kind["entry"]),
        prose=tuple((slug_of(path), path, data) for path, data in found.by_kind["prose"]),
        notes=tuple(found.by_kind["notes"]),
        images=tuple(found.by_kind["image"]),
        pages=tuple(found.by_kind["page"]),
        imports=next((data for _, data in found.by_kind["imports"]), None),
        read_errors=(*found.errors, *site_errors, *template_errors),
        site_errors=tuple(site_errors),
        unread=frozenset(found.unread),
        files=frozenset(found.files),
        records_dir=settings.papers,
        docs_dir=settings.docs_dir,
        own_folders=settings.own_folders,
        this_year=int(today()[:4]),
    )


def read_registry(settings: Settings, name: str) -> Sources:
    """A single registry, such as `_topics.yml`; nothing if it cannot be read."""
    path = f"{settings.papers}/{name}"
    contents = (
        file.bytes(_MOST_BYTES["registry"]) for file in walk(settings.root, settings.papers) if file.path == path
    )
    content = next(contents, None)
    return Sources(registries=((path, content),) if isinstance(content, bytes) else ())


@dataclass
class _Found:
    """What a walk through the records folder and the docs folder has found so far."""

    by_kind: dict[Kind, list[tuple[str, bytes]]] = field(default_factory=lambda: {kind: [] for kind in _MOST_BYTES})
    errors: list[Diagnostic] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    room: int = IMAGES_BYTES
    """Bytes of images that may still be read."""


def _add(file: Walked | Committed, papers: str, found: _Found, known: Known | None) -> None:
    """Read a file in the records folder, unless it can only be linked to."""
    if file.is_hidden:
        is_work = file.path.startswith(f"{papers}/{INSIDE}/")  # of an import
        if _YAML.search(file.name) and not file.name.startswith(_NO_RECORDS) and not is_work:
            found.unread.add(file.path)
        return
    kind = kind_of(file.path, papers)
    if file.path == f"{papers}/{PROSE}":
        found.errors.append(refused(file.path, file.refusal or NOT_A_FOLDER))
    elif file.refusal is not None:
        found.errors.append(refused(file.path, file.refusal))
    elif kind == "unread":
        found.unread.add(file.path)
    elif kind is None or (kind == "image" and found.room <= 0):
        found.files.add(file.path)
    else:
        data = _contents(file, kind, known)
        if not isinstance(data, bytes):
            found.errors.append(refused(file.path, data))
            return
        found.by_kind[kind].append((file.path, data))
        found.files.update([file.path] if kind in ("notes", "image") else [])
        found.room -= len(data) if kind == "image" else 0


def kind_of(path: str, papers: str) -> Kind | None:
    """What a file in the records folder is; None for a file that can only be linked to."""
    name = path.rpartition("/")[2]
    if path == f"{papers}/{PROSE}/{name}" and name.endswith(".md"):
        return "prose"
    if _YAML.search(name) and registry_of(path, papers):
        return "entry" if is_entry(path, papers) else "registry"
    if path == f"{papers}/{IMPORTS}":
        return "imports"
    if _YAML.search(name):
        top, _, rest = path.removeprefix(f"{papers}/").partition("/")
        return "unread" if rest and nearest_folder(top) else "record"
    if path.startswith(f"{papers}/{PROSE}/"):
        return None
    return "notes" if name.endswith(".md") else "image" if is_image_name(name) else None


def _is_file_name(name: str) -> bool:
    """Whether a name in the records folder is that of a file, so that a folder of this name is a mistake."""
    return _YAML.search(name) is not None or name.endswith(".md") or is_image_name(name) or name == IMPORTS


def slug_of(path: str) -> str:
    """The slug of the list that a document belongs to. macOS may decompose letters in names of files."""
    return unicodedata.normalize("NFC", path.rpartition("/")[2].removesuffix(".md"))


def _tested(walked: Iterable[Walked | Committed]) -> tuple[list[str], list[Diagnostic]]:
    """The files in a folder that papertrail does not read itself, and what must not be read or published in it.

    Hidden files are not published. But MkDocs follows links to folders wherever they are, even if they never end.
    """
    files, errors = [], []
    for file in walked:
        if file.is_hidden and not file.is_link_to_folder():
            continue
        if refusal := file.tested():
            errors.append(refused(file.path, refusal))
        else:
            files.append(file.path)
    return files, errors


def _with_pages(
    walked: Iterable[Walked | Committed], found: _Found, known: Known | None
) -> Iterator[Walked | Committed]:
    """Yield the same files, and add the pages among them that show or cite papers."""
    for file in walked:
        if file.name.endswith(".md") and not file.is_hidden and file.refusal is None:
            data = _contents(file, "page", known)
            if isinstance(data, bytes) and len(data) <= PROSE_BYTES and has_inserts(data.decode("utf-8", "replace")):
                found.by_kind["page"].append((file.path, data))
        yield file


def _root_files(root: Path) -> Iterator[str]:
    """The files in the root of the project, which may be linked to."""
    for entry in os.scandir(root):
        if entry.is_file(follow_symlinks=False) and not entry.name.startswith("."):
            yield entry.name


def _misplaced(root: Path, names: Iterable[str]) -> Iterator[str]:
    """The records among the files in the root of the project, where new files of a code host begin."""
    with opened_folder(str(root)) as folder:
        for name in names:
            if not _YAML.search(name) or name in CONFIG_NAMES:
                continue
            with suppress(OSError):
                if is_record(folder.read(name, RECORD_LIMITS.bytes)):
                    yield name


def is_record(data: bytes) -> bool:
    """Whether a file has the required fields of a record, at first sight."""
    return re.search(rb"(?m)^name:", data) is not None and re.search(rb"(?m)^topic:", data) is not None


def _contents(file: Walked | Committed, kind: Kind, known: Known | None) -> bytes | Refusal:
    """The contents of a file, which is only read if it may have changed."""
    if known is None or isinstance(file, Committed):
        return file.bytes(_MOST_BYTES[kind])
    return _changed(file, kind, known)


def _changed(file: Walked, kind: Kind, known: Known) -> bytes | Refusal:
    """The contents of a file, which is read only if it changed."""
    try:
        assert file.entry is not None, "it is a file"
        stat = file.entry.stat(follow_symlinks=False)
    except OSError:  # reading it gives the reason
        return file.bytes(_MOST_BYTES[kind])
    state = stat.st_mtime_ns, stat.st_size, stat.st_ino
    if file.path in known and known[file.path][0] == state:
        return known[file.path][1]
    data = file.bytes(_MOST_BYTES[kind])
    # A file that just changed could change again with the same timestamp.
    if isinstance(data, bytes) and time.time_ns() - stat.st_mtime_ns > _SETTLED:
        known[file.path] = state, data
    return data
