"""An entry in a list item or a paragraph: its title, venue, authors, links and remarks, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from papertrail.readers.markdown.after_title import read_rest
from papertrail.readers.markdown.classify import is_venue, key_of
from papertrail.readers.markdown.cursor import NO_REFERENCES, Cursor, References
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.markers import BULLET, HTML_ITEM, KEY, QUOTED, content_of
from papertrail.readers.markdown.nested_lines import read_nested
from papertrail.readers.markdown.pieces import ParsedEntry, Unit, as_unit
from papertrail.readers.markdown.title import read_title
from papertrail.readers.markdown.trimming import clean, without_last

_FENCE = re.compile(r"\s*(?:```|~~~)")
_BARE_URL = re.compile(r"<?https?://\S+")
_COMPLETE = re.compile(r"\]\([^()\s]*\)(?:\\?\])?$|\([*_]?[A-Z][^()]{1,60}\d[*_]?\)$")
"""A first line that ends with a link, or with a venue in brackets: the next line does not continue its sentence."""


def read_entry(text: str, references: References = NO_REFERENCES) -> ParsedEntry:
    """Read an entry: a list item with its nested lines, or a paragraph with the bullets after it."""
    is_html = HTML_ITEM.match(text) is not None
    first, *rest = blocks_in(Cursor.of(text, html=is_html, references=references))
    if _is_line_oriented(first):
        first, *lines = lines_in(first)
        head = _read_head(first)
        known = _kinds(head)
        units = [head, *(_read_nested(line, known, number) for number, line in enumerate(lines, 1))]
    else:
        units = [_read_head(first)]
    known = {kind for unit in units for kind in _kinds(unit)}
    for number, line in enumerate(lines_after(rest), 1):
        units.append(_read_nested(line, known, number))
        known |= _kinds(units[-1])
    return ParsedEntry(text=text, units=tuple(units), html=is_html, references=references)


def _kinds(unit: Unit) -> set[str]:
    return {piece.kind for piece in unit.pieces}


def _read_nested(line: Cursor, known: Set[str], number: int) -> Unit:
    """A line after the first; `known` are the kinds of the pieces before it."""
    content = content_of(line)
    return as_unit(line, read_nested(clean(content) if line.html else content, number, known))


def _read_head(line: Cursor) -> Unit:
    cursor = content_of(line)
    key = cursor.match(KEY)
    if key and key_of(key["key"]) == "title" and key.end() < cursor.end:
        cursor = cursor.at(key.end())
    return as_unit(line, read_rest(read_title(EntryLine.of(cursor))).pieces)


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
