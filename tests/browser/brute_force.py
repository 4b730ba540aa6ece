"""What Browse should show, computed by brute force: every paper is tested against every filter, every time.

Uses the catalog alone. It shares nothing with the index or the scripts, except which links lead to code and where one
author's name ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from browser.brute_search import LIKE_NAME, BruteSearch, fold
from papertrail.core import Catalog, Paper, TopicPath
from papertrail.core.authors import names_of
from papertrail.pages.index.filters import has_code

FACETS = (
    "topic",
    "venue",
    "institution",
    "author",
    "keyword",
    "type",
    "status",
    "award",
    "has",
    "mark",
    "field.Cluster",
)
Marks = Mapping[str, set[str]]


@dataclass(frozen=True, kw_only=True)
class BrowseQuery:
    """What a reader asks for, as in the query of the URL."""

    find: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int | None, int | None] | None = None
    group: str | None = None
    sort: str | None = None


@dataclass(frozen=True, kw_only=True)
class BrowseResult:
    """Groups with the ids of their papers, and the counts of each facet's values that are not 0."""

    groups: list[tuple[str, list[str]]]
    count: int
    facets: dict[str, dict[str, int]]


def expected_result(catalog: Catalog, query: BrowseQuery, marks: Marks) -> BrowseResult:
    """What Browse should show."""
    browse = _Browse(catalog, query, marks)
    papers = [paper for paper in catalog.papers if browse.matches(paper)]
    return BrowseResult(
        groups=browse.groups(papers),
        count=len(papers),
        facets={facet: browse.counts(facet) for facet in FACETS},
    )


@lru_cache(maxsize=1)
def _search(catalog: Catalog) -> BruteSearch:
    return BruteSearch(catalog)


class _Browse:
    def __init__(self, catalog: Catalog, query: BrowseQuery, marks: Marks) -> None:
        self.catalog, self.query, self.marks = catalog, query, marks
        self.points = _search(catalog).points(query.find)

    # Values

    def values(self, facet: str, paper: Paper) -> list[str]:
        """The values of a paper in a facet, with their ancestors."""
        return list(dict.fromkeys(self._values(facet, paper)))

    def _values(self, facet: str, paper: Paper) -> Iterator[str]:
        match facet:
            case "topic":
                for path in paper.topics:
                    yield from (" > ".join(path[: n + 1]) for n in range(len(path)))
            case "venue":
                yield from self._series(paper)
            case "institution":
                for name in paper.institutions:
                    yield from self._with_parents(name)
            case "author":
                yield from names_of(paper.authors)
            case "type" | "status":
                yield from filter(None, [paper.type if facet == "type" else paper.status])
            case "award" | "keyword":
                yield from paper.awards if facet == "award" else paper.keywords
            case "has":
                yield from ["code"] * has_code(paper) + ["notes"] * bool(paper.notes)
                yield from ["abstract"] * bool(paper.abstract)
            case _ if facet.startswith("field."):
                yield from (value for name, value in paper.custom if name == facet.removeprefix("field."))
            case "mark":
                yield from self.marks.get(paper.id, set())

    def _series(self, paper: Paper) -> list[str]:
        groups = [self.catalog.venue(venue) for venue in paper.venues]
        return list(dict.fromkeys(group.name for group in groups if group))

    def _with_parents(self, name: str) -> Iterator[str]:
        group = self.catalog.institution(name)
        while group:
            yield group.name
            group = self.catalog.institution(group.parent) if group.parent else None

    # Filters

    def matches(self, paper: Paper, ignored: str = "") -> bool:
        """Whether a paper is shown; the values chosen in the facet `ignored` do not count."""
        return (
            (self.points is None or paper.id in self.points)
            and self._matches_years(paper)
            and not any(self._is_excluded(facet, paper) for facet in FACETS)
            and all(self._has_chosen(facet, paper) for facet in FACETS if facet != ignored)
        )

    def _matches_years(self, paper: Paper) -> bool:
        if self.query.years is None:
            return True
        first, last = self.query.years
        return paper.year is not None and (first or 0) <= paper.year <= (last or 9999)

    def _is_excluded(self, facet: str, paper: Paper) -> bool:
        return bool(set(self.query.excluded.get(facet, ())) & set(self.values(facet, paper)))

    def _has_chosen(self, facet: str, paper: Paper) -> bool:
        chosen = set(self.query.chosen.get(facet, ()))
        values = set(self.values(facet, paper))
        return not chosen or (chosen <= values if facet == "has" else bool(chosen & values))

    def counts(self, facet: str) -> dict[str, int]:
        """The number of papers with each value. Values chosen in the same facet are ignored, except in `has`."""
        ignored = "" if facet == "has" else facet
        papers = [paper for paper in self.catalog.papers if self.matches(paper, ignored)]
        return dict(Counter(value for paper in papers for value in self.values(facet, paper)))

    # Order

    def groups(self, papers: list[Paper]) -> list[tuple[str, list[str]]]:
        """Headings with the ids of the papers below them."""
        papers = sorted(papers, key=self._sort_key(papers))
        groupings: dict[str, Callable[[], list[tuple[str, list[Paper]]]]] = {
            "topic": lambda: self._by_topic(papers),
            "venue": lambda: self._by(papers, self._series, "venue", lambda name: fold(name), "No venue"),
            "year": lambda: self._by(
                papers, lambda p: [str(p.year)] if p.year else [], "", lambda year: -int(year), "No year"
            ),
            "none": lambda: [("", papers)],
        }
        groups = groupings[self.query.group or ("none" if self.query.find else "topic")]()
        return [(name, [paper.id for paper in members]) for name, members in groups if members]

    def _sort_key(self, papers: list[Paper]) -> Callable[[Paper], tuple[object, ...]]:
        def name(paper: Paper) -> str:
            return fold(paper.name)

        def newest(paper: Paper) -> int:
            return -(paper.year or (9999 if paper.status == "in press" else 0))

        points = self.points

        def namesakes(paper: Paper) -> int:
            """The number of newer papers with this name, if it is like the query."""
            same = [p for p in papers if name(p) == name(paper) and points and points[p.id] >= LIKE_NAME]
            return sorted(same, key=newest).index(paper) if paper in same else 0

        def venue(paper: Paper) -> tuple[bool, str]:
            names = self._series(paper)
            return (not names, fold(names[-1]) if names else "")

        keys: dict[str, Callable[[Paper], tuple[object, ...]]] = {
            "listed": lambda paper: (),
            "newest": lambda paper: (newest(paper), name(paper)),
            "oldest": lambda paper: (newest(paper) == 0, -newest(paper), name(paper)),
            "added": lambda paper: (-int((paper.added or "0").replace("-", "")),),
            "name": lambda paper: (name(paper),),
            "venue": lambda paper: (venue(paper), newest(paper)),
            "best": lambda paper: (-points[paper.id], namesakes(paper), newest(paper), name(paper)) if points else (),
        }
        return keys[self.query.sort or ("best" if self.query.find else "listed")]

    def _by_topic(self, papers: list[Paper]) -> list[tuple[str, list[Paper]]]:
        chosen = self.query.chosen.get("topic", ())

        def is_chosen(path: TopicPath) -> bool:
            return not chosen or any(" > ".join(path[: n + 1]) in chosen for n in range(len(path)))

        paths = [section.path for root in self.catalog.lists for section in root.walk()]
        return [(" › ".join(path), [p for p in papers if path in p.topics]) for path in paths if is_chosen(path)]

    def _by(
        self,
        papers: list[Paper],
        values: Callable[[Paper], list[str]],
        facet: str,
        key: Callable[[str], object],
        none: str,
    ) -> list[tuple[str, list[Paper]]]:
        chosen = self.query.chosen.get(facet, ())
        names = {value for paper in papers for value in values(paper) if not chosen or value in chosen}
        groups = [(name, [p for p in papers if name in values(p)]) for name in sorted(names, key=key)]  # type: ignore[arg-type]
        return [*groups, (none, [p for p in papers if not values(p)])]
