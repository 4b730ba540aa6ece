"""The lists in their final order, from which documents, pages and exports are built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from papertrail.core.paper import Paper, TopicPath, Venue
from papertrail.core.registries import Institution, Names, Series, Topic, canonical_series


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A paper with the position of its record."""

    paper: Paper
    path: str
    """Path of its record, relative to the project."""
    line: int = 1
    """The line of the field `name`, counted from 1."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A topic with its papers in order. A top-level section is a list."""

    path: TopicPath
    topic: Topic
    slug: str
    """Unique among lists, or within the list for other sections."""
    rows: tuple[Row, ...]
    """The papers of this topic, without subtopics."""
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """This section and its subsections, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The distinct papers of this section and its subsections, in the order of their first row."""
        return tuple({row.paper.id: row.paper for s in self.walk() for row in s.rows}.values())


@dataclass(frozen=True, kw_only=True)
class Group:
    """Papers that share a venue, an institution, a year, a keyword or an author."""

    name: str
    slug: str
    """Unique among groups of its kind; `eurosys/2019` for a part of `eurosys`."""
    rows: tuple[Row, ...]
    """By year, newest first, then by name."""
    full: str | None = None
    url: str | None = None
    members: tuple[str, ...] = ()
    """Names of the subgroups, such as the departments of an institution."""
    parent: str | None = None
    year: int | None = None
    """The year, for a part that is a year."""
    parts: tuple[Group, ...] = ()
    """Its parts: the years of a venue, newest first."""


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All papers, in lists and groups."""

    lists: tuple[Section, ...]
    rows: tuple[Row, ...]
    """Each paper once, in list order."""
    venues: tuple[Group, ...]
    institutions: tuple[Group, ...]
    years: tuple[Group, ...]
    keywords: tuple[Group, ...]
    authors: tuple[Group, ...]
    """Authors with at least two papers."""
    venue_names: Names[Series]
    institution_names: Names[Institution]

    @cached_property
    def topic_places(self) -> dict[TopicPath, int]:
        """The position of each topic in the order of the lists."""
        paths = (section.path for root in self.lists for section in root.walk())
        return {path: place for place, path in enumerate(paths)}

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Each paper once, in list order."""
        return tuple(row.paper for row in self.rows)

    def venue(self, venue: Venue) -> Group | None:
        """The group of a venue, which is that of its series."""
        return self.series(venue.series)

    def series(self, name: str) -> Group | None:
        """The group of a series, by any of its names."""
        entry = canonical_series(self.venue_names, name)
        return self._venues.get(entry.name if entry else name)

    def venue_year(self, venue: Venue) -> Group | None:
        """The group of a venue and its year."""
        series = self.venue(venue)
        parts = series.parts if series else ()
        return next((part for part in parts if part.year == venue.year), None)

    def institution(self, name: str) -> Group | None:
        """The group of an institution, by any of its names."""
        entry = self.institution_names.find(name)
        return self._institutions.get(entry.name if entry else name)

    def keyword(self, name: str) -> Group | None:
        """The group of a keyword."""
        return self._keywords.get(name)

    def author(self, name: str) -> Group | None:
        """The group of an author with at least two papers."""
        return self._authors.get(name)

    @cached_property
    def _venues(self) -> dict[str, Group]:
        return {group.name: group for group in self.venues}

    @cached_property
    def _institutions(self) -> dict[str, Group]:
        return {group.name: group for group in self.institutions}

    @cached_property
    def _keywords(self) -> dict[str, Group]:
        return {group.name: group for group in self.keywords}

    @cached_property
    def _authors(self) -> dict[str, Group]:
        return {group.name: group for group in self.authors}
