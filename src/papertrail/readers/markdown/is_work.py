"""Whether what was read is a work, or prose that only mentions some."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papertrail.core import Paper
from papertrail.readers.markdown.document import Found
from papertrail.readers.markdown.table_columns import Column as Cell


def is_list_table(papers: Sequence[Paper], columns: Sequence[Cell]) -> bool:
    """Whether a table lists works: its rows have links, or a year or a venue, beside a name."""
    if not papers:
        return False
    linked = sum(bool(outward(paper)) for paper in papers)
    kinds = {column.kind for column in columns}
    dated = sum(bool(paper.date or any(v.year for v in paper.venues)) for paper in papers)
    known = len(kinds & {"venue", "year", "authors", "link", "institution"}) >= 2
    return linked * 2 >= len(papers) or (known and dated * 2 >= len(papers)) or (known and linked > 0)


def outward(paper: Paper) -> list[str]:
    """The addresses of a paper that lead anywhere but to a part of its own document."""
    return [link.url for link in paper.links if not link.url.startswith("#")]


def is_entries(found: Sequence[Found], total: int) -> bool:
    """Whether the items of a list are works: most of them have links, or authors with a venue or a year."""
    if not found or len(found) < total:
        return False
    works = sum(is_work(entry) for entry in found)
    essays = sum(is_essay(entry) for entry in found)
    return works >= 0.6 * total and essays < 0.5 * total


def is_work(entry: Found) -> bool:
    """Whether an entry gives a work: links under labels, or authors with a venue or a year."""
    paper = entry.paper
    if any(piece.kind == "title" and (piece.url or "").startswith("#") for piece in entry.reading.pieces):
        return False
    if paper.links and not outward(paper):
        return False
    plain_title = next((p for p in entry.reading.pieces if p.kind == "title"), None)
    if paper.links and plain_title and plain_title.form == "{title}" and in_sentence(entry, plain_title.end):
        return False
    return (
        bool(paper.links)
        or bool(paper.authors and (paper.venues or paper.date))
        or bool(paper.venues and len(paper.full_title.split()) > 3)
    )


_SENTENCE = re.compile(
    r"(?i)\b(?:see|at|in|the|our|here|on|to|a|an|via|this|my|your|of|from|with|by|and|for|read|follow|use|also|please)$"
)


def in_sentence(entry: Found, end: int) -> bool:
    """Whether the words before a place are the beginning of a sentence that goes on there, with a link."""
    head = entry.reading.text[:end].rstrip(" [(\\*_")
    return bool(_SENTENCE.search(head)) or head.startswith("Please")


def is_essay(entry: Found) -> bool:
    """Whether an entry is rather a paragraph of prose that mentions works: much text behind the first of them."""
    head = entry.reading.units[0]
    words = sum(len(piece.text.split()) for piece in head.pieces if piece.kind in ("remark", "authors", "venue"))
    return words > 35
