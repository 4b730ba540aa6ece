"""Whether an entry is a work, or prose that only mentions works."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from papertrail.core import Paper
from papertrail.readers.markdown.document import DocumentEntry
from papertrail.readers.markdown.table_columns import TableColumn

_SENTENCE = re.compile(
    r"(?i)\b(?:see|at|in|the|our|here|on|to|a|an|via|this|my|your|of|from|with|by|and|for|read|follow|use|also|please)$"
)
LINKED_ITEM = re.compile(r"\s*+(?:[-*+]|\d++[.)])\s++[*_]{0,2}\[(?:[^\]\s]*+\s){2}[^\]]*+\]\(")
"""A list item that begins with a link of three words or more: a title, and not a label."""
_MOST_WORDS = 35
"""The limit in words for the prose in the first line of an entry; longer entries are essays."""


def is_list_table(papers: Sequence[Paper], columns: Sequence[TableColumn]) -> bool:
    """Whether a table lists works: its rows have links, or a year or a venue, as well as a name."""
    if not papers:
        return False
    linked = sum(bool(outward_urls(paper)) for paper in papers)
    dated = sum(bool(paper.date or any(venue.year for venue in paper.venues)) for paper in papers)
    kinds = {column.kind for column in columns}
    if not any(column.heading for column in columns) and not kinds & {"venue", "year", "authors"}:
        return False  # a table for the layout of a page
    has_known_columns = len(kinds & {"venue", "year", "authors", "link", "institution"}) >= 2
    if linked * 2 >= len(papers) or kinds >= {"authors", "venue"}:
        return True
    return has_known_columns and (dated * 2 >= len(papers) or linked > 0)


def outward_urls(paper: Paper) -> list[str]:
    """Return the URLs of a paper that do not lead to a part of its own document."""
    return [link.url for link in paper.links if not link.url.startswith("#")]


def are_entries(entries: Sequence[DocumentEntry], regular: Collection[str]) -> bool:
    """Whether the items of a list are works: most of them have links, or authors with a venue or a year.

    `regular` are texts whose layout shows that they are works.
    """
    total = len(entries)
    works = sum(entry.raw in regular or is_work(entry) for entry in entries)
    return total > 0 and works >= 0.6 * total and sum(map(is_essay, entries)) < 0.5 * total


def is_work(entry: DocumentEntry) -> bool:
    """Whether an entry is a work: it has links with labels, or authors with a venue or a year."""
    paper = entry.paper
    if paper.links:
        return bool(outward_urls(paper)) and not _leads_within_document(entry) and not is_sentence(entry)
    if _leads_within_document(entry):
        return False
    is_published = bool(paper.venues or paper.date)
    return bool(paper.authors and is_published) or bool(paper.venues and len(paper.full_title.split()) > 3)


def _leads_within_document(entry: DocumentEntry) -> bool:
    return any(piece.kind == "title" and (piece.url or "").startswith("#") for piece in entry.parsed.pieces)


def is_sentence(entry: DocumentEntry) -> bool:
    """Whether the title is the start of a sentence with a link in it."""
    title = next((piece for piece in entry.parsed.pieces if piece.kind == "title"), None)
    return title is not None and title.form == "{title}" and in_sentence(entry, title.end)


def in_sentence(entry: DocumentEntry, end: int) -> bool:
    """Whether the words before an offset start a sentence that continues there with a link."""
    head = entry.parsed.text[:end].rstrip(" [(\\*_")
    return bool(_SENTENCE.search(head)) or head.startswith("Please")


def is_essay(entry: DocumentEntry) -> bool:
    """Whether an entry is a paragraph of prose that mentions works."""
    head = entry.parsed.units[0]
    words = sum(len(piece.text.split()) for piece in head.pieces if piece.kind in ("remark", "authors", "venue"))
    return words > _MOST_WORDS
