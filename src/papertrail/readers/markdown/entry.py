"""An entry of a list or a paragraph: title, venue, authors, links and remarks, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.readers.markdown.after_title import others
from papertrail.readers.markdown.classify import is_venue, key_of
from papertrail.readers.markdown.markers import BULLET, KEY, content_of
from papertrail.readers.markdown.nested_lines import read_below
from papertrail.readers.markdown.pieces import Pieces, Reading, Unit
from papertrail.readers.markdown.title import find_title
from papertrail.readers.markdown.tokens import Span, tokens


def read_entry(text: str) -> Reading:
    """Read an entry: a list item with what is nested in it, or a paragraph with the bullets below it."""
    spans = list(_lines(text))
    first, rest = spans[0], spans[1:]
    by_line = _keyed_lines(text, first) or (not BULLET.match(text, first[0]) and _line_oriented(text, first))
    units: list[Unit] = []
    if by_line:
        lines = list(_split(text, first))
        units.append(_head(text, lines[0]))
        units += [read_below(text, line, units, number) for number, line in enumerate(lines[1:], 1)]
    else:
        units.append(_head(text, first))
    for number, span in enumerate(rest, 1):
        units.append(read_below(text, span, units, number))
    return Reading(text=text, units=tuple(units))


def _lines(text: str) -> Iterator[Span]:
    """The head, and each bullet nested below it, with the lines that continue it.

    A blank line, a quotation and a fence of code end what stands before them.
    """
    start = place = 0
    blank = fenced = False
    for number, line in enumerate(text.split("\n")):
        fence = _FENCE.match(line)
        breaks = blank or BULLET.match(line) or _QUOTE.match(line) or fence
        if number and line.strip() and breaks and not fenced:
            yield start, _trimmed(text, start, place)
            start = place
        fenced = fenced != bool(fence)
        blank = not line.strip()
        place += len(line) + 1
    yield start, _trimmed(text, start, len(text))


_QUOTE = re.compile(r"\s*>")


_FENCE = re.compile(r"\s*(?:```|~~~)")


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[min(end, len(text)) - 1] in "\n":
        end -= 1
    return min(end, len(text))


def _split(text: str, span: Span) -> Iterator[Span]:
    place = span[0]
    for line in text[slice(*span)].split("\n"):
        if line.strip():
            yield place, place + len(line)
        place += len(line) + 1


_COMPLETE = re.compile(r"\]\([^()\s]*\)(?:\\?\])?$|\([*_]?[A-Z][^()]{1,60}\d[*_]?\)$")
"""A first line that ends with a link, or with a venue in brackets: what follows is no part of its sentence."""


def _line_oriented(text: str, span: Span) -> bool:
    """Whether each line of a paragraph says one thing: some line is nothing but an address, a date or a venue."""
    lines = [text[slice(*line)].strip() for line in _split(text, span)]
    if len(lines) < 2:
        return False
    if _COMPLETE.search(lines[0]):
        return True
    return "](" not in lines[0] and any(
        re.fullmatch(r"<?https?://\S+", line) or is_venue(line) or _is_keyed(line) for line in lines[1:]
    )


def _keyed_lines(text: str, span: Span) -> bool:
    """Whether at least two lines begin with a key that is known: `**Title:** ...`, `**Authors:** ...`."""
    lines = [text[slice(*content_of(text, line))] for line in _split(text, span)]
    return sum(_is_keyed(line) for line in lines) >= 2


def _is_keyed(line: str) -> bool:
    key = KEY.match(line)
    return key is not None and (key_of(key["key"]) is not None or bool(key["open"]))


def _head(text: str, span: Span) -> Unit:
    pieces = Pieces(text, html=False)
    start, end = content_of(text, span)
    key = KEY.match(text, start, end)
    if key and key_of(key["key"]) == "title" and key.end() < end:
        start = key.end()
    found = [token for token in tokens(text, start, end) if token.kind in ("link", "image", "mark", "tag")]
    place = find_title(pieces, found, start, end)
    others(pieces, found, place, end)
    return pieces.unit(*span)
