"""Topics, venues and institutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from papertrail.core.fields import LINK
from papertrail.core.limits import CHAIN
from papertrail.core.paper import TopicPath
from papertrail.text.strings import composed


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table, or a part of an entry."""

    field: str
    """A field of records, or a name in `custom`."""
    header: str
    width: int | None = None
    """In pixels."""
    align: str | None = None
    chars: int | None = None
    """Characters to pad cells to in Markdown; by default, those of the widest cell."""


DEFAULT_COLUMNS = tuple(
    Column(field=field, header=field.capitalize()) for field in ("name", "venue", "institutions", "links", "remarks")
)
_ENTRY_PARTS = {
    "bullets": ("name", "authors", "venue", "links", "remarks"),
    "paragraphs": ("name", "venue", "links", "remarks"),
}


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic with its settings, including inherited ones."""

    name: str
    document: str | None = None
    """The path of the file that has the list of the topic as a document."""
    intro: tuple[str, ...] = ()
    style: str = "html-table"
    columns: tuple[Column, ...] = ()
    marker: str = "-"
    remarks_label: str = ""
    entry: tuple[tuple[str, str], ...] = ()
    """Pattern of an entry by style; see `papertrail.text.patterns`."""
    frame: tuple[tuple[str, str], ...] = ()
    """Text around the entries by style, with `{entries}` in their place."""
    base_url: str | None = None
    sort: str = "order"
    order: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def table_columns(self) -> tuple[Column, ...]:
        """Columns of tables."""
        return self.columns or DEFAULT_COLUMNS

    def entry_parts(self, style: str) -> tuple[str, ...]:
        """The fields that an entry shows in a style. Columns only apply to the style of the topic."""
        if self.columns and self.style == style:
            fields = tuple(column.field for column in self.columns)
            return (*fields, "links") if any(field.startswith(LINK) for field in fields) else fields
        return _ENTRY_PARTS.get(style, ())

    def walk(self, parent: TopicPath = ()) -> Iterator[tuple[TopicPath, Topic]]:
        """This topic and its subtopics in order, each with its path."""
        path = (*parent, self.name)
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
        """All names that records can use for it."""
        return tuple(n for n in (self.name, *self.aliases, self.full) if n)


@dataclass(frozen=True, kw_only=True)
class Institution:
    """An institution."""

    name: str
    full: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    ror: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names that records can use for it."""
        return tuple(n for n in (self.name, *self.aliases, self.full) if n)


class _RegistryEntry(Protocol):
    @property
    def names(self) -> tuple[str, ...]: ...


E = TypeVar("E", bound=_RegistryEntry)


@dataclass(frozen=True)
class Names(Generic[E]):
    """The entries of a registry, with lookup by any of their names."""

    entries: tuple[E, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, E]:
        """Entries by each of their names. If two entries share a name, the first one has it."""
        by_name: dict[str, E] = {}
        for entry in self.entries:
            for name in entry.names:
                by_name.setdefault(composed(name), entry)
        return by_name

    def find(self, name: str) -> E | None:
        """The entry with a name, alias or full name."""
        return self.by_name.get(composed(name))


def canonical_series(venues: Names[Series], name: str) -> Series | None:
    """The series that a name belongs to: the named one, or the one that it was renamed to."""
    entry = venues.find(name)
    for _ in range(CHAIN):
        if entry is None or not entry.renamed_to:
            break
        entry = venues.find(entry.renamed_to) or entry
    return entry


@dataclass(frozen=True, kw_only=True)
class Registries:
    """The registries. A registry is None if its file does not exist, and then any name is valid."""

    topics: tuple[Topic, ...] | None = None
    venues: Names[Series] | None = None
    institutions: Names[Institution] | None = None
    topic_paths: frozenset[TopicPath] = field(default=frozenset())
    """The paths of all topics."""
