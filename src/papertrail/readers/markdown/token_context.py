"""The source around and between tokens."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from papertrail.readers.markdown.classify import is_label
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.tokens import Token, tokens_from

_BRACKETS = (("\\[", "\\]"), ("[", "]"), ("(", ")"), ("**[", "]**"), ("`", "`"))


def within_marks(token: Token, parts: Sequence[Token]) -> tuple[Offsets, int] | None:
    """Return the offsets of the text between a mark of emphasis and its counterpart, and the end of the counterpart."""
    for other in tokens_from(parts, token.start + 1):
        if other.kind == "mark" and other.name == token.name:
            return (token.end, other.start), other.end
    return None


def within_tags(token: Token, parts: Sequence[Token]) -> tuple[Offsets, int] | None:
    """Return the offsets of the text between a tag and the one that closes it, and the end of that."""
    for other in tokens_from(parts, token.end):
        if other.kind == "tag" and other.name == f"/{token.name}":
            return (token.end, other.start), other.end
    return None


def link_within(parts: Sequence[Token], offsets: Offsets) -> Token | None:
    """Return the first link between two offsets."""
    start, end = offsets
    inside = takewhile(lambda token: token.start < end, tokens_from(parts, start))
    return next((token for token in inside if token.kind == "link" and token.end <= end), None)


def part_within(parts: Sequence[Token], offsets: Offsets) -> Token | None:
    """Return the first link or image between two offsets."""
    start, end = offsets
    inside = takewhile(lambda token: token.start < end, tokens_from(parts, start))
    return next((token for token in inside if token.kind in ("link", "image") and token.end <= end), None)


def is_image(token: Token) -> bool:
    """Whether a token is an image, or a link around one."""
    return token.kind == "image" or bool(token.images)


def with_brackets(cursor: Cursor, token: Token) -> Cursor:
    """Return a link with the brackets directly around it: `\\[[Paper](url)\\]`, `([Paper](url))`."""
    text = cursor.text
    for opening, closing in _BRACKETS:
        start = token.start - len(opening)
        if start < cursor.start or not (text.startswith(opening, start) and text.startswith(closing, token.end)):
            continue
        if opening == "[" and text[start - 1 : start] == "\\":
            continue
        return cursor.between(start, token.end + len(closing))
    return cursor.between(*token.offsets)


def label_of(cursor: Cursor, token: Token) -> str:
    """Return the text of a link as a reader sees it."""
    return plain(cursor.between(*token.label))


def has_label(cursor: Cursor, token: Token) -> bool:
    """Whether the text of a link is a label, see `is_label`."""
    return is_label(label_of(cursor, token))


def without(cursor: Cursor, parts: Sequence[Token]) -> str:
    """Return the source between the position and the end without some tokens."""
    kept, position = "", cursor.start
    for token in parts:
        if token.start >= position:
            kept += cursor.text[position : token.start]
            position = token.end
    return kept + cursor.text[position : cursor.end]
