"""The blocks and lines of an entry in a list item or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from papertrail.readers.markdown.classify import is_venue, key_of
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.markers import BULLET, HTML_ITEM, KEY, QUOTED, content_of
from papertrail.readers.markdown.trimming import without_last

_FENCE = re.compile(r"\s*(?:```|~~~)")
_BARE_URL = re.compile(r"<?https?://\S+")
_COMPLETE = re.compile(r"\]\([^()\s]*\)(?:\\?\])?$|\([*_]?[A-Z][^()]{1,60}\d[*_]?\)$")
"""A first line that ends with a link, or with a venue in brackets: the next line does not continue its sentence."""


def lines_of(entry: Cursor) -> list[Cursor]:
    """Return the lines of an entry; lines that continue one another are one."""
    first, *rest = blocks_in(entry)
    return [*(lines_in(first) if _is_line_oriented(first) else [first]), *lines_after(rest)]


def lines_after(blocks: Iterable[Cursor]) -> Iterator[Cursor]:
    """Yield the blocks after the first one; the lines of one with keys are apart."""
    for block in blocks:
        yield from lines_in(block) if _has_keyed_lines(block) else [block]


def blocks_in(entry: Cursor) -> Iterator[Cursor]:
    """Yield the first block, and each bullet nested in it, with the lines that continue it.

    A blank line, a quotation and a code fence end the block before them.
    """
    start = position = 0
    blank = fenced = False
    ignored = "> \t" if QUOTED.match(entry.text) else None
    for number, line in enumerate(entry.text.split("\n")):
        fence = _FENCE.match(line)
        breaks = blank or BULLET.match(line) or QUOTED.match(line) or fence or (entry.html and HTML_ITEM.match(line))
        if number and line.strip(ignored) and breaks and not fenced:
            yield without_last(entry.between(start, position), "\n")
            start = position
        fenced = fenced != bool(fence)
        blank = not line.strip(ignored)
        position += len(line) + 1
    yield without_last(entry.at(start), "\n")


def lines_in(block: Cursor) -> Iterator[Cursor]:
    """Yield the lines that are not blank."""
    position = block.start
    for line in block.source.split("\n"):
        if line.strip():
            yield block.between(position, position + len(line))
        position += len(line) + 1


def _is_line_oriented(block: Cursor) -> bool:
    """Whether each line of a block is about one thing, and none continues the line before it."""
    return _has_keyed_lines(block) or (not block.match(BULLET) and _has_complete_lines(block))


def _has_keyed_lines(block: Cursor) -> bool:
    """Whether at least two lines begin with a known or an emphasised key: `**Title:** ...`, `**Authors:** ...`."""
    return sum(_is_keyed(content_of(line).source) for line in lines_in(block)) >= 2


def _has_complete_lines(block: Cursor) -> bool:
    """Whether the first line is complete, or another line is only a URL, a venue or a key with its value."""
    first, *rest = [line.source.strip() for line in lines_in(block)] or [""]
    if not rest:
        return False
    if _COMPLETE.search(first):
        return True
    return "](" not in first and any(_BARE_URL.fullmatch(line) or is_venue(line) or _is_keyed(line) for line in rest)


def _is_keyed(line: str) -> bool:
    key = KEY.match(line)
    return key is not None and (key_of(key["key"]) is not None or bool(key["open"]))
