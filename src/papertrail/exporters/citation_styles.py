"""References and citations in prose, in the styles of bibliographies in pages. `cite-styles.js` writes the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from papertrail.core import Names, Paper, Series
from papertrail.exporters.citation_data import CitationData, citation_data_of
from papertrail.exporters.csl_json import csl_item
from papertrail.exporters.csl_types import IN_JOURNALS
from papertrail.exporters.reference import reference_of

_IN_BOOKS = ("paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia")
_INITIAL = re.compile(r"([^\W\d_])[^\s-]*")
_DASHES = re.compile("[-–—]+")

_Name = Mapping[str, str]


class StyledReference(NamedTuple):
    """A work as a bibliography has it."""

    text: str
    title: str
    """Its title, which the text contains."""
    authors: str
    """What a citation in prose calls it: `Wang et al.`, or its name if the authors are unknown."""
    year: int | None


def reference_in(style: str, paper: Paper, venues: Names[Series]) -> StyledReference:
    """Return the reference of a paper in a style of `papertrail.inserts`."""
    work = citation_data_of(paper, venues)
    text = _STYLES[style](csl_item(work)) if style in _STYLES else reference_of(work)
    return StyledReference(text, work.title, _short_authors(work) or paper.name, work.year)


def _short_authors(work: CitationData) -> str:
    names = [person.family or person.name for person in work.authors.people]
    if len(names) > 2 or (names and work.authors.others):
        return f"{names[0]} et al."
    return " & ".join(names)


def _joined(between: str, *parts: object) -> str:
    return between.join(str(part) for part in parts if part)


def _wrapped(before: str, text: object, after: str = "") -> str:
    return f"{before}{text}{after}" if text else ""


def _ended(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!", "…", "。")) else f"{text}."


def _initials(given: str) -> str:
    return _INITIAL.sub(lambda word: f"{word[1].upper()}.", given)


def _last_initials(name: _Name) -> str:
    initials = _initials(name.get("given", ""))
    return name.get("literal") or _joined(", ", name.get("family"), initials, name.get("suffix"))


def _initials_last(name: _Name) -> str:
    initials = _initials(name.get("given", ""))
    return name.get("literal") or _joined(" ", initials, name.get("family"), name.get("suffix"))


def _listed(names: list[str], *, two: str, last: str, is_cut: bool) -> str:
    if is_cut:
        return ", ".join(names) + "," * (len(names) > 1) + " et al." if names else ""
    return two.join(names) if len(names) < 3 else f"{', '.join(names[:-1])}{last}{names[-1]}"


class _Published(NamedTuple):
    """Where a work appeared."""

    journal: str
    book: str
    publisher: str
    number: str
    pages: str
    people: list[_Name]
    has_others: bool


def _place(item: Mapping[str, Any]) -> _Published:
    kind, container = item["type"], item.get("container-title", "")
    in_journal, in_book = kind in IN_JOURNALS or (kind == "article" and container), kind in _IN_BOOKS
    authors = item.get("author", [])
    people = [name for name in authors if name.get("literal") != "others"]
    return _Published(
        journal=container if in_journal else "",
        book=container if in_book else "",
        publisher=item.get("publisher") or ("" if in_journal or in_book else container),
        number=item.get("number", "") if kind in ("article", "report") else "",
        pages=_DASHES.sub("–", item.get("page", "")),
        people=people,
        has_others=len(people) < len(authors),
    )


def _url(item: Mapping[str, Any]) -> str:
    return f"https://doi.org/{item['DOI']}" if item.get("DOI") else item.get("URL", "")


def _pages(pages: str) -> str:
    return _wrapped("pp. " if "–" in pages or "," in pages else "p. ", pages)


def _year(item: Mapping[str, Any]) -> int | None:
    year: int | None = item["issued"]["date-parts"][0][0] if "issued" in item else None
    return year


def _apa(item: Mapping[str, Any]) -> str:
    place = _place(item)
    names = list(map(_last_initials, place.people))
    if len(names) > 20:
        authors = f"{', '.join(names[:19])}, . . . {names[-1]}"
    else:
        authors = _listed(names, two=", & ", last=", & ", is_cut=place.has_others)
    numbers = _joined(", ", place.journal, _wrapped("", item.get("volume"), _wrapped("(", item.get("issue"), ")")))
    where = _joined(", ", numbers, place.pages) if place.journal else ""
    book = _joined(" ", _wrapped("In ", place.book), _wrapped("(", place.book and _pages(place.pages), ")"))
    named = _joined(" ", item["title"], _wrapped("(", place.number, ")"))
    date = f"({_year(item) or 'n.d.'})"
    parts = (authors, date, named) if authors else (named, date)
    return _joined(" ", *map(_ended, (*parts, where or book, place.publisher)), _url(item))


def _ieee(item: Mapping[str, Any]) -> str:
    place, title = _place(item), item["title"]
    names = list(map(_initials_last, place.people))
    is_cut = len(names) > 6
    authors = _listed(names[:1] if is_cut else names, two=" and ", last=", and ", is_cut=is_cut or place.has_others)
    parts = [
        place.journal or _wrapped("in ", place.book) or place.publisher,
        place.number,
        _wrapped("vol. ", item.get("volume")),
        _wrapped("no. ", item.get("issue")),
    ]
    printed = [_pages(place.pages), _year(item)]
    doi, url = item.get("DOI"), _url(item)
    rest = _joined(", ", *parts, *(printed if place.journal else printed[::-1]), _wrapped("doi: ", doi))
    quoted = f"“{title},”" if rest and not title.endswith(("?", "!")) else f"“{_ended(title)}”"
    text = _joined(", ", authors, _ended(_joined(" ", quoted, rest)) if rest else quoted)
    return text if doi or not url else f"{text} [Online]. Available: {url}"


_STYLES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"apa": _apa, "ieee": _ieee}
"""The styles other than `plain`, which is that of the pages of papers."""
