"""Which entries are one work, and what they say of it together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from papertrail.core import Link, Paper, Venue
from papertrail.core.paper import arxiv_of_link, doi_of_link
from papertrail.readers.common.name_and_title import name_and_title
from papertrail.text.markdown import links_in, plain_inline
from papertrail.text.strings import normal_title

Identity = tuple[str, str]
"""A kind of identity and its value: two works with the same are one."""


def identities(paper: Paper) -> Iterator[Identity]:
    """The arXiv ids, the DOIs and the title by which a work is known; a shared repository makes no work the same."""
    for venue in paper.venues:
        if venue.arxiv:
            yield "arXiv", venue.arxiv.casefold()
    for link in paper.links:
        if link.to_the_work:
            if arxiv := arxiv_of_link(link.url):
                yield "arXiv", arxiv.casefold()
            if doi := doi_of_link(link.url):
                yield "DOI", doi
    if title := normal_title(paper.full_title):
        yield "title", title


def _short_names(paper: Paper) -> Iterator[tuple[str, str, int]]:
    """The short name of a work with where and when it appeared."""
    name = name_and_title(paper.full_title)[0] if paper.title is None else paper.name
    for venue in paper.venues:
        if venue.year and venue.series and normal_title(name):
            yield normal_title(name), venue.series.casefold(), venue.year


class Works:
    """The works that are known, by their identities."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._by_identity: dict[Identity, dict[str, None]] = {}
        self._by_name: dict[tuple[str, str, int], dict[str, bool]] = {}
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Know a paper, which has an id, under all its identities."""
        for identity in identities(paper):
            self._by_identity.setdefault(identity, {})[paper.id] = None
        for name in _short_names(paper):
            self._by_name.setdefault(name, {})[paper.id] = _has_title(paper)

    def find_all(self, paper: Paper) -> list[str]:
        """The ids of the records that are the same work, in the order in which they came to be known.

        Where one of two gives only a short name, such as `Gandiva`, the other's title must begin with it, and both must
        have appeared at the same venue in the same year.
        """
        found = {id: None for identity in identities(paper) for id in self._by_identity.get(identity, ())}
        for name in _short_names(paper):
            for id, titled in self._by_name.get(name, {}).items():
                if not titled or not _has_title(paper):
                    found[id] = None
        return list(found)


def _has_title(paper: Paper) -> bool:
    return paper.title is not None or len(paper.name.split()) > 3


@dataclass
class Merged:
    """A paper put together of several entries, and where they disagree."""

    paper: Paper
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    """Field, what is kept, and what another entry says."""


def merge(one: Paper, two: Paper) -> Merged:
    """`one` with what `two` adds to it; where both say something and it differs, `one` is kept and the other told."""
    merged = Merged(one)
    name, title = _names(one, two, merged)
    merged.paper = replace(
        one,
        name=name,
        title=title,
        authors=_kept("authors", one.authors, two.authors, merged),
        venues=_venues(one.venues, two.venues, merged),
        date=_kept("date", one.date, two.date, merged),
        institutions=_kept("institutions", one.institutions, two.institutions, merged),
        links=_links(one.links, two.links),
        remarks=_remarks(one.remarks, two.remarks, merged),
        keywords=tuple(dict.fromkeys((*one.keywords, *two.keywords))),
        custom=_custom(one.custom, two.custom, merged),
        topics=tuple(dict.fromkeys((*one.topics, *two.topics))),
    )
    return merged


def _names(one: Paper, two: Paper, merged: Merged) -> tuple[str, str | None]:
    first, second = one.full_title, two.full_title
    if first == second:
        return one.name, one.title
    if one.title is None and second.casefold().startswith(f"{one.name.casefold()}:"):
        return one.name, second
    if two.title is None and first.casefold().startswith(f"{two.name.casefold()}:"):
        return one.name, one.title
    merged.differences.append(("title" if one.title else "name", first, second))
    return one.name, one.title


T = TypeVar("T", tuple[str, ...], str | None)


def _kept(name: str, one: T, two: T, merged: Merged) -> T:
    """The first of two values that is there."""
    if one and two and one != two:
        first, second = (", ".join(value) if isinstance(value, tuple) else value for value in (one, two))
        merged.differences.append((name, first, second))
    return one or two


def _venues(one: Sequence[Venue], two: Sequence[Venue], merged: Merged) -> tuple[Venue, ...]:
    """A preprint and where it was published are both kept; of two spellings or two places one is a mistake."""
    if not one or not two:
        return tuple(one or two)
    found = list(one)
    for venue in two:
        same = next((n for n, known in enumerate(found) if _same_venue(known, venue)), None)
        if same is not None:
            known = found[same]
            if known.text != venue.text:
                merged.differences.append(("venue", known.text, venue.text))
            if known.url and venue.url and known.url != venue.url:
                merged.differences.append(("venue", known.url, venue.url))
            found[same] = replace(known, url=known.url or venue.url)
        elif venue.arxiv and not any(known.arxiv for known in found):
            found.insert(0, venue)
        elif all(known.arxiv for known in found):
            found.append(venue)
        else:
            merged.differences.append(("venue", ", ".join(known.text for known in found), venue.text))
    return tuple(found)


def _same_venue(one: Venue, two: Venue) -> bool:
    if one.arxiv or two.arxiv:
        return one.arxiv == two.arxiv
    return _letters(one.series) == _letters(two.series) and (one.year == two.year or None in (one.year, two.year))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _links(one: Sequence[Link], two: Sequence[Link]) -> tuple[Link, ...]:
    """The links of both, each address once."""
    known = {link.url for link in one}
    return (*one, *(link for link in two if link.url not in known))


def _remarks(one: Sequence[str], two: Sequence[str], merged: Merged) -> tuple[str, ...]:
    """The remarks of both; what differs only in its marks is one."""
    found = list(one)
    for remark in two:
        same = next((known for known in found if _letters(plain_inline(known)) == _letters(plain_inline(remark))), None)
        if same is None:
            found.append(remark)
            if one:
                merged.differences.append(("remarks", "; ".join(one), remark))
        elif plain_inline(same) != plain_inline(remark) or links_in(same) != links_in(remark):
            merged.differences.append(("remarks", same, remark))
    return tuple(found)


def _custom(
    one: Sequence[tuple[str, str]], two: Sequence[tuple[str, str]], merged: Merged
) -> tuple[tuple[str, str], ...]:
    found = dict(one)
    for key, text in two:
        if found.setdefault(key, text) != text:
            merged.differences.append(("custom", f"{key}: {found[key]}", f"{key}: {text}"))
    return tuple(found.items())
