"""How much of the site and of documents one record becomes: estimates that are quick to compute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from papertrail.core import Institution, Names, Paper, Registries, Series, Topic, Venue, canonical_series
from papertrail.core.authors import names_of
from papertrail.core.limits import AUTHORS_WITH_PAGES, CHAIN

Page = tuple[str, ...]
"""A page that shows papers: its kind and its name."""


class Output(NamedTuple):
    """What a record becomes."""

    pages: int = 0
    """Pages that show the paper, or redirect to it, without its own page and those of authors."""
    characters: int = 0
    """Characters of pages, data files and documents that contain the paper."""
    values: int = 0
    """Characters of its own values, without escapes."""


_ROW, _CELL, _DATUM = 600, 60, 12
"""Characters around the values of a row, around one of several values in a row, and around a value in a data file."""
_LONGER = dict.fromkeys("&<>\"'*_`", 5) | dict.fromkeys("{}~^\\", 15)
"""Additional characters for one that is escaped, or that is a mark, in HTML or in BibTeX."""
_GROWS = re.compile(f"[{re.escape(''.join(_LONGER))}]")
_NAME_IN_ROW = 4
"""How often a row contains the name of its paper, without its links, which contain it once each."""
_LIST_FILES, _GROUP_FILES = 4, 2
"""Data files that contain a paper, for a list and for a venue or an institution."""
_FULL_NAME = 8
"""How often the page of a paper contains the full name of its venue."""


class _Named(NamedTuple):
    """A venue or an institution as a record writes it."""

    pages: tuple[Page, ...]
    url: str
    full: str


class OutputSize:
    """Estimates what a record becomes, without rendering it."""

    def __init__(self, registries: Registries) -> None:
        self._venues = registries.venues or Names[Series]()
        self._institutions = registries.institutions or Names[Institution]()
        self._topics = dict(pair for topic in registries.topics or () for pair in topic.walk())
        self._venue, self._institution = cache(self._find_venue), cache(self._find_institution)

    def of(self, paper: Paper) -> Output:
        """What the record of a paper becomes."""
        topics, groups = _topic_pages(paper), self._group_pages(paper)
        shown, other = _shown_values(paper), _other_values(paper)
        venues = [self._venue(venue.text) for venue in paper.venues]
        institutions = [self._institution(name) for name in paper.institutions]
        full_names = [named.full for named in venues]
        row_length, text_length = _length(shown), _length([*shown, *other])
        row = _ROW + row_length + _CELL * len(shown) + _length([paper.name]) * (_NAME_IN_ROW + len(paper.links))
        entry = text_length + sum(len(named.url) for named in (*venues, *institutions))
        data = entry + sum(map(len, full_names)) + _DATUM * (len(shown) + len(other))
        files = _LIST_FILES * len({path[0] for path in paper.topics})
        files += _GROUP_FILES * sum(kind in ("venue", "institution") for kind, *_ in groups)
        rows = len(paper.topics) + len(groups) + len(author_names(paper))
        entries = sum(_topic_characters(paper, self._topics.get(path), entry) for path in paper.topics)
        own = _FULL_NAME * _length(full_names) + _length(named.full for named in institutions)
        characters = row * rows + data * files + entries + own
        return Output(len(topics) + len(groups), characters, sum(map(len, shown)) + sum(map(len, other)))

    def pages(self, paper: Paper) -> set[Page]:
        """The pages that `Output.pages` counts."""
        return {*_topic_pages(paper), *self._group_pages(paper)}

    def _group_pages(self, paper: Paper) -> set[Page]:
        pages = {page for venue in paper.venues for page in self._venue(venue.text).pages}
        pages.update(page for name in paper.institutions for page in self._institution(name).pages)
        pages.update(("keyword", name) for name in paper.keywords)
        pages.update(("alias", name) for name in paper.aliases)
        if paper.year is not None:
            pages.add(("year", str(paper.year)))
        return pages

    def _find_venue(self, text: str) -> _Named:
        venue = Venue.named(text)
        entry = canonical_series(self._venues, venue.series)
        name = entry.name if entry else venue.series
        year = (("venue year", name, str(venue.year)),) if venue.year is not None else ()
        return _Named((("venue", name), *year), (entry and entry.url) or "", (entry and entry.full) or "")

    def _find_institution(self, written: str) -> _Named:
        entry = self._institutions.find(written)
        return _Named(tuple(self._with_parents(written)), (entry and entry.url) or "", (entry and entry.full) or "")

    def _with_parents(self, name: str) -> Iterator[Page]:
        for _ in range(CHAIN):
            entry = self._institutions.find(name)
            yield "institution", entry.name if entry else name
            if entry is None or entry.parent is None:
                return
            name = entry.parent


def _topic_pages(paper: Paper) -> set[Page]:
    return {("topic", *path[:depth]) for path in paper.topics for depth in range(1, len(path) + 1)}


def _topic_characters(paper: Paper, topic: Topic | None, entry: int) -> int:
    """The characters that a paper becomes in the document of a topic, and that columns add to its row."""
    if topic is None:
        return entry
    cells = 2 * _CELL * len(topic.columns) + _length(column.header for column in topic.columns)
    labels = len(topic.remarks_label) * len(paper.remarks) + 2 * len(topic.base_url or "") * len(paper.links)
    pattern = max((text for _, text in topic.entry), key=len, default="")
    items = 1 + max(map(len, (paper.authors, paper.institutions, paper.keywords, paper.remarks, paper.links)))
    return cells + labels + len(pattern) * items + entry * (1 + pattern.count("{"))


def author_names(paper: Paper) -> tuple[str, ...]:
    """The authors who may have pages, as written."""
    names = paper.authors if len(paper.authors) > 1 else names_of(paper.authors)
    return names if len(names) <= AUTHORS_WITH_PAGES else ()


def _shown_values(paper: Paper) -> list[str]:
    """The values that a row shows by default."""
    values = [paper.title or "", *paper.institutions, *paper.remarks, *paper.aliases]
    for venue in paper.venues:
        values += (venue.text, venue.url or "")
    for link in paper.links:
        values += (link.label, link.label, link.url)
    return values


def _other_values(paper: Paper) -> list[str]:
    return list(chain((paper.name,), paper.authors, paper.keywords, *paper.topics, *paper.custom))


def _length(values: Iterable[str]) -> int:
    """The characters of values as HTML or in data files."""
    text = "".join(values)
    return len(text) + sum(map(_LONGER.__getitem__, _GROWS.findall(text)))
