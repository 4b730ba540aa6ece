"""Merges the values of several entries about one work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.core.fields import PUBLICATION
from papertrail.core.identifier_sites import Identifier
from papertrail.text.markdown import links_in, plain_inline

T = TypeVar("T")
Value = TypeVar("Value", tuple[str, ...], tuple[Author, ...], str | None)


class Conflict(NamedTuple):
    """A value of an entry that differs from the value in its record."""

    field: str
    kept: str
    other: str


@dataclass(frozen=True, kw_only=True)
class MergedPaper:
    """A paper merged from several entries, with their conflicts."""

    paper: Paper
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class _Merged(Generic[T]):
    """A merged field."""

    value: T
    conflicts: tuple[Conflict, ...] = ()


def merge(one: Paper, two: Paper) -> MergedPaper:
    """Merge `two` into `one`. If both have a different value, `one` wins and the value of `two` is a conflict."""
    names = _merged_names(one, two)
    authors = _first("authors", one.authors, two.authors)
    abstract = _first("abstract", one.abstract, two.abstract)
    status = _first("status", one.status, two.status)
    language = _first("language", one.language, two.language)
    publication = _merged_publication(one.publication, two.publication)
    ids = _merged_ids(dict(one.ids), two.ids)
    venues = _merged_venues(one.venues, two.venues)
    date = _first("date", one.date, two.date)
    institutions = _first("institutions", one.institutions, two.institutions)
    remarks = _merged_remarks(one.remarks, two.remarks)
    custom = _merged_custom(dict(one.custom), two.custom)
    paper = replace(
        one,
        name=names.value[0],
        title=names.value[1],
        authors=authors.value,
        venues=venues.value,
        date=date.value,
        status=status.value,
        publication=publication.value,
        ids=ids.value,
        language=language.value,
        capitals=tuple(dict.fromkeys((*one.capitals, *two.capitals))),
        awards=tuple(dict.fromkeys((*one.awards, *two.awards))),
        institutions=institutions.value,
        links=_merged_links(one.links, two.links),
        abstract=abstract.value,
        remarks=remarks.value,
        keywords=tuple(dict.fromkeys((*one.keywords, *two.keywords))),
        custom=custom.value,
        topics=tuple(dict.fromkeys((*one.topics, *two.topics))),
    )
    fields = (
        *(names, authors, venues, date, status, publication, ids, language),
        *(institutions, abstract, remarks, custom),
    )
    return MergedPaper(paper=paper, conflicts=tuple(conflict for field in fields for conflict in field.conflicts))


def _merged_names(one: Paper, two: Paper) -> _Merged[tuple[str, str | None]]:
    first, second = one.full_title, two.full_title
    if first == second or (two.title is None and _is_name_of(two.name, first)):
        return _Merged((one.name, one.title))
    if one.title is None and _is_name_of(one.name, second):
        return _Merged((one.name, second))
    return _Merged((one.name, one.title), (Conflict("title" if one.title else "name", first, second),))


def _is_name_of(name: str, title: str) -> bool:
    return title.casefold().startswith(f"{name.casefold()}:")


def _first(name: str, one: Value, two: Value) -> _Merged[Value]:
    """The first of two values that is not empty."""
    if one and two and one != two:
        first, second = (", ".join(map(str, value)) if isinstance(value, tuple) else value for value in (one, two))
        return _Merged(one, (Conflict(name, first, second),))
    return _Merged(one or two)


def _merged_venues(one: Sequence[Venue], two: Sequence[Venue]) -> _Merged[tuple[Venue, ...]]:
    """Keep a preprint and its publication. Two spellings or two publications are a conflict."""
    if not one or not two:
        return _Merged(tuple(one or two))
    venues, conflicts = list(one), list[Conflict]()
    for venue in two:
        same = next((number for number, known in enumerate(venues) if _same_venue(known, venue)), None)
        if same is not None:
            conflicts += _venue_conflicts(venues[same], venue)
            venues[same] = replace(venues[same], url=venues[same].url or venue.url)
        elif venue.arxiv and not any(known.arxiv for known in venues):
            venues.insert(0, venue)
        elif all(known.arxiv for known in venues):
            venues.append(venue)
        else:
            conflicts.append(Conflict("venue", ", ".join(known.text for known in venues), venue.text))
    return _Merged(tuple(venues), tuple(conflicts))


def _same_venue(one: Venue, two: Venue) -> bool:
    if one.arxiv or two.arxiv:
        return one.arxiv == two.arxiv
    return _letters(one.series) == _letters(two.series) and (one.year == two.year or None in (one.year, two.year))


def _venue_conflicts(kept: Venue, other: Venue) -> list[Conflict]:
    pairs = ((kept.text, other.text), (kept.url, other.url))
    return [Conflict("venue", one, two) for one, two in pairs if one and two and one != two]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _merged_links(one: Sequence[Link], two: Sequence[Link]) -> tuple[Link, ...]:
    """The links of both, each URL once."""
    known = {link.url for link in one}
    return (*one, *(link for link in two if link.url not in known))


def _merged_publication(one: PublicationDetails, two: PublicationDetails) -> _Merged[PublicationDetails]:
    texts = {
        field.name: _first(f"publication {field.name}", getattr(one, field.name), getattr(two, field.name))
        for field in PUBLICATION
    }
    merged = PublicationDetails(**{name: text.value for name, text in texts.items()})
    return _Merged(merged, tuple(conflict for text in texts.values() for conflict in text.conflicts))


def _merged_ids(one: Mapping[str, str], two: Sequence[Identifier]) -> _Merged[tuple[Identifier, ...]]:
    merged = {**dict(two), **one}
    conflicts = tuple(Conflict("ids", f"{s}: {merged[s]}", f"{s}: {value}") for s, value in two if merged[s] != value)
    return _Merged(tuple(merged.items()), conflicts)


# A work that is listed often is compared often.
_plain = lru_cache(maxsize=4096)(plain_inline)
_links = lru_cache(maxsize=4096)(links_in)


def _merged_remarks(one: Sequence[str], two: Sequence[str]) -> _Merged[tuple[str, ...]]:
    """The remarks of both. Remarks that only differ in markup or punctuation are the same."""
    remarks, conflicts = list(one), list[Conflict]()
    by_letters = {_letters(_plain(remark)): remark for remark in reversed(one)}
    for remark in two:
        letters = _letters(_plain(remark))
        same = by_letters.get(letters)
        if same is None:
            remarks.append(remark)
            by_letters[letters] = remark
            conflicts += [Conflict("remarks", "; ".join(one), remark)] if one else []
        elif _plain(same) != _plain(remark) or _links(same) != _links(remark):
            conflicts.append(Conflict("remarks", same, remark))
    return _Merged(tuple(remarks), tuple(conflicts))


def _merged_custom(one: Mapping[str, str], two: Sequence[tuple[str, str]]) -> _Merged[tuple[tuple[str, str], ...]]:
    merged = {**one, **{key: text for key, text in two if key not in one}}
    different = ((key, text) for key, text in two if merged[key] != text)
    conflicts = tuple(Conflict("custom", f"{key}: {merged[key]}", f"{key}: {text}") for key, text in different)
    return _Merged(tuple(merged.items()), conflicts)
