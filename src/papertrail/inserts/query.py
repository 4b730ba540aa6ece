"""The language of the search field: words, "phrases", -word, OR, author:name and year:2019-2021.

The counterpart is `search-query.js`. Here a paper matches or not, and words match without typing errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from papertrail.text.words import words_of

SEARCHED = (
    "name",
    "title",
    "author",
    "venue",
    "year",
    "topic",
    "keyword",
    "institution",
    "type",
    "award",
    "status",
    "custom",
    "link",
    "id",
    "remarks",
    "abstract",
)
"""The fields of a search."""

Years = tuple[int, int]
Texts = Mapping[str, Sequence[str]]
"""The texts of a paper by field, each as folded words with a space before and after each of them."""

LONGEST_QUERY = 300
"""Maximum length of a query; a search ignores the rest."""
MOST_TERMS = 20
"""Maximum number of parts of a query; a search ignores the others."""
_PART = re.compile(r'-?(?:[A-Za-z]{1,20}:)?"[^"]*"(?=\s|$)|\S+')
_TERM = re.compile(rf'(?i)(-?)(?:({"|".join(SEARCHED)}):)?(?:"([^"]*)"|(.+))')
_YEARS = re.compile(r"([0-9]{4})?(-)?([0-9]{4})?")
_SHORT = 2
"""ASCII words of so many letters match the beginning of words only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A part of a query."""

    excluded: bool
    fields: tuple[str, ...] = SEARCHED
    words: tuple[str, ...] = ()
    phrase: bool = False
    years: Years | None = None

    def matches(self, texts: Texts, year: int | None) -> bool:
        """Whether a paper matches."""
        return self._found(texts, year) is not self.excluded

    def _found(self, texts: Texts, year: int | None) -> bool:
        if self.years:
            return year is not None and self.years[0] <= year <= self.years[1]
        searched = [text for field in self.fields for text in texts[field]]
        if self.phrase:
            phrase = f" {' '.join(self.words)} "
            return any(phrase in text for text in searched)
        return all(any(_pattern(word) in text for text in searched) for word in self.words)


def _pattern(word: str) -> str:
    """Return what texts with a word contain: short words only match the beginning of one."""
    return f" {word}" if len(word) <= _SHORT and word.isascii() else word


def parse_query(query: str) -> tuple[tuple[Term, ...], ...]:
    """Parse a query into clauses. A paper must match every clause, which is a number of terms, one of which it must
    match. Anything that is not valid syntax is read as words.
    """
    parts = _PART.findall(query[:LONGEST_QUERY])[: 2 * MOST_TERMS]
    clauses: list[list[Term]] = []
    joined = False
    for number, part in enumerate(parts, 1):
        joins = part == "OR" and bool(clauses) and not joined and number < len(parts)
        term = None if joins else _term(part)
        if term and joined:
            clauses[-1].append(term)
        elif term:
            clauses.append([term])
        joined = joins or (joined and not term)
    return tuple(map(tuple, clauses[:MOST_TERMS]))


def is_too_long(query: str) -> bool:
    """Whether a search would ignore a part of a query."""
    return len(query) > LONGEST_QUERY or len(_PART.findall(query)) > MOST_TERMS


def _term(part: str) -> Term | None:
    match = _TERM.fullmatch(part)
    minus, field, quoted, plain = match.groups() if match else ("", None, None, part)
    value, name, excluded = quoted if quoted is not None else plain, (field or "").lower(), bool(minus)
    if name == "year" and (years := parse_years(value)):
        return Term(excluded=excluded, years=years)
    if name and name != "year" and (words := words_of(value)):
        fields = ("name", "title") if name == "title" else (name,)
        return Term(excluded=excluded, fields=fields, words=tuple(words), phrase=quoted is not None)
    words = words_of(part if name else value)
    return Term(excluded=excluded, words=tuple(words), phrase=quoted is not None and not name) if words else None


def parse_years(text: str) -> Years | None:
    """Return the first and the last year of a range.

    >>> parse_years("2018-2020"), parse_years("2019"), parse_years("2019-"), parse_years("MMXIX")
    ((2018, 2020), (2019, 2019), (2019, 9999), None)
    """
    match = _YEARS.fullmatch(text.strip())
    if match is None or not (match[1] or match[3]):
        return None
    first, last = int(match[1] or 0), int(match[3] or (9999 if match[2] else match[1]))
    return min(first, last), max(first, last)
