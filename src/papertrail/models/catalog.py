"""A list in its final order: what every document, page and export is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papertrail.models.paper import Paper, TopicPath
from papertrail.models.registries import Institution, Names, Series, Topic


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A paper with the place of its record."""

    paper: Paper
    path: str
    """Path of its record, relative to the project."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A topic with its papers in order; a section without one above it is a list."""

    path: TopicPath
    topic: Topic
    slug: str
    """Unique among the lists for a list, and within its list for a section."""
    rows: tuple[Row, ...]
    """Papers filed under this very topic."""
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The distinct papers of this section and all below it, in order of their first row."""
        return tuple({row.paper.id: row.paper for s in self.walk() for row in s.rows}.values())


@dataclass(frozen=True, kw_only=True)
class Group:
    """Papers that share a venue, an institution or a year."""

    name: str
    slug: str
    rows: tuple[Row, ...]
    """In the order of the years, newest first, then by name."""
    full: str | None = None
    url: str | None = None
    members: tuple[str, ...] = ()
    """Names of the groups below this one: an institution's departments."""
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Everything that is published."""

    lists: tuple[Section, ...]
    rows: tuple[Row, ...]
    """Every paper once, in list order."""
    venues: tuple[Group, ...]
    institutions: tuple[Group, ...]
    years: tuple[Group, ...]
    venue_names: Names[Series]
    institution_names: Names[Institution]

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every paper once, in list order."""
        return tuple(row.paper for row in self.rows)
