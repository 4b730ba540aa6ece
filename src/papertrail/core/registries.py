"""Names as things: the tree of topics, the venues and the institutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from papertrail.core.limits import CHAIN
from papertrail.core.paper import TopicPath


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table, or a part of an entry."""

    field: str
    """A field of the record, or a key of its `custom`."""
    header: str
    width: int | None = None
    """In pixels."""
    align: str | None = None
    chars: int | None = None
    """Characters that its cells are filled up to in Markdown; those of the widest cell where it is not said."""


DEFAULT_COLUMNS = tuple(
    Column(field=field, header=field.capitalize()) for field in ("name", "venue", "institutions", "links", "remarks")
)
_ENTRY_PARTS = {
    "bullets": ("name", "authors", "venue", "links", "remarks"),
    "paragraphs": ("name", "venue", "links", "remarks"),
}


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A node of the topic tree with its settings, those of the nodes above it included."""

    name: str
    intro: tuple[str, ...] = ()
    style: str = "html-table"
    columns: tuple[Column, ...] = ()
    marker: str = "-"
    remarks_label: str = ""
    entry: tuple[tuple[str, str], ...] = ()
    """By style, the pattern of an entry, see `papertrail.patterns`."""
    frame: tuple[tuple[str, str], ...] = ()
    """By style, what stands around the entries, with `{entries}` in their place."""
    base_url: str | None = None
    sort: str = "newest"
    order: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def table_columns(self) -> tuple[Column, ...]:
        """The columns of its tables."""
        return self.columns or DEFAULT_COLUMNS

    def entry_parts(self, style: str) -> tuple[str, ...]:
        """The fields that an entry of a style shows; columns meant for another style say nothing of it."""
        if self.columns and self.style == style:
            return tuple(column.field for column in self.columns)
        return _ENTRY_PARTS.get(style, ())

    def walk(self, above: TopicPath = ()) -> Iterator[tuple[TopicPath, Topic]]:
        """This topic and all below it, each with its path, in the order of the tree."""
        path = (*above, self.name)
        yield path, self
        for topic in self.topics:
            yield from topic.walk(path)


@dataclass(frozen=True, kw_only=True)
class Series:
    """A venue series."""

    name: str
    full: str | None = None
    kind: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    renamed_to: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names under which a record may mention it."""
        return tuple(n for n in (self.name, *self.aliases, self.full) if n)


@dataclass(frozen=True, kw_only=True)
class Institution:
    """An institution."""

    name: str
    full: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names under which a record may mention it."""
        return tuple(n for n in (self.name, *self.aliases, self.full) if n)


class _Entry(Protocol):
    @property
    def names(self) -> tuple[str, ...]: ...


E = TypeVar("E", bound=_Entry)


@dataclass(frozen=True)
class Names(Generic[E]):
    """The entries of one registry, found by any of their names."""

    entries: tuple[E, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, E]:
        """Each entry under each of its names; where two claim one, the first has it."""
        found: dict[str, E] = {}
        for entry in self.entries:
            for name in entry.names:
                found.setdefault(name, entry)
        return found

    def find(self, name: str) -> E | None:
        """The entry of that name, alias or full name, as written."""
        return self.by_name.get(name)


def canonical_series(venues: Names[Series], name: str) -> Series | None:
    """The series under which `name` is grouped and counted: itself, or what it was renamed to."""
    entry = venues.find(name)
    for _ in range(CHAIN):
        if entry is None or not entry.renamed_to:
            break
        entry = venues.find(entry.renamed_to) or entry
    return entry


@dataclass(frozen=True, kw_only=True)
class Registries:
    """The three registries; None where the file is absent and any name is accepted."""

    topics: tuple[Topic, ...] | None = None
    venues: Names[Series] | None = None
    institutions: Names[Institution] | None = None
    topic_paths: frozenset[TopicPath] = field(default=frozenset())
    """Every path of `topics`."""
