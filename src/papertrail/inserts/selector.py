"""Finds the papers of a list in a page. The check and the pages of the site share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from papertrail.core import Names, Paper, Registries, Venue, canonical_series, topic_path
from papertrail.core.authors import names_of
from papertrail.core.limits import CHAIN
from papertrail.inserts.block import PapersBlock
from papertrail.inserts.query import Texts, parse_query, parse_years
from papertrail.text.markdown import plain_inline
from papertrail.text.strings import composed
from papertrail.text.words import words_of

NAMED = ("paper", "topic", "venue", "institution", "keyword", "author")
"""Options whose values are names that the list must have."""


class Selector:
    """Finds papers by the options of blocks."""

    def __init__(self, papers: Iterable[Paper], registries: Registries) -> None:
        self._papers = tuple(papers)
        self._venues = registries.venues or Names()
        self._institutions = registries.institutions or Names()
        self._topic_paths = registries.topic_paths
        self._named: dict[str, dict[str, set[str]]] = {}
        self._texts: dict[str, Texts] = {}

    @cached_property
    def ids(self) -> Mapping[str, Paper]:
        """The papers by their ids, earlier ids included."""
        ids = {alias: paper for paper in self._papers for alias in paper.aliases}
        return ids | {paper.id: paper for paper in self._papers}

    def known(self, option: str) -> Mapping[str, set[str]]:
        """Return the ids of papers by each value of an option that the list knows."""
        if option not in self._named:
            self._named[option] = self._papers_by(option)
        return self._named[option]

    def is_known(self, option: str, value: str) -> bool:
        """Whether the list knows a value of an option."""
        return option not in NAMED or self._ids_of(option, value) is not None

    def selected(self, block: PapersBlock) -> set[str]:
        """Return the ids of the papers that a block selects, regardless of its limit."""
        selected: set[str] | None = None
        for option, values in block.values.items():
            ids = set[str]().union(*(self._ids_of(option, value) or () for value in values))
            selected = ids if selected is None else selected & ids
        return selected or set()

    def _ids_of(self, option: str, value: str) -> set[str] | None:
        match option:
            case "query":
                return self._found(value)
            case "year":
                years = parse_years(value)
                return {p.id for p in self._papers if years and p.year and years[0] <= p.year <= years[1]}
            case "venue":
                return self._of_venue(Venue.named(value.strip()))
            case "topic":
                return self.known(option).get(" > ".join(topic_path(value)))
            case "institution":
                entry = self._institutions.find(value.strip())
                return self.known(option).get(entry.name if entry else composed(value.strip()))
            case _:
                return self.known(option).get(composed(value.strip()))

    def _of_venue(self, venue: Venue) -> set[str] | None:
        """Return the papers of a series, or of one of its years."""
        name = self._series_of(venue)
        ids = self.known("venue").get(name)
        if ids is None or venue.year is None:
            return ids
        papers = (self.ids[id] for id in ids)
        return {
            paper.id
            for paper in papers
            if any(other.year == venue.year and self._series_of(other) == name for other in paper.venues)
        }

    def _series_of(self, venue: Venue) -> str:
        entry = canonical_series(self._venues, venue.series)
        return entry.name if entry else venue.series

    def _papers_by(self, option: str) -> dict[str, set[str]]:
        named: dict[str, set[str]] = {name: set() for name in self._registered(option)}
        names_of_paper = self._names[option]
        for paper in self._papers:
            for name in names_of_paper(paper):
                named.setdefault(name, set()).add(paper.id)
        return named

    def _registered(self, option: str) -> Iterable[str]:
        if option == "topic":
            return map(" > ".join, self._topic_paths)
        if option == "venue":
            return (entry.name for entry in self._venues.entries)
        return (entry.name for entry in self._institutions.entries) if option == "institution" else ()

    @cached_property
    def _names(self) -> Mapping[str, Callable[[Paper], Iterable[str]]]:
        return {
            "paper": lambda paper: (paper.id, *paper.aliases),
            "topic": lambda paper: (
                " > ".join(path[:depth]) for path in paper.topics for depth in range(1, len(path) + 1)
            ),
            "venue": lambda paper: (self._series_of(venue) for venue in paper.venues if venue.series),
            "institution": lambda paper: (above for name in paper.institutions for above in self._with_parents(name)),
            "keyword": lambda paper: paper.keywords,
            "author": lambda paper: names_of(paper.authors),
        }

    def _with_parents(self, written: str) -> Iterator[str]:
        name: str | None = written
        for _ in range(CHAIN):
            if name is None:
                break
            entry = self._institutions.find(name)
            yield entry.name if entry else name
            name = entry.parent if entry else None

    def _found(self, query: str) -> set[str]:
        clauses = parse_query(query)
        return {
            paper.id
            for paper in self._papers
            if clauses
            and all(any(term.matches(self._texts_of(paper), paper.year) for term in clause) for clause in clauses)
        }

    def _texts_of(self, paper: Paper) -> Texts:
        if paper.id not in self._texts:
            texts = self._searched(paper).items()
            self._texts[paper.id] = {
                field: [f" {' '.join(words_of(text))} " for text in some if text] for field, some in texts
            }
        return self._texts[paper.id]

    def _searched(self, paper: Paper) -> dict[str, Iterable[str | None]]:
        """Return everything by which a search finds a paper."""
        return {
            "name": [paper.name],
            "title": [paper.title],
            "author": names_of(paper.authors),
            "venue": [" ".join([venue.text, *self._venue_names(venue)]) for venue in paper.venues],
            "year": [str(paper.year or "")],
            "topic": [" > ".join(path) for path in paper.topics],
            "keyword": paper.keywords,
            "institution": [" ".join([name, *self._institution_names(name)]) for name in paper.institutions],
            "type": [paper.type],
            "award": paper.awards,
            "status": [paper.status],
            "custom": [value for _, value in paper.custom],
            "link": [link.label for link in paper.links],
            "id": [paper.id, *paper.aliases, *(value for _, value in paper.identifiers)],
            "remarks": [plain_inline(remark) for remark in paper.remarks],
            "abstract": [plain_inline(paper.abstract or "")],
        }

    def _venue_names(self, venue: Venue) -> Iterator[str]:
        entry = canonical_series(self._venues, venue.series)
        if entry:
            yield from (entry.name, entry.full or "")

    def _institution_names(self, written: str) -> Iterator[str]:
        for name in self._with_parents(written):
            entry = self._institutions.find(name)
            yield from (name, entry.full or "" if entry else "")
