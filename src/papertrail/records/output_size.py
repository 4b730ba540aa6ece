"""How much of the site and of documents one record becomes: estimates that are quick to compute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from papertrail.core import Institution, Names, Paper, Registries, Series, Topic, Venue, canonical_series
from papertrail.core.authors import names_of
from papertrail.core.fields import PUBLICATION, Kind
from papertrail.core.limits import AUTHORS_WITH_PAGES, CHAIN, OUTPUT_PER_CHARACTER, OUTPUT_PER_RECORD, PAGES
from papertrail.core.paper import NO_PUBLICATION
from papertrail.text.patterns import REPEATED, SINGLE

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
_ESCAPES = ((b"&<>\"'*_`", 5), (b"{}~^\\", 15))
"""Characters that are escaped, or marks, in HTML or in BibTeX, with the characters that each becomes in addition."""
_MOST = 16
"""The most characters that one of them becomes."""
_NOT_PLAIN = b"".join([escaped for escaped, _ in _ESCAPES]) + bytes(range(0x80, 0x100))
"""The bytes of a file that may become more than one character. Composing a text may replace other letters by them."""
_PLACEHOLDER = re.compile(r"\{([^{}|\\\n]+)\}")
_NAME_IN_ROW = 4
"""How often a row contains the name of its paper, without its links, which contain it once each."""
_LIST_FILES, _GROUP_FILES = 4, 2
"""Data files that contain a paper, for a list and for a venue or an institution."""
_WITH_FILES = ("venue", "institution")
_FULL_NAME = 8
"""How often the page of a paper contains the full name of its venue."""


class _Named(NamedTuple):
    """A venue or an institution as a record writes it."""

    pages: tuple[Page, ...]
    url: int = 0
    full: int = 0
    """Characters of its URL, and of its full name in data files."""
    own: int = 0
    """Characters of its full name on the page of the paper."""


class OutputSize:
    """Estimates what a record becomes, without rendering it."""

    def __init__(self, registries: Registries) -> None:
        self._venues = registries.venues or Names[Series]()
        self._institutions = registries.institutions or Names[Institution]()
        topics = dict(pair for topic in registries.topics or () for pair in topic.walk())
        self._topics = {path: _TopicSize(topic) for path, topic in topics.items()}
        self._venue, self._institution = cache(self._find_venue), cache(self._find_institution)
        venues = [self._venue(entry.name) for entry in self._venues.entries]
        institutions = [self._institution(entry.name) for entry in self._institutions.entries]
        self._most_url = max([named.url for named in venues + institutions], default=0)
        self._most_full = max([named.full for named in venues], default=0)
        self._most_own = max([named.own for named in venues + institutions], default=0)
        self._most_parents = max([len(named.pages) for named in institutions], default=1)

    def of(self, paper: Paper) -> Output:
        """What the record of a paper becomes."""
        shown, other = _shown_values(paper), _other_values(paper)
        shown_text, other_text = "".join(shown), "".join(other)
        row_length = _length(shown_text)
        venues = [self._venue(venue.text) for venue in paper.venues]
        named = venues + [self._institution(name) for name in paper.institutions]
        own_pages = {page for one in named for page in one.pages}
        groups = len(own_pages) + len({*paper.keywords}) + len({*paper.aliases}) + (paper.year is not None)
        row = _ROW + row_length + _CELL * len(shown) + _length(paper.name) * (_NAME_IN_ROW + len(paper.links))
        entry = row_length + _length(other_text) + sum([one.url for one in named])
        data = entry + sum([one.full for one in venues]) + _DATUM * (len(shown) + len(other))
        files = _LIST_FILES * len({path[0] for path in paper.topics})
        files += _GROUP_FILES * len([kind for kind, *_ in own_pages if kind in _WITH_FILES])
        rows = len(paper.topics) + groups + len(author_names(paper))
        topics = [self._topics.get(path) for path in paper.topics]
        entries = sum([topic.characters(paper, entry) if topic else entry for topic in topics])
        characters = row * rows + data * files + entries + sum([one.own for one in named])
        pages = len(_topic_pages(paper)) if len(topics) > 1 else sum(map(len, paper.topics))
        return Output(pages + groups, characters, len(shown_text) + len(other_text))

    def is_within(self, paper: Paper, data: bytes) -> bool:
        """Whether the record of a paper, a file with these bytes, surely becomes no more than its share.

        It only counts values. `of` takes a multiple of the time, and few records of a list need it.
        """
        venues, institutions, links, topics = map(len, (paper.venues, paper.institutions, paper.links, paper.topics))
        text = len(data) + (_MOST - 1) * (len(data) - len(data.translate(None, _NOT_PLAIN)))
        text += _MOST * sum([len(link.label) for link in paper.links])  # a second time
        if paper.ids:  # the URLs of some links are not in the file
            text += _MOST * sum([len(link.label) + len(link.url) for link in paper.links])
        with_files = venues + self._most_parents * institutions
        groups = venues + with_files + len(paper.keywords) + len(paper.aliases) + 1
        parts = sum(map(len, paper.topics))
        shown = 1 + institutions + len(paper.remarks) + len(paper.aliases) + 2 * venues + 3 * links
        other = 2 + len(paper.keywords) + len(paper.awards) + parts + 2 * len(paper.custom)
        other += 2 * (len(paper.authors) + len(paper.publication.editors)) + len(PUBLICATION)
        entry = text + self._most_url * (venues + institutions)
        row = _ROW + text + _CELL * shown + _length(paper.name) * (_NAME_IN_ROW + links)
        datum = entry + self._most_full * venues + _DATUM * (shown + other)
        rows, files = topics + groups + len(author_names(paper)), _LIST_FILES * topics + _GROUP_FILES * with_files
        entries = sum([topic.characters(paper, entry) for path in paper.topics if (topic := self._topics.get(path))])
        own = self._most_own * (venues + institutions)
        characters = row * rows + datum * files + entry * topics + entries + own
        values = len(paper.title or "") + len(paper.abstract or "") + sum(map(len, paper.remarks))
        return parts + groups <= PAGES and characters <= share_of(values)

    def pages(self, paper: Paper) -> set[Page]:
        """The pages that `Output.pages` counts."""
        return {*_topic_pages(paper), *self._group_pages(paper)}

    def _group_pages(self, paper: Paper) -> set[Page]:
        pages = {page for venue in paper.venues for page in self._venue(venue.text).pages}
        pages.update([page for name in paper.institutions for page in self._institution(name).pages])
        pages.update([("keyword", name) for name in paper.keywords])
        pages.update([("alias", name) for name in paper.aliases])
        if paper.year is not None:
            pages.add(("year", str(paper.year)))
        return pages

    def _find_venue(self, text: str) -> _Named:
        venue = Venue.named(text)
        entry = canonical_series(self._venues, venue.series)
        name = entry.name if entry else venue.series
        year = (("venue year", name, str(venue.year)),) if venue.year is not None else ()
        full = (entry and entry.full) or ""
        pages = (("venue", name), *year)
        return _Named(pages, len((entry and entry.url) or ""), len(full), _FULL_NAME * _length(full))

    def _find_institution(self, written: str) -> _Named:
        entry = self._institutions.find(written)
        pages = tuple(self._with_parents(written))
        return _Named(pages, len((entry and entry.url) or ""), own=_length((entry and entry.full) or ""))

    def _with_parents(self, name: str) -> Iterator[Page]:
        for _ in range(CHAIN):
            entry = self._institutions.find(name)
            yield "institution", entry.name if entry else name
            if entry is None or entry.parent is None:
                return
            name = entry.parent


def _topic_pages(paper: Paper) -> set[Page]:
    return {("topic", *path[:depth]) for path in paper.topics for depth in range(1, len(path) + 1)}


class _TopicSize:
    """What a topic adds to the papers in it."""

    def __init__(self, topic: Topic) -> None:
        self._cells = 2 * _CELL * len(topic.columns) + _length("".join([column.header for column in topic.columns]))
        self._label, self._base_url = len(topic.remarks_label), 2 * len(topic.base_url or "")
        self._patterns = [text for _, text in topic.entry]

    def characters(self, paper: Paper, entry: int) -> int:
        """The characters that a paper becomes in the document of the topic, and that columns add to its row.

        `entry` are those of all its values.
        """
        entry += self._base_url * len(paper.links)
        characters = self._cells + self._label * len(paper.remarks) + entry
        if self._patterns:
            characters += max([_pattern_characters(pattern, paper, entry) for pattern in self._patterns])
        return characters


def _pattern_characters(pattern: str, paper: Paper, entry: int) -> int:
    """The most characters that a paper becomes with a pattern; `entry` are those of all its values."""
    texts = {"name": paper.name, "title": paper.full_title, "venue": "".join([venue.text for venue in paper.venues])}
    texts |= {field: "".join(map(str, getattr(paper, field))) for field in ("authors", "institutions", "keywords")}
    lengths = (
        dict.fromkeys(SINGLE, _DATUM)
        | {"venue_url": entry}
        | {field: _length(text) for field, text in (*texts.items(), *paper.custom)}
    )
    characters = 0
    for line in pattern.split("\n"):
        names = _PLACEHOLDER.findall(line)
        repeated = [REPEATED[name] for name in names if name in REPEATED]
        items = max([len(getattr(paper, field)) for field in repeated], default=1)
        characters += items * (len(line) + sum([lengths.get(name, entry) for name in names if name not in REPEATED]))
        characters += entry * len(repeated)
    return characters


def author_names(paper: Paper) -> tuple[str, ...]:
    """The authors who may have pages, as written."""
    names = tuple([a.text for a in paper.authors]) if len(paper.authors) > 1 else names_of(paper.authors)
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
    texts = [paper.name, paper.abstract or "", *paper.keywords, *paper.awards, *chain(*paper.topics, *paper.custom)]
    for author in (*paper.authors, *paper.publication.editors):
        texts.append(author.text)
        if author.url:
            texts.append(author.url)
    if paper.publication is not NO_PUBLICATION:
        texts += [text for text in _details(paper.publication) if text]
    return texts


_details = attrgetter(*(field.name for field in PUBLICATION if field.kind is Kind.LINE))


def _length(text: str) -> int:
    """The characters of a text as HTML or in data files."""
    data = text.encode("ascii", "ignore")
    return len(text) + sum([more * (len(data) - len(data.translate(None, escaped))) for escaped, more in _ESCAPES])


def share_of(values: int) -> int:
    """The characters that a record with values of so many characters may become, even if all records do so."""
    return OUTPUT_PER_RECORD + OUTPUT_PER_CHARACTER * values
