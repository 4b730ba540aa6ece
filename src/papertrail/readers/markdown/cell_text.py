"""Text, links and images in a table cell of any column."""

from __future__ import annotations

import re

from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.links import image, label_link
from papertrail.readers.markdown.pieces import CUSTOM, Pieces, as_piece
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.source_patterns import pattern_of
from papertrail.readers.markdown.tokens import Token
from papertrail.readers.markdown.trimming import clean, without_spaces


def has_words(cursor: Cursor) -> bool:
    """Whether the visible text contains a word."""
    return re.search(r"\w", plain(cursor)) is not None


def text_of(cursor: Cursor) -> Cursor:
    """Trim the markup around the text of a cell or of a part of it."""
    return clean(without_spaces(cursor))


def cell_link(cell: EntryLine, token: Token, outer: Cursor | None = None) -> Pieces:
    """A link or a linked image; `outer` includes the brackets or the list item around it."""
    if token.images:
        return image(cell, token.images[0], outer=token)
    return label_link(outer or cell.cursor.between(*token.offsets), token, edges="[]() :")


def image_value(key: str, cursor: Cursor, token: Token) -> Pieces:
    """An image whose URL is a custom value."""
    whole = cursor.between(*token.offsets)
    return as_piece(CUSTOM + key, whole, text=token.url, form=pattern_of(whole, [(token.url_at, "{" + key + "}")]))
