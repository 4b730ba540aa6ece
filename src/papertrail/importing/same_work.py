"""Finds papers that are the same work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from papertrail.core import Paper
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import page_of_one_work
from papertrail.readers.common.name_and_title import name_and_title
from papertrail.text.strings import normal_title

_PARTS = frozenset({"paper-conference", "chapter", "article-journal", "entry-encyclopedia", "entry-dictionary"})
"""Types of works that are published together with others."""
_COMPARED = 300
"""Characters of a title that are compared."""
_SIMILAR = 60
"""The least similarity of an old and a new title, of 100."""
ShortName = tuple[str, str, int]
"""A short name with the series and the year of a venue."""


def identities(paper: Paper) -> Iterator[Identifier]:
    """The identifiers, the pages and the title of a paper. A code repository does not identify a work.

    Neither does the ISBN of proceedings, which all their papers have.
    """
    is_part = paper.type in _PARTS
    yield from (id for id in paper.identifiers if id[0] != "isbn" or not is_part)
    for link in paper.links:
        if link.to_the_work and (page := page_of_one_work(link.url)):
            yield "page", page
    if title := normal_title(paper.full_title):
        yield "title", title


def _short_names(paper: Paper) -> Iterator[ShortName]:
    name = normal_title(name_and_title(paper.full_title)[0] if paper.title is None else paper.name)
    for venue in paper.venues:
        if name and venue.year and venue.series:
            yield name, venue.series.casefold(), venue.year


def similar_titles(one: str, two: str) -> bool:
    """Whether one title may be the other after a revision. Numbers must be the same.

    >>> similar_titles("Clocks in caves", "Clocks in wet caves"), similar_titles("Part 1", "Part 2")
    (True, False)
    """
    first, second = normal_title(one)[:_COMPARED], normal_title(two)[:_COMPARED]
    same_numbers = re.findall(r"\d+", first) == re.findall(r"\d+", second)
    return same_numbers and fuzz.token_sort_ratio(first, second) >= _SIMILAR


class WorkIndex:
    """An index of papers by the identity of their works."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._by_identity: dict[Identifier, dict[str, None]] = {}
        self._by_short_name: dict[ShortName, dict[str, bool]] = {}
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Add a paper with an id. Add it again after a change."""
        for identity in identities(paper):
            self._by_identity.setdefault(identity, {})[paper.id] = None
        for name in _short_names(paper):
            self._by_short_name.setdefault(name, {})[paper.id] = _has_title(paper)

    def find_all(self, paper: Paper) -> Iterator[str]:
        """Yield the ids of papers that are the same work, in the order in which they were added.

        If one of two papers only has a short name, such as `Gandiva`, the title of the other one must start with it,
        and both must have the same venue and year.
        """
        yielded: set[str] = set()
        for id in self._same(paper):
            if id not in yielded:
                yielded.add(id)
                yield id

    def _same(self, paper: Paper) -> Iterator[str]:
        for identity in identities(paper):
            yield from self._by_identity.get(identity, ())
        titled = _has_title(paper)
        for name in _short_names(paper):
            papers = self._by_short_name.get(name, {})
            yield from (id for id, other_titled in papers.items() if not (titled and other_titled))


def _has_title(paper: Paper) -> bool:
    return paper.title is not None or len(paper.name.split()) > 3
