"""Compares a list with an earlier version: papers, names, pages, problems and links."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic
from papertrail.core.new_sites import NewSite
from papertrail.core.registries import Registries
from papertrail.core.settings import Settings
from papertrail.notes import notes_path
from papertrail.pipeline.changed import check_changes, newness_of
from papertrail.pipeline.check import Checked, library_of
from papertrail.pipeline.new_sites import new_sites
from papertrail.records.files import Sources
from papertrail.records.library import Library, Record
from papertrail.reviewing.rows import DocumentRows
from papertrail.reviewing.touched import touched_lists, touched_pages
from papertrail.runtime.progress import SILENT, Progress

ChangeKind = Literal["added", "changed", "renamed", "removed"]
KINDS: tuple[ChangeKind, ...] = ("added", "changed", "renamed", "removed")
_SIMILAR = ("PT301", "PT302")
"""The rules that report two records of one work."""
_NAMES = {"venues": "venue", "topics": "topic", "sources": "source"}
"""Fields of records whose names differ in `Paper`."""


@dataclass(frozen=True, kw_only=True)
class PaperChange:
    """What happened to a paper."""

    kind: ChangeKind
    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record as it is now, or as it was before it was removed."""
        record = self.after or self.before
        assert record is not None
        return record

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields whose values differ. Empty if only comments or the layout do."""
        before, after = (record.paper if record else None for record in (self.before, self.after))
        if before is None or after is None:
            return ()
        names = [field.name for field in dataclasses.fields(Paper) if field.init and field.name != "id"]
        return tuple(_NAMES.get(name, name) for name in names if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True, kw_only=True)
class NameChanges:
    """Names of one kind that the list has now, or had before."""

    kind: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ListChanges:
    """What a change does to a list."""

    papers: tuple[PaperChange, ...]
    names: tuple[NameChanges, ...]
    """Of topics, venues and institutions."""
    lists: tuple[str, ...]
    """The lists whose documents change."""
    pages: tuple[str, ...]
    """The addresses of the pages of the site that change, relative to its root."""
    similar: tuple[Diagnostic, ...]
    """Papers that the list may have already."""
    problems: tuple[Diagnostic, ...]
    """Other problems that came with the change."""
    sites: tuple[NewSite, ...]
    """Sites that the list did not link to."""
    checked: Checked
    """The list after the change."""
    rows_before: DocumentRows
    rows_after: DocumentRows

    def of_kind(self, kind: ChangeKind) -> list[PaperChange]:
        """The papers to which something happened."""
        return [change for change in self.papers if change.kind == kind]


def list_changes(before: Sources, now: Sources, settings: Settings, progress: Progress = SILENT) -> ListChanges:
    """Compare a list with an earlier version, which may be empty or have any errors."""
    checked = check_changes(before, now, progress)
    earlier = Checked(library_of(before).published(), ())
    newness = newness_of(before, now)
    papers = tuple(_paper_changes(earlier.library, checked.library, newness))
    similar = tuple(d for d in checked.diagnostics if d.code in _SIMILAR)
    pages = [
        *touched_pages(earlier.catalog, _ids(papers, "before"), settings),
        *touched_pages(checked.catalog, _ids(papers, "after") | _with_new_notes(checked.library, newness), settings),
    ]
    prose = [slug for slug, (path, _) in checked.library.prose.items() if path in newness]
    return ListChanges(
        papers=papers,
        names=tuple(_name_changes(earlier.library, checked.library)),
        lists=tuple(dict.fromkeys([*touched_lists(earlier.catalog, checked.catalog), *prose])),
        pages=tuple(sorted(set(pages))),
        similar=similar,
        problems=tuple(d for d in checked.diagnostics if d.code not in _SIMILAR),
        sites=tuple(new_sites(now, before)),
        checked=checked,
        rows_before=DocumentRows(earlier.catalog),
        rows_after=DocumentRows(checked.catalog),
    )


def _ids(papers: Iterable[PaperChange], side: Literal["before", "after"]) -> set[str]:
    return {record.id for change in papers if (record := getattr(change, side)) is not None}


def _with_new_notes(library: Library, newness: Mapping[str, int]) -> set[str]:
    """The papers whose notes changed."""
    return {record.id for record in library.records if notes_path(record.path, record.notes) in newness}


def _paper_changes(before: Library, after: Library, newness: Mapping[str, int]) -> Iterable[PaperChange]:
    """The papers that differ, in the order of `KINDS`, then by path."""
    old, new = ({record.id: record for record in library.records} for library in (before, after))
    gone = {id: record for id, record in old.items() if id not in new}
    by_key = {key: record for record in reversed(gone.values()) for key in _keys(record)}
    changes = []
    for id, record in new.items():
        if id in old:
            if record.path in newness or record.path != old[id].path:
                changes.append(PaperChange(kind="changed", before=old[id], after=record))
            continue
        found = (by_key[key] for key in _keys(record) if key in by_key)
        former = gone.pop(next((other.id for other in found if other.id in gone), ""), None)
        changes.append(PaperChange(kind="renamed" if former else "added", before=former, after=record))
    changes += [PaperChange(kind="removed", before=record, after=None) for record in gone.values()]
    return sorted(changes, key=lambda change: (KINDS.index(change.kind), change.record.path))


def _keys(record: Record) -> Iterator[object]:
    """What two records of one work have in common: an id or a former id, an identifier, or the title."""
    yield record.id
    if record.paper is not None:
        yield from record.paper.aliases
        yield from record.paper.identifiers
        yield ("title", record.paper.plain_title) if record.paper.title else record.id


def _name_changes(before: Library, after: Library) -> Iterable[NameChanges]:
    for kind in ("topics", "venues", "institutions"):
        old, new = _names(before, kind), _names(after, kind)
        added, removed = tuple(n for n in new if n not in old), tuple(n for n in old if n not in new)
        yield NameChanges(kind=kind, added=added, removed=removed)


def _names(library: Library, kind: str) -> dict[str, None]:
    """The names of a registry, or without one those that papers use, in their order."""
    registries: Registries = library.registries
    if kind == "topics":
        paths = [path for topic in registries.topics or () for path, _ in topic.walk()]
        used = sorted({topic for paper in library.papers for topic in paper.topics})
        return dict.fromkeys(" > ".join(path) for path in (used if registries.topics is None else paths))
    registry = registries.venues if kind == "venues" else registries.institutions
    if registry is not None:
        return dict.fromkeys(entry.name for entry in registry.entries)
    papers = library.papers
    if kind == "venues":
        return dict.fromkeys(sorted({venue.series for paper in papers for venue in paper.venues if venue.series}))
    return dict.fromkeys(sorted({name for paper in papers for name in paper.institutions}))
