"""Headings that are the titles of works, with the paragraphs and lists below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile, zip_longest

from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.classify import key_of
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.document import DocumentSource
from papertrail.readers.markdown.headings import blocks_without_entries
from papertrail.readers.markdown.induction.reader import read_in
from papertrail.readers.markdown.is_work import is_work, outward_urls
from papertrail.readers.markdown.list_runs import spans_of
from papertrail.readers.markdown.markers import KEY, content_of
from papertrail.readers.markdown.paragraphs import (
    MOST_PARAGRAPHS,
    Candidate,
    entry_at,
    is_list_of_keys,
    is_regular,
    is_titled,
)
from papertrail.readers.markdown.pieces import Unit
from papertrail.readers.markdown.tokens import is_within_limits

_MOST_REMARKS = 60
"""Words of remarks below a title that is a heading."""
_FIGURE = re.compile(r"\s*+!\[[^\[\]]*+\]\([^()]*+\)\s*+")
_MOST_BLOCKS = 20
"""The limit for a work whose title is a heading with a link."""


def heading_entries(source: DocumentSource) -> dict[int, Candidate]:
    """Return the headings that are titles: most of those of a level that have only paragraphs and lists below them."""
    sections: dict[int, list[tuple[int, int]]] = {}
    for number, following in _leaf_sections(source):
        sections.setdefault(source.blocks[number].level, []).append((number, following))
    entries: dict[int, Candidate] = {}
    for of_level in sections.values():
        works = {n: work for n, following in of_level if (work := _heading_entry(source, n, following))}
        keyed = {n for n, work in works.items() if is_list_of_keys(source, source.blocks[n + 1])}
        if len(works) > 1 and (len(works) >= 0.6 * len(of_level) or works.keys() == keyed):
            entries |= works
    return entries


def _leaf_sections(source: DocumentSource) -> Iterator[tuple[int, int]]:
    """The numbers of headings with blocks but no headings below them, each with that of the block after these."""
    quiet = blocks_without_entries(source)
    ends = [n for n, block in enumerate(source.blocks) if block.kind in ("heading", "rule")]
    for number, following in zip_longest(ends, ends[1:], fillvalue=len(source.blocks)):
        heading, after = source.blocks[number], source.blocks[following : following + 1]
        is_leaf = not (after and after[0].kind == "heading" and after[0].level > heading.level)
        if heading.level > 1 and is_leaf and following > number + 1 and number not in quiet:
            yield number, following


def _heading_entry(source: DocumentSource, number: int, following: int) -> Candidate | None:
    """A heading as the title of a work, if it is a link, or if there are authors, a venue or links below it.

    Figures, code and what follows them are other text.
    """
    heading, *below = source.blocks[number:following]
    parts = [heading, *takewhile(lambda block: _is_text(source, block), below)]
    is_short = len(parts) <= (_MOST_BLOCKS if "](" in heading.text else MOST_PARAGRAPHS)
    if not is_short or _are_works(source, range(number + 1, following)):
        return None
    if (entry := entry_at(source, heading.start, parts[-1].end)) is None:
        return None
    below_title = entry.parsed.units[1:]
    pieces = [piece for unit in below_title for piece in unit.pieces]
    is_linked = any(piece.kind == "title" and piece.url for piece in entry.parsed.units[0].pieces)
    remarks = sum(_words_of_remarks(entry.raw, unit) for unit in below_title)
    is_described = {piece.kind for piece in pieces} & {"authors", "venue", "link"} and remarks <= _MOST_REMARKS
    is_title = len(entry.paper.full_title.split()) > 1 and len(outward_urls(entry.paper)) == len(entry.paper.links)
    return Candidate(entry, number + len(parts), True) if is_title and (is_linked or is_described) else None


def _words_of_remarks(text: str, unit: Unit) -> int:
    """How many words a line has as remarks, unless a key such as `Abstract:` is before them."""
    key = KEY.match(text, content_of(Cursor.of(text).between(unit.start, unit.end)).start, unit.end)
    if key and key_of(key["key"]) == "remark":
        return 0
    return sum(len(piece.text.split()) for piece in unit.pieces if piece.kind == "remark")


def _is_text(source: DocumentSource, block: Block) -> bool:
    return block.kind == "list" or (block.kind == "paragraph" and not _FIGURE.fullmatch(source.text_of(block)))


def _are_works(source: DocumentSource, numbers: range) -> bool:
    """Whether there is a list or a table of works among some blocks, or most of their paragraphs are works."""
    paragraphs = [number for number in numbers if source.blocks[number].kind == "paragraph"]
    titled = sum(is_regular(source, number) for number in paragraphs)
    return titled * 2 > len(paragraphs) or any(_has_rows(source, source.blocks[number]) for number in numbers)


def _has_rows(source: DocumentSource, block: Block) -> bool:
    """Whether a block is a table, or a list whose items are works."""
    if block.kind != "list" or is_list_of_keys(source, block):
        return block.kind in ("table", "html-table")
    works = sum(_is_row(source, start, end) for start, end in spans_of(source, block.items))
    return works * 2 > len(block.items)


def _is_row(source: DocumentSource, start: int, end: int) -> bool:
    text = source.text(start, end)
    if not is_within_limits(text) or not is_titled(read_in(source, text)):
        return False
    entry = entry_at(source, start, end)
    return entry is not None and is_work(entry)
