"""Resolve relative URLs in notes: to another paper, an image, or a file in the docs folder.

The rules and the pages share this code, so that links that pass the check work on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from papertrail.core.images import Size, is_image_name
from papertrail.notes.parse import parse_notes
from papertrail.records.library import Library, Record
from papertrail.text.strings import slug, unique_slug
from papertrail.text.urls import fault_of, is_internal, project_path, tail_of


class ToPaper(NamedTuple):
    """The page of a paper."""

    id: str
    anchor: str = ""
    """The id of a heading of its notes, or empty."""


class ToImage(NamedTuple):
    """An image next to the notes, which is published next to the page."""

    path: str
    """Relative to the project."""


class ToFile(NamedTuple):
    """A file in the docs folder."""

    path: str
    """Relative to the project."""
    tail: str
    """Query and fragment of the URL."""


Target = ToPaper | ToImage | ToFile


@dataclass(frozen=True, kw_only=True)
class NotesIndex:
    """Everything that notes can link to. Paths are relative to the project."""

    records: Mapping[str, str] = field(default_factory=dict)
    """Ids of papers by the paths of their records."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Ids of papers by the paths of their notes."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Texts of notes by path."""
    images: Mapping[str, Size] = field(default_factory=dict)
    """Sizes of the images that are published with notes, by path."""
    pages: frozenset[str] = frozenset()
    """Files in the docs folder."""


def index_of(library: Library) -> NotesIndex:
    """The index of a list."""
    notes: dict[str, str] = {}
    for record in library.records:
        path = notes_path(record.path, record.notes)
        if path is not None and path in library.notes:
            notes.setdefault(path, record.id)
    return NotesIndex(
        records={record.path: record.id for record in library.records},
        notes=notes,
        texts=library.notes,
        images={path: image.size for path, image in library.images.items() if image.size is not None},
        pages=frozenset(path for path in library.files if path.startswith(f"{library.docs_dir}/")),
    )


def notes_path(record: str, notes: str | None) -> str | None:
    """The path, in the project, of the notes that a record names; None if they cannot be notes.

    >>> notes_path("papers/2019/tofu.yml", "tofu.md")
    'papers/2019/tofu.md'
    """
    if not notes or "\n" in notes or not notes.endswith(".md") or set(notes) & set("?#%"):
        return None
    return project_path(record, notes) if is_internal(notes) and not fault_of(notes, internal=True) else None


def named_notes(records: Iterable[Record]) -> set[str]:
    """The paths of the notes that records name, whether or not they exist."""
    paths = (notes_path(record.path, record.notes) for record in records)
    return {path for path in paths if path}


def fragment_of(url: str) -> str:
    """The decoded fragment of a URL, after the `#`."""
    return unquote(url.partition("#")[2])


def resolve(path: str, url: str, index: NotesIndex) -> Target | None:
    """The target of a relative URL in the notes at `path`; None if it is not on the site."""
    target = project_path(path, url) if url and is_internal(url) else None
    fragment = fragment_of(url)
    if target is None:
        return None
    if target in index.records:
        return None if fragment else ToPaper(index.records[target])
    if target in index.notes:
        anchor = parse_notes(index.texts[target]).anchors.get(fragment) if fragment else ""
        return None if anchor is None else ToPaper(index.notes[target], anchor)
    if target in index.images:
        return ToImage(target)
    return ToFile(target, tail_of(url)) if target in index.pages else None


def image_paths(path: str, text: str) -> tuple[str, ...]:
    """The distinct paths, in the project, of images that the notes at `path` show or link to, in order."""
    references = parse_notes(text).references
    targets = (project_path(path, reference.url) for reference in references if is_internal(reference.url))
    return tuple(dict.fromkeys(target for target in targets if target and is_image_name(target)))


def image_names(paths: Iterable[str]) -> dict[str, str]:
    """The file names under which images of a paper are published next to its page: ASCII and unique.

    >>> image_names(["papers/Schedule (1).PNG", "papers/old/schedule-1.png", "papers/图.jpg"])
    {'papers/Schedule (1).PNG': 'schedule-1.png', 'papers/old/schedule-1.png': 'schedule-1-2.png', \
'papers/图.jpg': 'image.jpg'}
    """
    names: dict[str, str] = {}
    taken: dict[str, int] = {}
    for path in dict.fromkeys(paths):
        stem, _, ending = path.rpartition("/")[2].rpartition(".")
        ascii_only = re.sub(r"[^a-z0-9]+", "-", slug(stem)).strip("-")
        names[path] = f"{unique_slug(ascii_only or 'image', taken)}.{ending.lower()}"
    return names
