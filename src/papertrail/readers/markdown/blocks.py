"""The blocks of a Markdown document with their lines: headings, lists, tables, paragraphs, HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TABLE = re.compile(r"(?i)^[ \t]{0,3}(?:<div[^<>]*>\s*)?<table\b")
_TABLE_END = re.compile(r"(?i)</table\s*>")
_LIST_TAG = re.compile(r"(?i)<(?P<closing>/?)(?:(?P<item>li|dt)|ul|ol|dl)\b[^<>]*>")
_CLOSING_TAG = re.compile(r"[ \t]*+</(\w++)>[ \t]*+")
_MOST_CLOSED = 4
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_KINDS = {"paragraph_open": "paragraph", "html_block": "html", "hr": "rule"}
"""Kinds of blocks by the types of their tokens; lists, tables and headings have content of their own."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block and its lines, the end exclusive; the first line is 0."""

    kind: str
    """`heading`, `list`, `table`, `html-table`, `paragraph`, `html`, `rule`, `other`."""
    start: int
    end: int
    level: int = 0
    """Of a heading, 1 to 6."""
    text: str = ""
    """The source of a heading's text."""
    items: tuple[Item, ...] = ()
    """Of a list its items, of a table in Markdown its rows without the head."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of a list, or a row of a table in Markdown."""

    start: int
    end: int
    lists: tuple[Block, ...] = ()
    """The lists nested in it."""


def blocks_of(text: str) -> list[Block]:
    """Return the top-level blocks of a document, in order, without blank lines."""
    lines = text.split("\n")
    front_matter = _front_matter_end(lines)
    tables = dict(_html_tables(lines))
    blanked = lines.copy()
    for start, end in tables.items():  # in Markdown, a blank line would end an HTML table
        blanked[start:end] = ["<!-- -->"] + [""] * (end - start - 1)
    blanked[:front_matter] = [""] * front_matter
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.disable(["inline", "text_join"], True)
    blocks = _blocks(markdown.parse("\n".join(blanked)), lines)
    split = [part for block in blocks for part in _with_table(block, tables)]
    split = [part for block in split for part in _with_lists(block, lines)]
    return [Block(kind="other", start=0, end=front_matter), *split] if front_matter else split


def _with_table(block: Block, tables: Mapping[int, int]) -> Iterator[Block]:
    """Replace the placeholder of an HTML table with the table and the HTML after it."""
    end = tables.get(block.start)
    if end is None or block.kind != "html":
        yield block
        return
    yield Block(kind="html-table", start=block.start, end=end)
    if block.end > end:
        yield Block(kind="html", start=end, end=block.end)


def _with_lists(block: Block, lines: Sequence[str]) -> Iterator[Block]:
    """Replace HTML with the lists in it, whose items each start a line, and what is between them."""
    start = block.start
    if block.kind == "html":
        for starts, end in _html_lists(block, lines):
            if starts[0] > start:
                yield Block(kind="html", start=start, end=starts[0])
            items = tuple(Item(start=first, end=after) for first, after in pairwise([*starts, end]))
            yield Block(kind="list", start=starts[0], end=end, items=items)
            start = end
    if block.end > start:
        yield replace(block, start=start)


def _html_lists(block: Block, lines: Sequence[str]) -> Iterator[tuple[list[int], int]]:
    """The lines at which the items of each list start, and that after its last item."""
    starts: list[int] = []
    depth = base = 0
    for number in range(block.start, block.end):
        for tag in _LIST_TAG.finditer(lines[number]):
            is_first = not lines[number][: tag.start()].strip()
            if tag["item"] and not tag["closing"] and (not starts or depth == base):
                if not is_first:
                    return
                starts.append(number)
                base = depth
            elif not tag["item"]:
                depth += -1 if tag["closing"] else 1
                if starts and depth < base:
                    if not is_first:
                        return
                    yield starts, number
                    starts = []
    if starts:
        yield starts, block.end


def _front_matter_end(lines: Sequence[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    end = next((n for n, line in enumerate(lines[1:200], 1) if line.rstrip() in ("---", "...")), 0)
    return end + 1 if end and any(":" in line for line in lines[1:end]) else 0


def _html_tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The lines of each HTML table that starts a line and is closed."""
    ends = [number for number, line in enumerate(lines, 1) if _TABLE_END.search(line)]
    position, fence = 0, ""
    while position < len(lines):
        if mark := _FENCE.match(lines[position]):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        elif not fence and _TABLE.match(lines[position]) and (after := bisect_right(ends, position)) < len(ends):
            yield position, ends[after]
            position = ends[after] - 1
        position += 1


def _blocks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Block]:
    for group in _groups(tokens):
        if group[0].type == "blockquote_open" and any(token.type == "list_item_open" for token in group):
            yield from _blocks(group[1:-1], lines)
        elif group[0].map is not None and group[0].type != "inline":
            start, end = group[0].map
            yield _block(group, lines, start, _end_without_blank_lines(lines, start, end))


def _groups(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens from each that opens a block to the one that closes it."""
    start = depth = 0
    for number, token in enumerate(tokens, 1):
        depth += token.nesting
        if depth == 0:
            yield tokens[start:number]
            start = number


def _block(tokens: Sequence[Token], lines: Sequence[str], start: int, end: int) -> Block:
    match tokens[0].type:
        case "heading_open":
            return Block(kind="heading", start=start, end=end, level=int(tokens[0].tag[1]), text=tokens[1].content)
        case "bullet_list_open" | "ordered_list_open":
            return Block(kind="list", start=start, end=end, items=tuple(_items(tokens[1:-1], lines)))
        case "table_open":
            rows = [token.map[0] for token in tokens if token.type == "tr_open" and token.map][1:]
            return Block(kind="table", start=start, end=end, items=tuple(Item(start=n, end=n + 1) for n in rows))
        case kind:
            return Block(kind=_KINDS.get(kind, "other"), start=start, end=end)


def _items(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Item]:
    for group in _groups(tokens):
        if group[0].type == "list_item_open" and group[0].map:
            start, end = group[0].map
            nested = tuple(block for block in _blocks(group[1:-1], lines) if block.kind == "list")
            yield Item(start=start, end=_end_without_blank_lines(lines, start, end), lists=nested)


def _end_without_blank_lines(lines: Sequence[str], start: int, end: int) -> int:
    """The end without blank lines, and without a few tags that close what was opened before the block."""
    end = min(end, len(lines))
    for _ in range(_MOST_CLOSED):
        while end > start + 1 and not lines[end - 1].strip():
            end -= 1
        closing = _CLOSING_TAG.fullmatch(lines[end - 1]) if end > start + 1 else None
        if closing is None or any(f"<{closing[1]}" in line for line in lines[start:end]):
            break
        end -= 1
    return end
