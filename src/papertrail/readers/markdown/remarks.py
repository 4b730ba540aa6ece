"""Source as a remark: inline Markdown without HTML, images and URLs that a remark must not link."""

from __future__ import annotations

import re
from html import unescape

from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.tokens import Token, tokens
from papertrail.text.markdown import markdown_url, remark_text
from papertrail.text.urls import fault_of

_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`"}
_BREAKS = ("br", "li", "p", "ul", "ol", "div")


def as_remark(cursor: Cursor) -> str:
    """Return the source between the position and the end as a remark on one line.

    Markdown stays as it is, except for tags; HTML becomes Markdown.

    >>> as_remark(Cursor.of("<em>Data</em> &amp; <b>model</b> parallelism<br>a_b", html=True))
    '*Data* & **model** parallelism a_b'
    """
    cursor = cursor.over(cursor.source)  # what is around it has no meaning for it
    parts, position = [], 0
    for token in tokens(cursor):
        parts += [_text(cursor.between(position, token.start)), _token(cursor, token)]
        position = token.end
    parts.append(_text(cursor.at(position)))
    return " ".join("".join(parts).split())


def _token(cursor: Cursor, token: Token) -> str:
    match token.kind:
        case "tag":
            name = token.name.removeprefix("/")
            return _MARKS.get(name, " " if name in _BREAKS else "")
        case "image":
            return remark_text(cursor.text[slice(*token.label)])
        case "link":
            return _link(cursor, token)
        case _:
            return cursor.text[slice(*token.offsets)]


def _link(cursor: Cursor, token: Token) -> str:
    source = cursor.text[slice(*token.offsets)]
    label = cursor.between(*token.label)
    if token.images or fault_of(token.url, internal=False):
        return remark_text(token.url) if token.is_bare else _text(label)
    if cursor.html or source.startswith("<"):
        return f"[{as_remark(label) or remark_text(token.url)}]({markdown_url(token.url)})"
    return source


def _text(cursor: Cursor) -> str:
    if not cursor.html:
        return cursor.source
    text = cursor.source
    return remark_text(unescape(text)) if re.search(r"[\\`*_\[\]<>&|~$]", text) else text
