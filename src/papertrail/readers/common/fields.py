"""The values of one work, limited to what a record may contain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from itertools import accumulate, islice
from typing import Generic, TypeVar

from papertrail.core import Author, Paper, PublicationDetails, TopicPath, Venue
from papertrail.core.fields import STATUSES
from papertrail.core.identifier_sites import Identifier
from papertrail.core.limits import ABSTRACT, ITEMS, REGISTRY_LIMITS, REMARKS, TEXT, TOPIC_DEPTH, TOPIC_NAME
from papertrail.readers.common.links import links_of
from papertrail.readers.common.name_and_title import name_and_title
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.text.markdown import remark_text
from papertrail.text.strings import one_line

MOST_ENTRIES = 20_000
"""The most entries of a file. This limits the time and memory that a file can take."""
_AUTHORS = 1_000
"""The most authors of a work; a record with more would be too large."""
_SHOWN = 80
"""Characters of a value or a source text that a message shows."""
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_LONE = re.compile("[\ud800-\udfff]")

Pair = tuple[str, str]
"""The name of a field, and a value."""
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class WorkFields:
    """The values of one work, by the fields of a record. The texts may have any length and form."""

    title: str = ""
    name: str = ""
    type: str = "article"
    authors: Sequence[Author] = ()
    venues: Sequence[str] = ()
    arxiv: str | None = None
    doi: str | None = None
    date: str | None = None
    status: str | None = None
    publication: Mapping[str, str] = field(default_factory=dict)
    """The values of `publication`, without the editors."""
    editors: Sequence[Author] = ()
    ids: Sequence[Identifier] = ()
    language: str = ""
    awards: Sequence[str] = ()
    capitals: Sequence[str] = ()
    abstract: str = ""
    institutions: Sequence[str] = ()
    links: Sequence[Pair] = ()
    remarks: Sequence[str] = ()
    in_markdown: bool = False
    """Whether the remarks are Markdown rather than plain text."""
    keywords: Sequence[str] = ()
    topics: Sequence[TopicPath] = ()
    added: str | None = None
    custom: Sequence[Pair] = ()
    doubts: Sequence[str] = ()
    not_kept: Sequence[Pair] = ()


@dataclass(frozen=True)
class _Limited(Generic[T_co]):
    """The values of a field that fit into a record, and those that do not."""

    kept: T_co
    excess: Sequence[Pair] = ()


def _limited(name: str, values: Iterable[str], *, most: int = ITEMS) -> _Limited[tuple[str, ...]]:
    """The distinct values of a field, each on one line."""
    lines = dict.fromkeys(line for value in values if (line := one_line(value)))
    pairs = _limited_pairs([(name, line) for line in lines], most=most)
    return _Limited(tuple(line for _, line in pairs.kept), pairs.excess)


def _limited_pairs(pairs: Iterable[Pair], *, most: int = ITEMS) -> _Limited[list[Pair]]:
    kept, excess = list[Pair](), list[Pair]()
    for pair in pairs:
        fits = len(kept) < most and max(map(len, pair)) <= TEXT
        (kept if fits else excess).append(pair)
    return _Limited(kept, excess)


def as_lines(text: str) -> str:
    """A text without a byte-order mark, with line feeds as line ends. Raises `NotAList` if it is too large."""
    most = REGISTRY_LIMITS.bytes
    if len(text) > most or len(text.encode("utf-8", "replace")) > most:
        raise NotAList(f"the file is larger than {most >> 20} MiB; split it into several files")
    # Some programs write lone surrogates, which UTF-8 cannot encode.
    return _LONE.sub("\ufffd", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def refuse_too_many(entries: Iterable[object]) -> None:
    """Raise `NotAList` for more entries than a list may have."""
    if sum(1 for _ in islice(entries, MOST_ENTRIES + 1)) > MOST_ENTRIES:
        raise NotAList(f"the file has more than {MOST_ENTRIES:,} entries; split it into several files")


def entry_of(fields: WorkFields, *, start: int, end: int, raw: str) -> Entry | None:
    """The entry of a work, within the limits of a record. None if the work has neither a title nor a name."""
    names, titles = _limited("name", [fields.name]), _limited("title", [fields.title])
    name, title = _name_and_title("".join(names.kept), "".join(titles.kept))
    if not name:
        return None
    venue_texts = _limited("venue", fields.venues or ([f"arXiv {fields.arxiv}"] if fields.arxiv else []))
    venues = tuple(Venue(text=text) for text in venue_texts.kept)
    links, invalid_links = links_of(fields.links, fields.doi, fields.arxiv)
    authors, editors = _limited_authors("author", fields.authors), _limited_authors("editor", fields.editors)
    details = _limited_details(fields.publication, editors.kept)
    language = _limited("language", [fields.language], most=1)
    awards, capitals = _limited("award", fields.awards), _limited("capitals", fields.capitals)
    abstract = _limited_abstract(fields.abstract)
    date = _limited_date(fields.date, venues)
    institutions = _limited("institution", fields.institutions)
    remarks = _limited_remarks(fields)
    keywords = _limited("keyword", fields.keywords)
    topics = _limited_topics(fields.topics)
    custom = _limited_pairs(_with_unique_names([*fields.custom, *invalid_links]))
    limited_links = _Limited(links[:ITEMS], [(link.label, link.url) for link in links[ITEMS:]])
    parts: tuple[_Limited[object], ...] = (
        *(names, titles, venue_texts, limited_links, authors, editors, details, date, language, awards, capitals),
        *(institutions, abstract, remarks, keywords, topics, custom),
    )
    paper = Paper(
        id="",
        name=name,
        title=title,
        type=fields.type,
        authors=authors.kept,
        venues=venues,
        date=date.kept,
        status=fields.status if fields.status in STATUSES else None,
        publication=details.kept,
        ids=tuple(dict.fromkeys(fields.ids)),
        language="".join(language.kept) or None,
        awards=awards.kept,
        capitals=capitals.kept,
        abstract=abstract.kept,
        institutions=institutions.kept,
        links=tuple(limited_links.kept),
        remarks=remarks.kept,
        keywords=keywords.kept,
        topics=topics.kept,
        added=fields.added,
        custom=tuple(custom.kept),
    )
    not_kept = [*fields.not_kept, *(pair for part in parts for pair in part.excess)]
    shown_pairs = tuple(f"{name}: {shown(value)}" for name, value in not_kept if shown(value))
    return Entry(paper=paper, start=start, end=end, raw=raw, doubts=tuple(fields.doubts), not_kept=shown_pairs)


def not_understood(start: int, raw: str) -> NotUnderstood:
    """Source text without an entry. `start` is its first line, counted from 0."""
    return NotUnderstood(line=start + 1, text=shown(raw))


def shown(text: str) -> str:
    """A text on one line, shortened if it is long."""
    line = one_line(text[: 10 * _SHOWN])
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def iso_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """`2019`, `2019-03` or `2019-03-25`: the valid part of a date. None without a valid year.

    >>> iso_date(2019, 3, 25), iso_date(2019, 2, 30), iso_date(2019, 13), iso_date(19)
    ('2019-03-25', '2019-02', '2019', None)
    """
    if year is None or not 1500 <= year <= 2099:
        return None
    if month is None or not 1 <= month <= 12:
        return f"{year}"
    try:
        return calendar_date(year, month, day or 0).isoformat()
    except (ValueError, OverflowError):
        return f"{year}-{month:02}"


def year_of(date: str | None) -> int | None:
    """The year of a date."""
    return int(date[:4]) if date else None


def _name_and_title(name: str, title: str) -> tuple[str, str | None]:
    if name and title:
        return name, title if title != name else None
    return name_and_title(title) if title else (name, None)


def _limited_details(texts: Mapping[str, str], editors: tuple[Author, ...]) -> _Limited[PublicationDetails]:
    lines = {name: line for name, text in texts.items() if (line := one_line(text))}
    kept = {name: line for name, line in lines.items() if len(line) <= TEXT}
    excess = [pair for pair in lines.items() if pair[0] not in kept]
    return _Limited(PublicationDetails(editors=editors, **kept), excess)


def _limited_abstract(text: str) -> _Limited[str | None]:
    """The abstract, with a blank line between its paragraphs."""
    paragraphs = (one_line(paragraph) for paragraph in re.split(r"\n[ \t]*\n", text))
    abstract = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return _Limited(abstract or None) if len(abstract) <= ABSTRACT else _Limited(None, [("abstract", abstract)])


def _limited_authors(name: str, authors: Iterable[Author]) -> _Limited[tuple[Author, ...]]:
    distinct = [author for author in dict.fromkeys(authors) if author.text]
    kept = [author for author in distinct[:_AUTHORS] if len(author.text) <= TEXT]
    return _Limited(tuple(kept), [(name, author.text) for author in distinct if author not in set(kept)])


def _limited_date(date: str | None, venues: Sequence[Venue]) -> _Limited[str | None]:
    """The date, unless a venue already has its year. A month and a day are excess then."""
    venue_year = next((venue.year for venue in reversed(venues) if venue.year is not None), None)
    if date is None or year_of(date) != venue_year:
        return _Limited(date)
    return _Limited(None, [("date", date)] if len(date) > len("2019") else [])


def _limited_remarks(fields: WorkFields) -> _Limited[tuple[str, ...]]:
    """The remarks as Markdown, up to the length that all of them together may have."""
    texts = fields.remarks if fields.in_markdown else [remark_text(one_line(text)) for text in fields.remarks]
    remarks = _limited("remark", texts)
    count = sum(length <= REMARKS for length in accumulate(map(len, remarks.kept)))
    return _Limited(remarks.kept[:count], [*remarks.excess, *(("remark", text) for text in remarks.kept[count:])])


def _limited_topics(topics: Iterable[TopicPath]) -> _Limited[tuple[TopicPath, ...]]:
    paths = dict.fromkeys(tuple(one_line(part) for part in path) for path in topics)
    valid = {" > ".join(path): path for path in paths if _is_topic(path)}
    invalid = [("topic", " > ".join(path)) for path in paths if path not in valid.values()]
    texts = _limited("topic", valid)
    return _Limited(tuple(valid[text] for text in texts.kept), [*invalid, *texts.excess])


def _is_topic(path: TopicPath) -> bool:
    return all(path) and len(path) <= TOPIC_DEPTH and max(map(len, path)) <= TOPIC_NAME


def _with_unique_names(pairs: Iterable[Pair]) -> list[Pair]:
    """Columns with unique names: a second `Cost` becomes `Cost 2`."""
    columns: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for first, text in dict.fromkeys((one_line(label), one_line(value)) for label, value in pairs):
        name = first
        while name in columns and columns[name] != text:
            numbers[first] = numbers.get(first, 1) + 1
            name = f"{first} {numbers[first]}"
        if name and text:
            columns[name] = text
    return list(columns.items())
