"""The title in a table cell, and the text before and after it."""

from __future__ import annotations

import re

from papertrail.readers.markdown.cell_text import read_cell_rest, text_of
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.links import image, title_link
from papertrail.readers.markdown.pieces import Pieces, as_piece
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import has_label, label_of, without
from papertrail.readers.markdown.tokens import Token
from papertrail.readers.markdown.trials import first_answer
from papertrail.readers.markdown.trimming import unquoted, without_last

_BREAKS = ("br", "p", "ul", "div")


def read_title_cell(cell: EntryLine) -> Pieces:
    """Read the cell of a column of titles."""
    return read_cell_rest(first_answer(_TITLES, cell) or cell.at(_end_of_text(cell)))


def _links(cell: EntryLine) -> list[Token]:
    return [link for link in cell.links if not link.images]


def _images(cell: EntryLine) -> list[Token]:
    """Images, and links around images."""
    return [token for token in cell.tokens if token.kind == "image" or token.images]


def _first_line_end(cell: EntryLine) -> int:
    """Where the first line with text ends; images do not count as text."""
    images, cursor = _images(cell), cell.cursor
    for token in cell.tokens:
        if token.kind == "tag" and token.name in _BREAKS:
            before = cursor.between(cursor.start, token.start)
            if plain(cursor.over(without(before, [t for t in images if t.end <= token.start]))):
                return token.start
    return cursor.end


def _linked_title(cell: EntryLine) -> EntryLine | None:
    """`[Title](url)` in the first line, with only images before it."""
    cursor, end = cell.cursor, _first_line_end(cell)
    links = (t for t in _links(cell) if t.end <= end and not t.is_bare and not has_label(cursor, t))
    if (link := next(links, None)) is None:
        return None
    badges = [token for token in _images(cell) if token.end <= link.start]
    lead = without(cursor.between(cursor.start, link.start), badges)
    if re.search(r"\w\w", plain(cursor.over(lead))):
        return None
    for badge in badges:
        cell = cell.add(image(cell, badge.images[0], outer=badge) if badge.images else image(cell, badge))
    return cell.add(title_link(cursor, link)).at(link.end)


def _first_link(cell: EntryLine) -> Token | None:
    """The first link, or else the first image."""
    return next(iter([*_links(cell), *_images(cell)]), None)


def _end_of_text(cell: EntryLine) -> int:
    """Where the text ends before the first link, or with the first line."""
    link = _first_link(cell)
    return min(_first_line_end(cell), link.start if link else cell.cursor.end)


def _unlinked_title(cell: EntryLine) -> EntryLine | None:
    """Text before the first link, or the first line."""
    end = _end_of_text(cell)
    title = text_of(cell.cursor.between(cell.cursor.start, end))
    if _first_link(cell) or end < cell.cursor.end:
        title = without_last(title, " \n([|,:;–—-")
    title = unquoted(title)
    return cell.add(as_piece("title", title)).at(end) if plain(title) else None


def _link_as_title(cell: EntryLine) -> EntryLine | None:
    """The first link or image, if nothing else could be the title."""
    link = _first_link(cell)
    if link is None:
        return None
    return cell.add(title_link(cell.cursor, link, label_of(cell.cursor, link) or link.url)).at(link.end)


_TITLES = (_linked_title, _unlinked_title, _link_as_title)
