"""What Browse should show, counted the slow way: every paper is asked whether it fits, every time.

Written from the models alone; it knows nothing of the index or the scripts, but for what counts as a link to code and
where one author's name ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from papertrail.core import Catalog, Paper, TopicPath
from papertrail.core.authors import names_of
from papertrail.pages.index.filters import has_code
from papertrail.text.markdown import plain_inline

FACETS = ("topic", "venue", "institution", "author", "keyword", "type", "has", "mark")
Marks = Mapping[str, set[str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader asks for, as the address has it."""

    find: str = ""
    yes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    no: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int | None, int | None] | None = None
    group: str = "topic"
    sort: str = "listed"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown: groups with the ids of their papers, and the counts of each facet's values that are not 0."""

    groups: list[tuple[str, list[str]]]
    count: int
    facets: dict[str, dict[str, int]]


def expected(catalog: Catalog, asked: Asked, marks: Marks) -> Shown:
    """What Browse should show."""
    ask = _Question(catalog, asked, marks)
    papers = [paper for paper in catalog.papers if ask.fits(paper)]
    return Shown(groups=ask.groups(papers), count=len(papers), facets={facet: ask.counts(facet) for facet in FACETS})


class _Question:
    def __init__(self, catalog: Catalog, asked: Asked, marks: Marks) -> None:
        self.catalog, self.asked, self.marks = catalog, asked, marks
        self.words = {paper.id: frozenset(self._words_of(paper)) for paper in catalog.papers}
        self.vocabulary = frozenset(word for words in self.words.values() for word in words)
        self.like = cache(self._like)

    # Values

    def values(self, facet: str, paper: Paper) -> list[str]:
        """The values of a paper along a facet, parents included."""
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
            case "keyword":
                yield from paper.keywords
            case "type":
                yield paper.type
            case "has":
                yield from ["code"] * has_code(paper) + ["notes"] * bool(paper.notes)
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

    # Words

    def _words_of(self, paper: Paper) -> Iterator[str]:
        texts = [paper.name, paper.title or "", *paper.authors, *paper.keywords, *paper.institutions]
        texts += [venue.text for venue in paper.venues]
        texts += [plain_inline(remark) for remark in paper.remarks]
        for group in (self.catalog.venue(venue) for venue in paper.venues):
            texts += [group.name, group.full or ""] if group else []
        for name in paper.institutions:
            for place in self._with_parents(name):
                group = self.catalog.institution(place)
                texts += [place, (group.full if group else None) or ""]
        for text in texts:
            yield from _words(text)

    def _like(self, word: str, forgiving: bool) -> set[str]:
        """The words of the list that have a word in them; where there are none, those that may be meant."""
        found = {known for known in self.vocabulary if word in known}
        return found if found or not forgiving else self._meant(word)

    def _meant(self, word: str) -> set[str]:
        for most in (1, 2):
            if len(word) < (4 if most == 1 else 8):
                break
            near = {known for known in self.vocabulary if _errors(word, known) <= most}
            if near:
                return near
        return set()

    def _is_found(self, paper: Paper) -> bool:
        for part in self.asked.find.split():
            negated = part.startswith("-") and len(part) > 1
            words = _words(part)
            if words and all(self.like(word, not negated) & self.words[paper.id] for word in words) == negated:
                return False
        return True

    # Filters

    def fits(self, paper: Paper, without: str = "") -> bool:
        """Whether a paper is shown; `without` names a facet whose chosen values do not matter."""
        return (
            self._is_found(paper)
            and self._is_of_years(paper)
            and all(self._excludes_not(facet, paper) for facet in FACETS)
            and all(self._includes(facet, paper) for facet in FACETS if facet != without)
        )

    def _is_of_years(self, paper: Paper) -> bool:
        if self.asked.years is None:
            return True
        first, last = self.asked.years
        return paper.year is not None and (first or 0) <= paper.year <= (last or 9999)

    def _excludes_not(self, facet: str, paper: Paper) -> bool:
        return not set(self.asked.no.get(facet, ())) & set(self.values(facet, paper))

    def _includes(self, facet: str, paper: Paper) -> bool:
        chosen = set(self.asked.yes.get(facet, ()))
        own = set(self.values(facet, paper))
        return not chosen or (chosen <= own if facet == "has" else bool(chosen & own))

    def counts(self, facet: str) -> dict[str, int]:
        """How many papers there are of each value, its own facet's chosen values aside; what both are must be."""
        own = "" if facet == "has" else facet
        papers = [paper for paper in self.catalog.papers if self.fits(paper, without=own)]
        return dict(Counter(value for paper in papers for value in self.values(facet, paper)))

    # Order

    def groups(self, papers: list[Paper]) -> list[tuple[str, list[str]]]:
        """Headings with the ids below them."""
        papers = sorted(papers, key=self._sort_key())
        by: dict[str, Callable[[], list[tuple[str, list[Paper]]]]] = {
            "topic": lambda: self._by_topic(papers),
            "venue": lambda: self._by(papers, self._series, "venue", lambda name: _fold(name), "No venue"),
            "year": lambda: self._by(
                papers, lambda p: [str(p.year)] if p.year else [], "", lambda year: -int(year), "No year"
            ),
            "none": lambda: [("", papers)],
        }
        return [(name, [paper.id for paper in found]) for name, found in by[self.asked.group]() if found]

    def _sort_key(self) -> Callable[[Paper], tuple[object, ...]]:
        by_name: Callable[[Paper], str] = lambda paper: _fold(paper.name)  # noqa: E731
        newest: Callable[[Paper], int] = lambda paper: -(paper.year or 0)  # noqa: E731

        def venue(paper: Paper) -> tuple[bool, str]:
            names = self._series(paper)
            return (not names, _fold(names[-1]) if names else "")

        keys: dict[str, Callable[[Paper], tuple[object, ...]]] = {
            "listed": lambda paper: (),
            "newest": lambda paper: (newest(paper), by_name(paper)),
            "added": lambda paper: (-int((paper.added or "0").replace("-", "")),),
            "name": lambda paper: (by_name(paper),),
            "venue": lambda paper: (venue(paper), newest(paper)),
        }
        return keys[self.asked.sort]

    def _by_topic(self, papers: list[Paper]) -> list[tuple[str, list[Paper]]]:
        chosen = self.asked.yes.get("topic", ())

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
        chosen = self.asked.yes.get(facet, ())
        names = {value for paper in papers for value in values(paper) if not chosen or value in chosen}
        found = [(name, [p for p in papers if name in values(p)]) for name in sorted(names, key=key)]  # type: ignore[arg-type]
        return [*found, (none, [p for p in papers if not values(p)])]


def _fold(text: str) -> str:
    """Small letters without accents."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.category(c).startswith("M")
    )
    spelled = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
    return "".join(spelled.get(c, c) for c in bare.lower())


def _words(text: str) -> list[str]:
    """Letters, digits, `+` and `#` in a row."""
    return [_fold(word) for word in re.findall(r"(?:[^\W_]|[+#])+", text)]


def _errors(word: str, known: str) -> int:
    """The least number of letters too many, missing, wrong or swapped between a word and a beginning of another."""
    beginnings = (known[:size] for size in range(len(known) + 1))
    return min(_distance(word, beginning) for beginning in beginnings)


def _distance(a: str, b: str) -> int:
    rows = [[i + j if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            options = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1])]
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                options.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(options)
    return rows[-1][-1]
