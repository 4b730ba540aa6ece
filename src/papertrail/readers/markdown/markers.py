"""Markers at the start of a line, and keys and brackets within it."""

from __future__ import annotations

import re

from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.trimming import without_spaces

HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
"""The marker of a heading that is the title of an entry."""
QUOTED = re.compile(r"(?<![ \t])[ \t]*+(?:>[ \t]*+)++")
"""The marker of a line of a quotation."""
BULLET = re.compile(r"(?P<indent>[ \t]*+(?:>[ \t]*+)*+)(?P<marker>[-*+]|\d{1,9}[.)])(?P<space>[ \t]+|$)")
HTML_ITEM = re.compile(r"(?i)(?<!\s)\s*+<(?:li|d[td])\b[^<>]*+>")
"""The tag that starts an item of a list in HTML."""
_TASK = re.compile(r"\[[ xX]\]\s+")
_ORDINAL = re.compile(r"\d{1,4}[.)]\s+")
_EMOJI = re.compile(r"(?:[\u2190-\u21ff\u2300-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]{0,2}){1,8}[ \t]")
"""Emoji before a text, which decorate it."""
_NUMBER = re.compile(r"\[\d{1,4}\]\s+")

KEY = re.compile(
    r"(?P<open>[*_]{0,3})(?P<key>[^\W\d_][\w /&;.'-]{0,30}?)(?P<close>[*_]{0,3})"
    r"\s{0,2}(?P<colon>[:：])(?P<after>[*_]{0,3})(?=\s|\[|h|<|\\|$)\s*"
)
"""A key with its colon: `Venue: `, `**Authors:** `."""
GROUP = re.compile(
    r"\((?P<round>[^()]*(?:\([^()]*\)[^()]*)*)\)|（(?P<wide>[^（）]*+)）|"
    r"(?<!\\)\[(?P<square>[^\[\]]*)\](?!\()"
)
"""Text in round or square brackets that is not a link."""


def group_content(cursor: Cursor, group: re.Match[str]) -> Cursor:
    """Return what a match of `GROUP` has between its brackets."""
    return cursor.between(*group.span(group.lastgroup or 0))


def content_of(line: Cursor) -> Cursor:
    """Return a line without its marker, its check box and the spaces around it."""
    if QUOTED.match(line.text) and (quote := line.match(QUOTED)):
        line = line.at(quote.end())
    if line.html and (item := line.match(HTML_ITEM)):
        return without_spaces(line.at(item.end()))
    if bullet := line.match(BULLET):
        line = line.at(bullet.end())
        marker = line.match(_TASK)
    else:
        marker = line.match(HEADING) or line.match(_NUMBER)
        marker = (marker and line.at(marker.end()).match(_ORDINAL)) or marker
    line = line.at(marker.end()) if marker else line
    emoji = line.match(_EMOJI)
    return without_spaces(line.at(emoji.end()) if emoji else line)
