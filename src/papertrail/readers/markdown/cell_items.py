"""Table cells with several institutions or keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from papertrail.readers.markdown.cell_text import has_words, text_of
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.institutions import institutions_of_cell
from papertrail.readers.markdown.links import item_link
from papertrail.readers.markdown.list_items import items_in, without_items
from papertrail.readers.markdown.pieces import Pieces, as_piece
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.source_patterns import pattern_of
from papertrail.readers.markdown.token_context import link_within
from papertrail.readers.markdown.tokens import Token
from papertrail.readers.markdown.trimming import clean

_OUTSIDE_ITEMS = re.compile(r"(?:^|</li\s*>)([^<]*\w[^<]*)")
_BREAK = re.compile(r"(?i)<br\s*/?>")


def read_institutions_cell(cell: EntryLine) -> Pieces:
    """Read the cell of a column of institutions."""
    return _read_items(cell, "institution")


def read_keywords_cell(cell: EntryLine) -> Pieces:
    """Read the cell of a column of keywords."""
    return _read_items(cell, "keyword")


def _read_items(cell: EntryLine, kind: str) -> Pieces:
    cursor = cell.cursor
    items = items_in(cursor)
    if items:
        pieces = [_item(kind, cell, item.span("content"), item.span()) for item in items]
        pieces += _outside_items(cursor)
    else:
        text = _without_links(cursor, cell.links)
        parts = institutions_of_cell(text) if kind == "institution" else _comma_separated(text)
        pieces = [_item(kind, cell, (cursor.start + start, cursor.start + end), None) for start, end in parts]
    return tuple(chain.from_iterable(pieces))


def _outside_items(cursor: Cursor) -> Iterator[Pieces]:
    """The text outside the items of a list, as remarks."""
    if has_words(cursor.over(without_items(cursor.source))):
        for match in _OUTSIDE_ITEMS.finditer(cursor.source):
            yield as_piece("remark", clean(cursor.between(cursor.start + match.start(1), cursor.start + match.end(1))))


def _without_links(cursor: Cursor, links: Sequence[Token]) -> str:
    """The source with letters in place of links and separators in place of line breaks, at the same offsets."""
    text, position = "", cursor.start
    for link in links:
        text += cursor.text[position : link.start] + "x" * (link.end - link.start)
        position = link.end
    text += cursor.text[position : cursor.end]
    return _BREAK.sub(lambda match: ";".ljust(len(match[0])), text)


def _comma_separated(text: str) -> list[Offsets]:
    return [match.span() for match in re.finditer(r"[^,;、]+", text)]


def _item(kind: str, cell: EntryLine, offsets: Offsets, outer: Offsets | None) -> Pieces:
    """One institution or keyword; `outer` includes the tags of a list item."""
    cursor = cell.cursor
    link = link_within(cell.links, offsets)
    if link and not link.is_bare:
        return item_link(kind, cursor.between(*(outer or link.offsets)), link)
    text = text_of(cursor.between(*offsets))
    if not has_words(text):
        return ()
    whole = cursor.between(*outer) if outer else text
    return as_piece(kind, whole, text=plain(text), form=pattern_of(whole, [(text.offsets, "{" + kind + "}")]))
