"""Source as a part of an entry pattern: as it is written, with fields in place of values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.tokens import BY_REFERENCE, Token
from papertrail.text.patterns import escaped


def pattern_of(cursor: Cursor, fields: Iterable[tuple[Offsets, str]]) -> str:
    """Return a source as a pattern; `fields` are those that replace parts of it, such as `{venue}`."""
    pattern, position = "", cursor.start
    for (start, end), field in sorted(fields):
        pattern += escaped(cursor.text[position:start]) + field
        position = end
    return pattern + escaped(cursor.text[position : cursor.end])


def link_pattern(cursor: Cursor, token: Token, label: str = "{label}", url: str = "{url}") -> str:
    """Return a source with a link in it as a pattern; a link by reference becomes one with its URL."""
    if token.url_at == BY_REFERENCE:
        before, after = cursor.text[cursor.start : token.start], cursor.text[token.end : cursor.end]
        return f"{escaped(before)}[{label}]({url}){escaped(after)}"
    label_at = _without_code(cursor, token.label)
    return pattern_of(cursor, [(token.url_at, url)] if token.is_bare else [(label_at, label), (token.url_at, url)])


def _without_code(cursor: Cursor, offsets: Offsets) -> Offsets:
    """Trim the marks of a code span that is all of a text."""
    code = re.fullmatch(r"`[^`]++`", cursor.text[slice(*offsets)])
    return (offsets[0] + 1, offsets[1] - 1) if code and not cursor.html else offsets
