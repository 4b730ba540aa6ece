"""The blocks of a Markdown document with the lines that they stand on: headings, lists, tables, paragraphs, HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TABLE = re.compile(r"(?i)^[ \t]{0,3}(?:<div[^<>]*>\s*)?<table\b")
_TABLE_END = re.compile(r"(?i)</table\s*>")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block and the lines that it stands on, the end exclusive; the first line is 0."""

    kind: str
    """`heading`, `list`, `table`, `html-table`, `paragraph`, `html`, `rule`, `other`."""
    start: int
    end: int
    level: int = 0
    """Of a heading, 1 to 6."""
    text: str = ""
    """The source of a heading's text."""
    items: tuple[Item, ...] = ()
    """Of a list its items, of a table in Markdown its rows below the head."""
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of a list, or a row of a table in Markdown."""

    start: int
    end: int
    lists: tuple[Block, ...] = field(default=())
    """The lists nested in it."""


def blocks_of(text: str) -> list[Block]:
    """The blocks at the top of a document, in order, without blank lines."""
    lines = text.split("\n")
    tables = list(_html_tables(lines))
    blanked = lines.copy()
    for start, end in tables:  # HTML tables are ours to read: a blank line would end one for Markdown
        blanked[start:end] = ["<!-- -->"] + [""] * (end - start - 1)
    # A front matter is settings of some program, not Markdown.
    front = _front_matter(lines)
    blanked[:front] = [""] * front
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.disable(["inline", "text_join"], True)
    starts = dict(tables)
    found = [Block(kind="other", start=0, end=front)] if front else []
    for block in _blocks(markdown.parse("\n".join(blanked)), lines):
        if block.start in starts and block.kind == "html":
            found.append(Block(kind="html-table", start=block.start, end=starts[block.start]))
            if block.end > starts[block.start]:
                found.append(Block(kind="html", start=starts[block.start], end=block.end))
        else:
            found.append(block)
    return found


def _front_matter(lines: list[str]) -> int:
    if not lines or lines[0].rstrip() != "---":
        return 0
    end = next((n for n, line in enumerate(lines[1:200], 1) if line.rstrip() in ("---", "...")), 0)
    return end + 1 if end and any(":" in line for line in lines[1:end]) else 0


def _html_tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The lines of each table in HTML that begins a line and is closed."""
    place, fence = 0, ""
    while place < len(lines):
        line = lines[place]
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        elif not fence and _TABLE.match(line):
            end = next((n for n in range(place, len(lines)) if _TABLE_END.search(lines[n])), None)
            if end is not None:
                yield place, end + 1
                place = end
        place += 1


def _blocks(tokens: list[Token], lines: list[str], level: int = 0) -> Iterator[Block]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        close = place
        if token.nesting == 1:
            depth = 0
            for close in range(place, len(tokens)):
                depth += tokens[close].nesting
                if depth == 0:
                    break
        if token.map is not None and token.type != "inline":
            start, end = token.map[0], _trimmed(lines, *token.map)
            yield _block(token, tokens[place : close + 1], lines, start, end)
        place = close + 1


def _block(token: Token, tokens: list[Token], lines: list[str], start: int, end: int) -> Block:
    match token.type:
        case "heading_open":
            return Block(kind="heading", start=start, end=end, level=int(token.tag[1]), text=tokens[1].content)
        case "bullet_list_open" | "ordered_list_open":
            items = tuple(_items(tokens[1:-1], lines))
            return Block(kind="list", start=start, end=end, items=items, ordered=token.type[0] == "o")
        case "table_open":
            body = [t for t in tokens if t.type == "tr_open" and t.map]
            rows = tuple(Item(start=t.map[0], end=t.map[0] + 1) for t in body[1:] if t.map)
            return Block(kind="table", start=start, end=end, items=rows)
        case "paragraph_open":
            return Block(kind="paragraph", start=start, end=end)
        case "html_block":
            return Block(kind="html", start=start, end=end)
        case "hr":
            return Block(kind="rule", start=start, end=end)
        case _:
            return Block(kind="other", start=start, end=end)


def _items(tokens: list[Token], lines: list[str]) -> Iterator[Item]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        depth, close = 0, place
        for close in range(place, len(tokens)):
            depth += tokens[close].nesting
            if depth == 0:
                break
        if token.type == "list_item_open" and token.map:
            below = tuple(block for block in _blocks(tokens[place + 1 : close], lines) if block.kind == "list")
            yield Item(start=token.map[0], end=_trimmed(lines, *token.map), lists=below)
        place = close + 1


def _trimmed(lines: list[str], start: int, end: int) -> int:
    """The end of a block without the blank lines behind it."""
    end = min(end, len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return end
