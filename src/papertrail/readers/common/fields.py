"""The values of one work, limited to what a record may contain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice
from typing import Generic, TypeVar

from papertrail.core import Author, Paper, PublicationDetails, TopicPath, Venue
from papertrail.core.fields import STATUSES
from papertrail.core.identifier_sites import Identifier
from papertrail.core.limits import ABSTRACT, ITEMS, REGISTRY_LIMITS, REMARKS, TEXT, TOPIC_DEPTH, TOPIC_NAME
from papertrail.readers.common.details import is_path
from papertrail.readers.common.links import links_of
from papertrail.readers.common.markup import markdown_of, paragraphs_of, plain_of
from papertrail.readers.common.name_and_title import name_and_title
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.text.strings import one_line
from papertrail.text.title_case import without_formulas, words_with_fixed_case

MOST_ENTRIES = 20_000
"""The most entries of a file. This limits the time and memory that a file can take."""
_AUTHORS = 1_000
"""The most authors of a work; a record with more would be too large."""
_SHOWN = 80
"""Characters of a value or a source text that a message shows."""
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_URL = re.compile(r"(?i)https?://[^\s{}<>\"]*[^\s{}<>\".,;:)]")
_BEFORE_YEAR = re.compile(r"(?<![.,:;])[.,:;]++(?=\s*+(?:[0-9]{4})?$)")
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
    venue_names: Mapping[str, str] = field(default_factory=dict)
    """Full names of venues that are known by their short names, by series."""
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
    """Words of the title that keep their capitals; `entry_of` omits those that any style keeps."""
    abstract: str = ""
    institutions: Sequence[str] = ()
    links: Sequence[Pair] = ()
    remarks: Sequence[str] = ()
    is_exact: bool = False
    """Whether no text contains HTML or entities, and the remarks are Markdown: the format is papertrail's own."""
    has_markdown: bool = False
    """Whether remarks are Markdown, unless they contain HTML or entities."""
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
    fields = fields if fields.is_exact else _as_plain_text(fields)
    names, titles = _limited("name", [fields.name]), _limited("title", [fields.title])
    name, title = _name_and_title("".join(names.kept), "".join(titles.kept))
    if not name:
        return None
    fields = _without_urls_in_venues(fields)
    venue_texts = _limited("venue", fields.venues or ([f"arXiv {fields.arxiv}"] if fields.arxiv else []))
    venues = tuple(Venue(text=text) for text in venue_texts.kept)
    links, invalid_links = links_of(fields.links, fields.doi, fields.arxiv)
    authors, editors = _limited_authors("author", fields.authors), _limited_authors("editor", fields.editors)
    details = _limited_details(fields.publication, editors.kept)
    language = _limited("language", [fields.language], most=1)
    awards, capitals = _limited("award", fields.awards), _limited_capitals(fields.capitals, name, title)
    abstract = _limited_abstract(fields.abstract)
    institutions = _limited("institution", fields.institutions)
    remarks = _limited_remarks(fields)
    keywords = _limited("keyword", fields.keywords)
    topics = _limited_topics(fields.topics)
    custom = _limited_custom([*fields.custom, *invalid_links])
    limited_links = _Limited(links[:ITEMS], [(link.label, link.url) for link in links[ITEMS:]])
    parts: tuple[_Limited[object], ...] = (
        *(names, titles, venue_texts, limited_links, authors, editors, details, language, awards, capitals),
        *(institutions, abstract, remarks, keywords, topics, custom),
    )
    paper = Paper(
        id="",
        name=name,
        title=title,
        type=fields.type,
        authors=authors.kept,
        venues=venues,
        date=fields.date if fields.is_exact else _date_beside(venues, fields.date),
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
    return Entry(
        paper=paper,
        start=start,
        end=end,
        raw=raw,
        venue_names=fields.venue_names,
        doubts=tuple(fields.doubts),
        not_kept=shown_pairs,
    )


def _as_plain_text(fields: WorkFields) -> WorkFields:
    """The values without HTML and entities, and the remarks as Markdown."""
    return replace(
        fields,
        name=plain_of(fields.name),
        title=plain_of(fields.title),
        venues=[plain_of(venue) for venue in fields.venues],
        venue_names={plain_of(name): plain_of(full) for name, full in fields.venue_names.items()},
        publication={name: plain_of(text) for name, text in fields.publication.items()},
        awards=[plain_of(award) for award in fields.awards],
        abstract=paragraphs_of(fields.abstract),
        institutions=[plain_of(name) for name in fields.institutions],
        remarks=[
            remark if fields.has_markdown and not {"<", "&"} & {*remark} else markdown_of(remark)
            for remark in fields.remarks
        ],
        keywords=[plain_of(keyword) for keyword in fields.keywords],
        custom=[(name, plain_of(text)) for name, text in fields.custom],
    )


def _without_urls_in_venues(fields: WorkFields) -> WorkFields:
    """The values with URLs of venues as links: some programs write the URL of a work where its venue should be."""
    urls = [url for venue in fields.venues for url in _URL.findall(venue)]
    venues = (_BEFORE_YEAR.sub("", one_line(_URL.sub(" ", venue)).strip(" -()[]")) for venue in fields.venues)
    kept = [venue for venue in venues if venue and not venue.isdigit()]
    return replace(fields, venues=kept, links=[*fields.links, *(("Paper", url) for url in urls)]) if urls else fields


def not_understood(start: int, raw: str) -> NotUnderstood:
    """Source text without an entry. `start` is its first line, counted from 0."""
    return NotUnderstood(line=start + 1, text=shown(raw))


def shown(text: str) -> str:
    """A text on one line, shortened if it is long."""
    line = one_line(text[: 10 * _SHOWN])
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


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


def _date_beside(venues: Sequence[Venue], date: str | None) -> str | None:
    """The date, unless it is the year that the last venue with a year has."""
    years = (f"{venue.year}" for venue in reversed(venues) if venue.year is not None)
    return None if date == next(years, "") else date


def _limited_remarks(fields: WorkFields) -> _Limited[tuple[str, ...]]:
    """The remarks, up to the length that all of them together may have."""
    remarks = _limited("remark", fields.remarks)
    count = sum(length <= REMARKS for length in accumulate(map(len, remarks.kept)))
    return _Limited(remarks.kept[:count], [*remarks.excess, *(("remark", text) for text in remarks.kept[count:])])


def _limited_capitals(words: Iterable[str], name: str, title: str | None) -> _Limited[tuple[str, ...]]:
    fixed = words_with_fixed_case(without_formulas(title or name), name)
    return _limited("capitals", (word for word in words if word not in fixed))


def _limited_custom(pairs: Sequence[Pair]) -> _Limited[list[Pair]]:
    """The custom fields without paths of the user's own files."""
    custom = _limited_pairs(_with_unique_names(pair for pair in pairs if not is_path(pair[1])))
    private = [(name, "a path on your computer") for name, text in pairs if is_path(text)]
    return _Limited(custom.kept, [*private, *custom.excess])


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
