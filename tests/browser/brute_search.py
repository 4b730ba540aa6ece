"""What a search should find and in which order, by brute force: every word of every paper is compared, every time.

Uses the catalog alone, and shares nothing with the scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from papertrail.core import Catalog, Paper
from papertrail.core.authors import names_of
from papertrail.text.markdown import plain_inline

FIELD_POINTS = {
    "name": 100, "title": 64, "first author": 60, "author": 56, "venue": 52, "year": 52, "topic": 40, "keyword": 40,
    "institution": 32, "type": 24, "award": 24, "status": 24, "custom": 24, "link": 20, "id": 20, "remarks": 16,
    "abstract": 8,
}  # fmt: skip
SHARES = {
    "whole": 1, "beginning": 0.6, "nearer whole": 0.45, "near whole": 0.4, "near beginning": 0.3, "part": 0.25,
}  # fmt: skip
LIKE_NAME = 600
"""The least points of a paper whose name the query is like."""
_COVERED = {"author": ("first author", "author"), "title": ("name", "title")}
_QUERY = re.compile(r'-?(?:[A-Za-z]+:)?"[^"]*"(?=\s|$)|\S+')
_TERM = re.compile(r'(?i)(-?)(?:(year|name|title|author|venue|topic|keyword|institution|type|award|status|custom|link|'
                   r'id|remarks|abstract):)?(?:"([^"]*)"|(.+))')  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Term:
    """A part of a query."""

    excluded: bool = False
    field: str = ""
    words: tuple[str, ...] = ()
    phrase: bool = False
    years: tuple[int, int] | None = None


def parse(query: str) -> list[list[Term]]:
    """Parse a query into clauses: lists of terms, one of which a paper must match."""
    parts = _QUERY.findall(query)
    clauses: list[list[Term]] = []
    joined = False
    for number, part in enumerate(parts):
        if part == "OR" and clauses and not joined and number + 1 < len(parts):
            joined = True
        elif term := _term(part):
            if joined:
                clauses[-1].append(term)
            else:
                clauses.append([term])
            joined = False
    return clauses


def _term(part: str) -> Term | None:
    match = _TERM.fullmatch(part)
    minus, field, quoted, plain = match.groups() if match else ("", None, None, part)
    field = (field or "").lower()
    value = quoted if quoted is not None else plain
    if field == "year" and (years := re.fullmatch(r"(\d{4})?(-)?(\d{4})?", value)) and (years[1] or years[3]):
        first, last = int(years[1] or 0), int(years[3] or (9999 if years[2] else years[1]))
        return Term(excluded=bool(minus), years=(min(first, last), max(first, last)))
    if field and field != "year" and words(value):
        return Term(excluded=bool(minus), field=field, words=words(value), phrase=quoted is not None)
    found = words(part if field else value)
    return Term(excluded=bool(minus), words=found, phrase=quoted is not None and not field) if found else None


class BruteSearch:
    """The papers of a list with all their words."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._texts = {
            paper.id: [(field, words(text)) for field, text in self._fields(paper)] for paper in catalog.papers
        }
        self._matching = cache(self._matching_words)

    def _fields(self, paper: Paper) -> Iterator[tuple[str, str]]:
        yield "name", paper.name
        yield "title", paper.title if paper.title and paper.title != paper.name else ""
        for number, name in enumerate(names_of(paper.authors)):
            yield ("author" if number else "first author"), name
        for venue in paper.venues:
            group = self._catalog.venue(venue)
            yield "venue", " ".join([venue.text, *([group.name, group.full or ""] if group else [])])
        yield "year", str(paper.year or "")
        paths = [section.path for root in self._catalog.lists for section in root.walk()]
        yield from (("topic", " > ".join(path)) for path in paper.topics if path in paths)
        yield from (("keyword", keyword) for keyword in paper.keywords)
        yield from (("institution", " ".join([name, *self._places(name)])) for name in paper.institutions)
        yield "type", paper.type
        yield from (("award", award) for award in paper.awards)
        yield "status", paper.status or ""
        yield from (("custom", value) for _, value in paper.custom)
        yield from (("link", link.label) for link in paper.links)
        yield from (("id", text) for text in self._ids(paper))
        yield from (("remarks", plain_inline(remark)) for remark in paper.remarks)
        yield "abstract", plain_inline(paper.abstract or "")

    def _places(self, name: str) -> Iterator[str]:
        group = self._catalog.institution(name)
        while group:
            yield from (group.name, group.full or "")
            group = self._catalog.institution(group.parent) if group.parent else None

    def _ids(self, paper: Paper) -> Iterator[str]:
        yield from (f"{scheme}:{value}" for scheme, value in paper.ids)
        yield from (value for scheme, value in paper.identifiers if (scheme, value) not in paper.ids)
        yield " ".join(paper.aliases)
        slug = re.sub("[^a-z0-9]+", "-", paper.name.lower()).strip("-")
        yield "" if paper.id == paper.name.lower() or (slug and paper.id.startswith(slug)) else paper.id

    def points(self, query: str) -> dict[str, int] | None:
        """The points of each paper that matches; None for a query without words."""
        clauses = parse(query)
        if not clauses:
            return None
        found: dict[str, int] = {}
        for paper in self._catalog.papers:
            terms = [[self._term_points(term, paper) for term in clause] for clause in clauses]
            best = [max((p for p in points if p is not None), default=None) for points in terms]
            if None not in best:
                found[paper.id] = sum(p for p in best if p is not None) + self._like(query, clauses, paper)
        return found

    def _term_points(self, term: Term, paper: Paper) -> int | None:
        """The points of a term, or None if the paper does not match."""
        if term.years:
            matched = 0 if paper.year and term.years[0] <= paper.year <= term.years[1] else None
        elif term.phrase:
            matched = self._phrase_points(term, paper)
        else:
            each = [self._word_points(word, term.field, not term.excluded, paper) for word in term.words]
            matched = None if None in each else sum(points or 0 for points in each)
        if term.excluded:
            return 0 if matched is None else None
        return matched

    def _word_points(self, word: str, field: str, near: bool, paper: Paper) -> int | None:
        ways = self._matching(word, field, near)
        return max(
            (
                int(FIELD_POINTS[of] * SHARES[way] + 0.5)
                for of, text in self._texts[paper.id]
                if _covers(field, of)
                for known in text
                if (way := ways.get((known, of == "name")))
            ),
            default=None,
        )

    def _phrase_points(self, term: Term, paper: Paper) -> int | None:
        phrase = f" {' '.join(term.words)} "
        texts = [
            of for of, text in self._texts[paper.id]
            if of != "abstract" and _covers(term.field, of) and phrase in f" {' '.join(text)} "
        ]  # fmt: skip
        return max((len(term.words) * FIELD_POINTS[of] for of in texts), default=None)

    def _matching_words(self, word: str, field: str, near: bool) -> dict[tuple[str, bool], str]:
        """How words of the list match one: by the word and whether it is in a name."""
        known = {
            (text, of == "name")
            for texts in self._texts.values() for of, found in texts if _covers(field, of) for text in found
        }  # fmt: skip
        part = len(word) > 2 or not word.isascii()
        ways = {
            (text, named): "whole" if text == word else "beginning" if text.startswith(word) else "part"
            for text, named in known
            if (word in text if part else text.startswith(word))
        }
        if not near or len(word) < 4 or "whole" in ways.values():
            return ways
        if ways:
            names = {text for text, named in known if named and typing_errors(word, text)[0] <= 1}
            return {(text, True): _near(word, text) for text in names} | {
                key: way for key, way in ways.items() if not (key[1] and key[0] in names and way == "part")
            }
        for errors in (1, 2) if len(word) >= 8 else (1,):
            similar = {}
            for key in known:
                whole, beginning = typing_errors(word, key[0])
                if beginning <= errors:
                    similar[key] = _near(word, key[0]) if whole <= errors else "near beginning"
            if similar:
                return similar
        return {}

    def _like(self, query: str, clauses: list[list[Term]], paper: Paper) -> int:
        """The points for being like the whole query."""
        terms = [term for clause in clauses for term in clause if not term.excluded]
        typed = [word for term in terms for word in term.words]
        if not typed:
            return 0
        text, name, title = " ".join(typed), words(paper.name), words(paper.title or "")
        options = [0]
        if " ".join(name) == text:
            options.append(1000 if fold(paper.name) == fold(query.strip()) else 900)
        if " ".join(name).startswith(text):
            options.append(800)
        if title and paper.title != paper.name and " ".join(title).startswith(text):
            options.append(700 if " ".join(title) == text else 400)
        plain = [(word, term.field) for term in terms if not term.phrase for word in term.words]
        if 0 < len(name) <= sum(self._has_wholly(word, field, ("name",), paper) for word, field in plain):
            options.append(LIKE_NAME)
        options.append(self._year_points(typed, plain, paper))
        return max(options)

    def _year_points(self, typed: list[str], plain: list[tuple[str, str]], paper: Paper) -> int:
        others = [word for word in typed if not re.fullmatch(r"\d{4}", word)]
        if not others or len(others) == len(typed) or len(plain) < len(typed):
            return 0

        def consists_of(*fields: str) -> bool:
            return all(self._has_wholly(w, f, fields if w in others else ("year",), paper) for w, f in plain)

        if consists_of("venue"):
            return 310 if self._has_venue(" ".join(others), paper) else 280
        return 300 if consists_of("first author") else 280 if consists_of("first author", "author") else 0

    def _has_venue(self, name: str, paper: Paper) -> bool:
        groups = [group for venue in paper.venues if (group := self._catalog.venue(venue))]
        texts = [venue.text for venue in paper.venues] + [t for g in groups for t in (g.name, g.full or "")]
        return any(" ".join(w for w in words(text) if not re.fullmatch(r"\d{4}", w)) == name for text in texts)

    def _has_wholly(self, word: str, field: str, fields: tuple[str, ...], paper: Paper) -> bool:
        ways = self._matching(word, field, True)
        return any(
            ways.get((known, of == "name"), "").endswith("whole")
            for of, text in self._texts[paper.id] if of in fields and _covers(field, of)
            for known in text
        )  # fmt: skip


def _near(word: str, similar: str) -> str:
    return "nearer whole" if (word[0], len(word)) == (similar[0], len(similar)) else "near whole"


def _covers(field: str, of: str) -> bool:
    return not field or of in _COVERED.get(field, (field,))


def fold(text: str) -> str:
    """Lower case without accents."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.category(c).startswith("M")
    )
    letters = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
    return "".join(letters.get(c, c) for c in bare.lower())


@cache
def words(text: str) -> tuple[str, ...]:
    """Runs of letters, digits, `+` and `#`."""
    return tuple(fold(word) for word in re.findall(r"(?:[^\W_]|[+#])+", text))


@cache
def typing_errors(word: str, known: str) -> tuple[int, int]:
    """The least number of letters added, missing, wrong or swapped between a word and another, or a beginning of it."""
    rows = [[i + j if not i * j else 0 for j in range(len(known) + 1)] for i in range(len(word) + 1)]
    for i in range(1, len(word) + 1):
        for j in range(1, len(known) + 1):
            options = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (word[i - 1] != known[j - 1])]
            if i > 1 and j > 1 and word[i - 1] == known[j - 2] and word[i - 2] == known[j - 1]:
                options.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(options)
    return rows[-1][-1], min(rows[-1])
