"""The visible text of a source, and its URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.tokens import Token, tokens
from papertrail.text.math import Formula, join_math, split_math

_BREAKS = ("br", "li", "p", "div", "td", "tr")
_MARKUP = re.compile(r"[\\`!\[<*_~$&]|https?:")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(cursor: Cursor) -> str:
    """Return the visible text between the position and the end, on one line."""
    if not _MARKUP.search(cursor.text, *cursor.offsets):
        return " ".join(cursor.source.split())
    cursor = cursor.over(cursor.source)  # what is around it has no meaning for it
    parts = tokens(cursor)
    effective = _effective_marks(cursor.text, parts)
    visible, position = [], 0
    for token in parts:
        visible.append(_literal(cursor.text[position : token.start], html=cursor.html))
        if token.kind != "mark" or token.start not in effective:
            visible.append(_visible(cursor, token))
        position = token.end
    visible.append(_literal(cursor.text[position:], html=cursor.html))
    return " ".join("".join(visible).split())


def _visible(cursor: Cursor, token: Token) -> str:
    match token.kind:
        case "code" | "mark":
            return token.name
        case "link":
            return token.url if token.is_bare else plain(cursor.between(*token.label))
        case "tag" if token.name in _BREAKS:
            return " "
        case _:
            return ""


def _effective_marks(text: str, parts: Sequence[Token]) -> set[int]:
    """The positions of the marks with a counterpart; an underscore within a word is not a mark."""
    effective: set[int] = set()
    opened: dict[str, int] = {}
    for token in parts:
        if token.kind != "mark":
            continue
        before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
        is_underscore = token.name[0] == "_"
        if token.name in opened and before and not before.isspace() and not (is_underscore and after.isalnum()):
            effective |= {opened.pop(token.name), token.start}
        elif after and not after.isspace() and not (is_underscore and before.isalnum()):
            opened[token.name] = token.start
    return effective


def _literal(text: str, *, html: bool) -> str:
    if html or not ("\\" in text or "$" in text):
        return unescape(text) if "&" in text else text
    parts = split_math(text)
    return join_math(
        [
            part._replace(tex=part.tex.strip(), coded=False)
            if isinstance(part, Formula)
            else unescape(_ESCAPE.sub(r"\1", part))
            for part in parts
        ]
    )


def urls_in(text: str, *, html: bool = False) -> Iterator[str]:
    """Yield the URL of every link and image in a source, in order."""
    for token in tokens(Cursor.of(text, html=html)):
        if token.kind in ("link", "image"):
            yield from (image.url for image in token.images)
            yield token.url
