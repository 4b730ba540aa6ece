"""The pieces of links and images: a title, a venue, an institution, a link, an image."""

from __future__ import annotations

import re
from dataclasses import replace

from papertrail.readers.markdown.badges import venue_of_badge
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.pieces import CUSTOM, Pieces, as_piece
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.source_patterns import link_pattern, pattern_of
from papertrail.readers.markdown.token_context import label_of
from papertrail.readers.markdown.tokens import Token
from papertrail.readers.markdown.trimming import without_emoji


def title_link(cursor: Cursor, token: Token, *, kind: str = "title") -> Pieces:
    """A link whose text is the title, or the name, without emoji around it."""
    token = replace(token, label=without_emoji(cursor.between(*token.label)).offsets)
    return _value_link(kind, cursor.between(*token.offsets), token, "{url Paper}")


def venue_link(cursor: Cursor, token: Token) -> Pieces:
    """A link whose text is the venue."""
    return _value_link("venue", cursor.between(*token.offsets), token, "{venue_url}")


def institution_link(cursor: Cursor, token: Token) -> Pieces:
    """A link whose text is an institution."""
    return item_link("institution", cursor.between(*token.offsets), token)


def item_link(kind: str, outer: Cursor, token: Token) -> Pieces:
    """A link whose text is an institution or a keyword; `outer` includes what is around it."""
    return _value_link(kind, outer, token, "{institution_url}")


def _value_link(kind: str, outer: Cursor, token: Token, url: str) -> Pieces:
    text = label_of(outer, token) or token.url
    return as_piece(kind, outer, text=text, url=token.url, form=link_pattern(outer, token, "{" + kind + "}", url))


def label_link(outer: Cursor, token: Token, edges: str = "[]\\ :") -> Pieces:
    """A link under its label; `outer` includes the brackets around it, `edges` are no part of the label."""
    label = "" if token.is_bare else label_of(outer, token).strip(edges)
    if label.count("(") != label.count(")") or (label.startswith("(") and label.endswith(")")):
        label = label.strip(edges + "()")
    return as_piece("link", outer, text=label or "Paper", url=token.url, form=link_pattern(outer, token))


def image(line: EntryLine, token: Token, outer: Token | None = None) -> Pieces:
    """A badge or a picture, and the link `outer` around it.

    The URL of an image becomes a custom value, as records have no images.
    """
    cursor = line.cursor
    label = plain(Cursor.of(cursor.text[slice(*token.label)], references=cursor.references))[:30].strip() or "Image"
    key = re.sub(r"[{}|\\:]", " ", label).strip() or "Image"
    number = sum(other.kind.startswith(CUSTOM + key) for other in line.pieces)
    key = f"{key} {number + 1}" if number else key
    whole = cursor.between(*(outer or token).offsets)
    fields = [(token.url_at, "{" + key + "}")]
    if outer is None:
        return as_piece(CUSTOM + key, whole, text=token.url, form=pattern_of(whole, fields))
    fields.append((outer.url_at, "{url " + label + "}"))
    return (
        *as_piece(CUSTOM + key, whole, text=token.url, form=pattern_of(whole, fields)),
        *as_piece("link", cursor.between(whole.end - 1, whole.end), text=label, url=outer.url, form=""),
    )


def badge_venue(cursor: Cursor, token: Token, shown: Token) -> Pieces:
    """The venue that a badge shows, if it does; `token` includes the link around it."""
    venue = venue_of_badge(shown.url)
    return as_piece("venue", cursor.between(token.end - 1, token.end), text=venue, form="") if venue else ()
