"""What readers of flat sources share: the values of one work, bounded and brought into the form of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date as calendar_date
from itertools import islice

from papertrail.core import Paper, TopicPath, Venue
from papertrail.core.limits import ITEMS, REGISTRY_LIMITS, REMARKS, TEXT, TOPIC_DEPTH
from papertrail.readers.common.links import links_of
from papertrail.readers.common.name_and_title import name_and_title
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.text.markdown import markdown_text
from papertrail.text.strings import one_line

MOST_ENTRIES = 20_000
"""Entries of a source. The time and memory that any file can take hang on it."""
_AUTHORS = 1_000
"""Authors of one work; a record that names more is too large."""
_TOLD = 80
"""Characters that are told of a value, or of a piece of a source."""
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_LONE = re.compile("[\ud800-\udfff]")

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a source says of one work, in the words of records; its texts may have any length and form."""

    title: str = ""
    name: str = ""
    type: str = "article"
    authors: Sequence[str] = ()
    venues: Sequence[str] = ()
    arxiv: str | None = None
    doi: str | None = None
    date: str | None = None
    institutions: Sequence[str] = ()
    links: Sequence[Pair] = ()
    remarks: Sequence[str] = ()
    in_markdown: bool = False
    """Whether the remarks are Markdown, not plain text."""
    keywords: Sequence[str] = ()
    topics: Sequence[TopicPath] = ()
    added: str | None = None
    custom: Sequence[Pair] = ()
    doubts: Sequence[str] = ()
    not_kept: Sequence[Pair] = ()


@dataclass
class _Bounds:
    """Keeps what a record has room for, and remembers the rest."""

    over: list[Pair] = field(default_factory=list)

    def keep(self, name: str, values: Iterable[str], *, most: int = ITEMS) -> tuple[str, ...]:
        lines = dict.fromkeys(line for value in values if (line := one_line(value)))
        return tuple(line for _, line in self.keep_pairs(((name, line) for line in lines), most=most))

    def keep_pairs(self, pairs: Iterable[Pair], *, most: int = ITEMS) -> list[Pair]:
        kept: list[Pair] = []
        for pair in pairs:
            fits = len(kept) < most and max(map(len, pair)) <= TEXT
            (kept if fits else self.over).append(pair)
        return kept


def as_lines(text: str) -> str:
    """A source without a mark of its byte order, each line ending with one line feed; `NotAList` if it is too large."""
    most = REGISTRY_LIMITS.bytes
    if len(text) > most or len(text.encode("utf-8", "replace")) > most:
        raise NotAList(f"the file is larger than {most >> 20} MiB; cut it into several files and import each")
    # Text of some programs holds halves of signs, which no file can.
    return _LONE.sub("\ufffd", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def refuse_too_many(found: Iterable[object]) -> None:
    """Raise `NotAList` for more entries than any list has."""
    if sum(1 for _ in islice(found, MOST_ENTRIES + 1)) > MOST_ENTRIES:
        raise NotAList(f"the file has more than {MOST_ENTRIES:,} entries; cut it into several files and import each")


def entry_of(said: Said, *, start: int, end: int, raw: str) -> Entry | None:
    """The entry within the bounds of a record, or None where it has neither a title nor a name."""
    bounds = _Bounds()
    name, title = _called("".join(bounds.keep("name", [said.name])), "".join(bounds.keep("title", [said.title])))
    if not name:
        return None
    venues = tuple(Venue(text=text) for text in bounds.keep("venue", _venues_of(said)))
    links, unlinked = links_of(said.links, said.doi, said.arxiv)
    bounds.over += [(link.label, link.url) for link in links[ITEMS:]]
    paper = Paper(
        id="",
        name=name,
        title=title,
        type=said.type,
        authors=bounds.keep("author", said.authors, most=_AUTHORS),
        venues=venues,
        date=_date_beside(venues, said.date, bounds),
        institutions=bounds.keep("institution", said.institutions),
        links=tuple(links[:ITEMS]),
        remarks=_remarks_of(said, bounds),
        keywords=bounds.keep("keyword", said.keywords),
        topics=_topics_of(said, bounds),
        added=said.added,
        custom=tuple(bounds.keep_pairs(_named_apart([*said.custom, *unlinked]))),
    )
    told = tuple(f"{name}: {shown(value)}" for name, value in [*said.not_kept, *bounds.over] if shown(value))
    return Entry(paper=paper, start=start, end=end, raw=raw, doubts=tuple(said.doubts), not_kept=told)


def not_understood(start: int, raw: str) -> NotUnderstood:
    """A piece of a source that gives no entry; `start` is its first line, counted from 0."""
    return NotUnderstood(line=start + 1, text=shown(raw))


def shown(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = one_line(text[: 10 * _TOLD])
    return line if len(line) <= _TOLD else f"{line[: _TOLD - 1]}…"


def full_name(given: str, family: str, suffix: str = "") -> str:
    """A name as a reader is shown it; in Han, Kana and Hangul the family name is first.

    >>> full_name("Martin", "King", "Jr."), full_name("敏捷", "王")
    ('Martin King Jr.', '王 敏捷')
    """
    names = [family, given] if _HAN.fullmatch(given) and _HAN.fullmatch(family) else [given, family]
    return " ".join(part for part in (*names, suffix) if part)


def iso_date(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """`2019`, `2019-03` or `2019-03-25`: as much of a date as the calendar has; None without a year.

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
    """The year of a date of a record."""
    return int(date[:4]) if date else None


def _called(name: str, title: str) -> tuple[str, str | None]:
    if name and title:
        return name, title if title != name else None
    return name_and_title(title) if title else (name, None)


def _venues_of(said: Said) -> Sequence[str]:
    return said.venues or ([f"arXiv {said.arxiv}"] if said.arxiv else [])


def _date_beside(venues: Sequence[Venue], date: str | None, bounds: _Bounds) -> str | None:
    """The date, unless the venues tell its year already."""
    told = next((venue.year for venue in reversed(venues) if venue.year is not None), None)
    if date is None or year_of(date) != told:
        return date
    bounds.over += [("date", date)] * (len(date) > 4)
    return None


def _remarks_of(said: Said, bounds: _Bounds) -> tuple[str, ...]:
    texts = said.remarks if said.in_markdown else [markdown_text(one_line(text)) for text in said.remarks]
    kept = bounds.keep("remark", texts)
    room = [sum(map(len, kept[: n + 1])) <= REMARKS for n in range(len(kept))]
    bounds.over += [("remark", text) for text, fits in zip(kept, room, strict=True) if not fits]
    return tuple(text for text, fits in zip(kept, room, strict=True) if fits)


def _topics_of(said: Said, bounds: _Bounds) -> tuple[TopicPath, ...]:
    paths = dict.fromkeys(tuple(one_line(part) for part in path) for path in said.topics)
    whole = {" > ".join(path): path for path in paths if all(path) and len(path) <= TOPIC_DEPTH}
    bounds.over += [("topic", " > ".join(path)) for path in paths if path not in whole.values()]
    return tuple(whole[text] for text in bounds.keep("topic", whole))


def _named_apart(pairs: Iterable[Pair]) -> list[Pair]:
    """Columns with a name each: `Cost`, and where that is taken `Cost 2`."""
    named: dict[str, str] = {}
    for label, value in pairs:
        name, text, number = one_line(label), one_line(value), 2
        first = name
        while name in named and named[name] != text:
            name, number = f"{first} {number}", number + 1
        if name and text:
            named[name] = text
    return list(named.items())
