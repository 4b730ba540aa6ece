"""A list in its final order: what every document, page and export is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from papertrail.core.paper import Paper, TopicPath, Venue
from papertrail.core.registries import Institution, Names, Series, Topic, canonical_series


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A paper with the place of its record."""

    paper: Paper
    path: str
    """Path of its record, relative to the project."""
    line: int = 1
    """The line of the record on which the paper is named; the first is 1."""


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
    """Papers that share a venue, an institution, a year, a keyword or an author."""

    name: str
    slug: str
    """Unique along its axis; `eurosys/2019` for a part of `eurosys`."""
    rows: tuple[Row, ...]
    """In the order of the years, newest first, then by name."""
    full: str | None = None
    url: str | None = None
    members: tuple[str, ...] = ()
    """Names of the groups below this one: an institution's departments."""
    parent: str | None = None
    year: int | None = None
    """Of a part that is a year."""
    parts: tuple[Group, ...] = ()
    """What it is divided into: a venue's years, newest first."""


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Everything that is published."""

    lists: tuple[Section, ...]
    rows: tuple[Row, ...]
    """Every paper once, in list order."""
    venues: tuple[Group, ...]
    institutions: tuple[Group, ...]
    years: tuple[Group, ...]
    keywords: tuple[Group, ...]
    authors: tuple[Group, ...]
    """Those of two or more papers."""
    venue_names: Names[Series]
    institution_names: Names[Institution]

    @cached_property
    def topic_places(self) -> dict[TopicPath, int]:
        """The place of each topic in the order of the trees."""
        paths = (section.path for root in self.lists for section in root.walk())
        return {path: place for place, path in enumerate(paths)}

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every paper once, in list order."""
        return tuple(row.paper for row in self.rows)

    def venue(self, venue: Venue) -> Group | None:
        """The series that a paper's venue is counted under."""
        return self.series(venue.series)

    def series(self, name: str) -> Group | None:
        """The series that a name, as a venue writes it, is counted under."""
        entry = canonical_series(self.venue_names, name)
        return self._venues.get(entry.name if entry else name)

    def venue_year(self, venue: Venue) -> Group | None:
        """The year of a series in which a paper appeared."""
        series = self.venue(venue)
        parts = series.parts if series else ()
        return next((part for part in parts if part.year == venue.year), None)

    def institution(self, name: str) -> Group | None:
        """The institution that a name, as a record writes it, is counted under."""
        entry = self.institution_names.find(name)
        return self._institutions.get(entry.name if entry else name)

    def keyword(self, name: str) -> Group | None:
        """The papers with a keyword."""
        return self._keywords.get(name)

    def author(self, name: str) -> Group | None:
        """The papers of an author of two or more."""
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
