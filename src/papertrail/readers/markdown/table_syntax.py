"""Tables in Markdown and in HTML: their headings, their rows, and the cells' places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from papertrail.readers.markdown.classify import key_of
from papertrail.readers.markdown.tokens import Span, plain

_TAG = re.compile(r"(?is)<(/?)(table|thead|tbody|tfoot|tr|th|td)\b([^<>]*)>")
_WIDTH = re.compile(r"(?i)\bwidth\s*=\s*[\"']?(\d{1,4})(?:px)?[\"'\s]")
_ALIGN = re.compile(r"(?i)\b(?:text-)?align\s*[=:]\s*[\"']?\s*(left|center|right)")
_RULE = re.compile(r"\s*(:?)-+(:?)\s*")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The head of a column."""

    text: str
    width: int | None = None
    align: str | None = None
    chars: int | None = None
    hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: its place in the table's text, and that of what is in each of its cells, from the row's beginning."""

    start: int
    end: int
    cells: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table's text taken apart: what stands before the first row, and after the last, is its frame."""

    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


def markdown_cells(line: str) -> tuple[Span, ...]:
    """The places of the cells of a row, without the pipes around them."""
    pipes = [found.start() for found in re.finditer(r"(?<!\\)\|", line)]
    first = pipes[0] if pipes and not line[: pipes[0]].strip() else -1
    cuts = [first, *(pipe for pipe in pipes if pipe > first)]
    if (cuts and line[cuts[-1] + 1 :].strip()) or len(cuts) == 1:
        cuts.append(len(line))
    return tuple((one + 1, two) for one, two in pairwise(cuts))


def markdown_headings(head: str, rule: str) -> tuple[Heading, ...]:
    """The headings that the first two lines of a table give."""
    texts = [plain(head[slice(*span)]) for span in markdown_cells(head)]
    aligns, chars = [], []
    for span in markdown_cells(rule):
        cell = rule[slice(*span)]
        chars.append(len(cell) - 2 if cell[:1] == cell[-1:] == " " else None)
        found = _RULE.fullmatch(cell)
        ends = (bool(found[1]), bool(found[2])) if found else (False, False)
        aligns.append({(True, False): "left", (True, True): "center", (False, True): "right"}.get(ends))
    aligns += [None] * len(texts)
    chars += [None] * len(texts)
    return tuple(
        Heading(text=text, align=align, chars=size) for text, align, size in zip(texts, aligns, chars, strict=False)
    )


def html_table(text: str) -> Table | None:
    """A table in HTML, or None where tables are nested, or where it has no rows."""
    rows: list[Row] = []
    heads: list[Heading] = []
    first: list[Heading] = []  # what the first row would be as a head
    row_start: int | None = None
    cell_start: int | None = None
    attributes = ""
    cells: list[Span] = []
    header = False
    depth = 0
    for tag in _TAG.finditer(text):
        closing, name = bool(tag[1]), tag[2].lower()
        if name == "table":
            depth += -1 if closing else 1
            if depth > 1:
                return None
        elif name == "tr" and not closing:
            row_start, cells, header, cell_start = tag.start(), [], False, None
        elif name in ("th", "td") and not closing and row_start is not None:
            cell_start, attributes = tag.end(), tag[3]
            header = header or (name == "th" and not rows)
        elif name in ("th", "td") and closing and cell_start is not None and row_start is not None:
            cells.append((cell_start, tag.start()))
            if not rows:
                (heads if header and name == "th" else first).append(
                    _heading(attributes, text[cell_start : tag.start()])
                )
            cell_start = None
        elif name == "tr" and closing and row_start is not None:
            if not header or not heads:
                spans = tuple((one - row_start, two - row_start) for one, two in cells)
                rows.append(Row(start=row_start, end=tag.end(), cells=spans))
            row_start = None
    if not heads and len(rows) > 1 and len(rows[0].cells) == len(first) and sum(map(_is_key, first)) > 1:
        heads, rows = first, rows[1:]  # a head of plain cells
    return Table(headings=tuple(heads), rows=tuple(rows)) if rows else None


def _is_key(heading: Heading) -> bool:
    return key_of(heading.text) is not None


def _heading(attributes: str, content: str) -> Heading:
    width, align = _WIDTH.search(attributes + " "), _ALIGN.search(attributes)
    return Heading(
        text=plain(content, html=True),
        width=int(width[1]) if width and int(width[1]) else None,
        align=align[1].lower() if align else None,
        hidden="data-hidden" in attributes,
    )
