"""Merges the values of several entries about one work, and the changes of a source with its record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from papertrail.core import Link, Paper, Venue
from papertrail.importing.memory import NAME, NO_PAST, TITLE, Past, title_digest
from papertrail.importing.values import shown, values_of, with_values
from papertrail.text.markdown import links_in, plain_inline


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
    edited: tuple[Conflict, ...] = ()
    """Differences that the record has had since an earlier import, because it was edited."""


@dataclass(frozen=True)
class _Merged:
    """The values of a merged field."""

    values: tuple[Any, ...]
    conflicts: tuple[Conflict, ...] = ()
    edited: tuple[Conflict, ...] = ()


def merge(one: Paper, two: Paper, past: Past | None = None) -> MergedPaper:
    """Merge `two` into `one`. If both have a different value, `one` wins and the value of `two` is a conflict.

    With `past`, `one` is an existing record, and `two` is what a source contains now. Then `two` wins where the record
    still has the value that the source had at its last import, which `past` is about.
    """
    before = NO_PAST if past is None else past
    first, second = values_of(one), values_of(two)
    merged = {
        field: _merged(field, first.get(field, ()), second.get(field, ()), before, is_record=past is not None)
        for field in dict.fromkeys((*first, *second))
    }
    if past is not None and "date" in merged:
        merged["date"] = _merged_date(one, two, merged["date"], merged.get("venue"), past)
    names = _merged_names(one, two, before)
    paper = with_values(one, {field: part.values for field, part in merged.items()})
    parts = (names, *merged.values())
    return MergedPaper(
        paper=replace(paper, name=names.values[0], title=names.values[1]),
        conflicts=tuple(conflict for part in parts for conflict in part.conflicts),
        edited=tuple(conflict for part in parts for conflict in part.edited),
    )


def _merged(field: str, one: tuple[Any, ...], two: tuple[Any, ...], past: Past, *, is_record: bool) -> _Merged:
    if field in _LISTS:
        return _LISTS[field](one, two, past)
    if field == "remarks":
        return _changed_remarks(one, two, past) if is_record else _merged_remarks(one, two)
    if field in ("keywords", "awards", "capitals", "topic"):
        return _Merged((*one, *(value for value in two if value not in one and not past.said(field, value))))
    return _single(field, one, two, past)


def _single(field: str, one: tuple[Any, ...], two: tuple[Any, ...], past: Past) -> _Merged:
    if not two or one == two:
        return _Merged(one)
    if past.said(field, one[0]) if one else not past.knows(field):
        return _Merged(two)
    return _different(one, _conflict(field, one, two), is_known=past.said(field, two[0]))


def _different(values: tuple[Any, ...], conflict: Conflict, *, is_known: bool) -> _Merged:
    return _Merged(values, edited=(conflict,)) if is_known else _Merged(values, (conflict,))


def _conflict(field: str, one: Sequence[Any], two: Sequence[Any]) -> Conflict:
    mapping, _, name = field.partition(" ")
    first, second = ("; ".join(map(shown, values)) for values in (one, two))
    if mapping in ("ids", "custom"):
        return Conflict(mapping, f"{name}: {first}", f"{name}: {second}")
    return Conflict(field, first, second)


# Names and dates


def _merged_names(one: Paper, two: Paper, past: Past) -> _Merged:
    first, second = one.full_title, two.full_title
    kept, other = (one.name, one.title), (two.name, two.title)
    if kept == other or (two.title is None and _is_name_of(two.name, first)):
        return _Merged(kept)
    if past.said(NAME, kept):
        return _Merged(other)
    if first == second:
        return _Merged(kept)
    if one.title is None and _is_name_of(one.name, second):
        return _Merged((one.name, second))
    conflict = Conflict("title" if one.title else "name", first, second)
    if past.said(NAME, other):
        return _Merged(kept, edited=(conflict,))
    if one.title and title_digest(one) in past.digests.get(TITLE, ()):  # only the short name was edited
        return _Merged((one.name, second))
    return _Merged(kept, (conflict,))


def _is_name_of(name: str, title: str) -> bool:
    return title.casefold().startswith(f"{name.casefold()}:")


def _merged_date(one: Paper, two: Paper, merged: _Merged, venues: _Merged | None, past: Past) -> _Merged:
    """The date of a record, if it agrees with the year of its venue, which may be from another source."""
    if not two.date:
        is_outdated = one.date and two.year and past.said("date", one.date) and two.year != one.year
        return _Merged(()) if is_outdated else merged
    published = [venue.year for venue in (venues.values if venues else ()) if venue.year and not venue.arxiv]
    if one.date or not published or two.date.startswith(f"{published[-1]}-"):
        return merged
    conflicts = (Conflict("date", str(published[-1]), two.date),) if two.date != str(published[-1]) else ()
    is_known = past.said("date", two.date)
    return _Merged((), edited=conflicts) if is_known else _Merged((), conflicts)


# Lists


def _merged_venues(one: tuple[Venue, ...], two: tuple[Venue, ...], past: Past) -> _Merged:
    """Keep a preprint and its publication. Two spellings or two publications are a conflict."""
    if not two or (not one and not past.knows("venue")):
        return _Merged(one or two)
    if not one:
        return _different(one, _conflict("venue", one, two), is_known=all(past.said("venue", v) for v in two))
    venues, parts = one, list[_Merged]()
    for venue in two:
        parts.append(_with_venue(venues, venue, [known for known in venues if known not in two], past))
        venues = parts[-1].values
    return _joined(venues, parts)


def _with_venue(venues: tuple[Venue, ...], venue: Venue, others: Sequence[Venue], past: Past) -> _Merged:
    """Add a venue, in place of one of `others` if the source had that one at its last import."""
    outdated = [known for known in others if past.said("venue", known)]
    same = next((known for known in venues if _same_venue(known, venue)), None)
    previous = next((known for known in outdated if bool(known.arxiv) == bool(venue.arxiv)), None)
    is_known = past.said("venue", venue)
    if venue in venues:
        return _Merged(venues)
    if same and same not in outdated:
        both = tuple(replace(same, url=same.url or venue.url) if known == same else known for known in venues)
        return replace(_venue_differences(same, venue, is_known=is_known), values=both)
    if previous and not is_known:
        return _Merged(tuple(venue if known == previous else known for known in venues))
    if not is_known and (joined := _preprint_and_publication(venues, venue)):
        return _Merged(joined)
    return _different(venues, _conflict("venue", venues, [venue]), is_known=is_known)


def _preprint_and_publication(venues: tuple[Venue, ...], venue: Venue) -> tuple[Venue, ...]:
    """The venues with another one, if only one of them is a publication. Empty otherwise."""
    if venue.arxiv and not any(known.arxiv for known in venues):
        return (venue, *venues)
    return (*venues, venue) if all(known.arxiv for known in venues) else ()


def _same_venue(one: Venue, two: Venue) -> bool:
    if one.arxiv or two.arxiv:
        return one.arxiv == two.arxiv
    return _letters(one.series) == _letters(two.series) and (one.year == two.year or None in (one.year, two.year))


def _venue_differences(kept: Venue, other: Venue, *, is_known: bool) -> _Merged:
    pairs = ((kept.text, other.text), (kept.url, other.url))
    conflicts = tuple(Conflict("venue", one, two) for one, two in pairs if one and two and one != two)
    return _Merged((), edited=conflicts) if is_known else _Merged((), conflicts)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _merged_links(one: tuple[Link, ...], two: tuple[Link, ...], past: Past) -> _Merged:
    """The links of both, each URL once. A link whose URL changed at the source is replaced."""
    links, parts = list(one), list[_Merged]()
    known, current = {link.url for link in one}, {link.url for link in two}
    for link in two:
        if link.url in known or past.said("links", link):
            continue
        labelled = [other for other in links if other.label == link.label and other.url not in current]
        previous = next((other for other in labelled if past.said("links", other)), None)
        if previous:
            links[links.index(previous)] = link
        elif labelled and past.knows("links"):
            parts.append(_Merged((), (_conflict("links", labelled, [link]),)))
        else:
            links.append(link)
    return _joined(links, parts)


# A work that is listed often is compared often.
_plain = lru_cache(maxsize=4096)(plain_inline)
_links = lru_cache(maxsize=4096)(links_in)


def _merged_remarks(one: tuple[str, ...], two: tuple[str, ...]) -> _Merged:
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


def _changed_remarks(one: tuple[str, ...], two: tuple[str, ...], past: Past) -> _Merged:
    """The remarks of a record. Those that changed at the source are replaced, unless they were edited."""
    remarks, parts = list(one), list[_Merged]()
    outdated = [remark for remark in one if past.said("remarks", remark) and remark not in two]
    is_edited = not all(past.said("remarks", remark) for remark in one) if one else past.knows("remarks")
    for remark in two:
        if remark in remarks:
            continue
        if past.said("remarks", remark):
            parts.append(_Merged((), edited=(_conflict("remarks", one, [remark]),)))
        elif outdated:
            remarks[remarks.index(outdated.pop(0))] = remark
        elif is_edited:
            parts.append(_Merged((), (_conflict("remarks", one, [remark]),)))
        else:
            remarks.append(remark)
    return _joined(remarks, parts)


def _joined(values: Sequence[Any], parts: Sequence[_Merged]) -> _Merged:
    return _Merged(
        tuple(values),
        tuple(conflict for part in parts for conflict in part.conflicts),
        tuple(conflict for part in parts for conflict in part.edited),
    )


_LISTS: dict[str, Callable[[Any, Any, Past], _Merged]] = {"venue": _merged_venues, "links": _merged_links}
