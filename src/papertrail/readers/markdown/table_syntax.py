"""Tables in Markdown and in HTML: their headings, their rows, and the offsets of their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from papertrail.readers.markdown.classify import key_of
from papertrail.readers.markdown.cursor import NO_REFERENCES, Cursor, Offsets, References
from papertrail.readers.markdown.plain_text import plain

_TAG = re.compile(r"(?is)<(?P<closing>/?)(?P<name>table|thead|tbody|tfoot|tr|th|td)\b(?P<attributes>[^<>]*)>")
_WIDTH = re.compile(r"(?i)\bwidth\s*=\s*[\"']?(\d{1,4})(?:px)?[\"'\s]")
_ALIGN = re.compile(r"(?i)\b(?:text-)?align\s*+[=:]\s*+(?:[\"']\s*+)?+(left|center|right)")
_ROWSPAN = re.compile(r"(?i)(?<!\s)\s++rowspan\s*+=\s*+[\"']?(\d{1,4})[\"']?")
_COLSPAN = re.compile(r"(?i)(?<!\s)\s++colspan\s*+=\s*+[\"']?(\d{1,4})[\"']?")
_RULE = re.compile(r"\s*(:?)-+(:?)\s*")
_COMMENT = re.compile(r"\s*+\[[^\[\]]{1,20}\]:\s*+(?:#|<>)")
_ALIGNS = {(True, False): "left", (True, True): "center", (False, True): "right"}


@dataclass(frozen=True, kw_only=True)
class TableHeading:
    """The heading of a column."""

    text: str
    width: int | None = None
    align: str | None = None
    chars: int | None = None


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """The offsets of a row in the source of its table, and those of its cells from the start of the row."""

    start: int
    end: int
    cells: tuple[Offsets, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A parsed table. The source before its first row and after its last row is its frame."""

    headings: tuple[TableHeading, ...]
    rows: tuple[TableRow, ...]


# Markdown


def without_comment(line: str) -> str:
    """Return a row without the comment after its last pipe: `[//]: # (text)`, which no table shows."""
    before, pipe, last = line.rpartition("|")
    return before + pipe if _COMMENT.match(last) else line


def markdown_cells(line: str) -> tuple[Offsets, ...]:
    """Return the offsets of the cells of a row, without the pipes around them; a comment after them is no cell."""
    line = without_comment(line)
    pipes = [pipe.start() for pipe in re.finditer(r"(?<!\\)\|", line)]
    first = pipes[0] if pipes and not line[: pipes[0]].strip() else -1
    cuts = [first, *(pipe for pipe in pipes if pipe > first)]
    if (cuts and line[cuts[-1] + 1 :].strip()) or len(cuts) == 1:
        cuts.append(len(line))
    return tuple((left + 1, right) for left, right in pairwise(cuts))


def markdown_headings(head: str, rule: str, references: References = NO_REFERENCES) -> tuple[TableHeading, ...]:
    """Return the headings in the first two lines of a table."""
    cursor = Cursor.of(head, references=references)
    texts = [plain(cursor.between(*offsets)) for offsets in markdown_cells(head)]
    rules = [rule[slice(*offsets)] for offsets in markdown_cells(rule)]
    rules += [""] * (len(texts) - len(rules))
    return tuple(
        TableHeading(text=text, align=_align_of(cell), chars=_chars_of(cell))
        for text, cell in zip(texts, rules, strict=False)
    )


def _align_of(rule: str) -> str | None:
    match = _RULE.fullmatch(rule)
    return _ALIGNS.get((bool(match[1]), bool(match[2]))) if match else None


def _chars_of(rule: str) -> int | None:
    """The width of a column, if its rule is padded."""
    return len(rule) - 2 if rule[:1] == rule[-1:] == " " else None


# HTML


@dataclass(frozen=True, slots=True)
class _HtmlCell:
    opening: re.Match[str]
    closing: re.Match[str]
    is_head: bool

    @property
    def offsets(self) -> Offsets:
        """The offsets of its content."""
        return self.opening.end(), self.closing.start()


@dataclass(frozen=True, slots=True)
class _HtmlRow:
    start: int
    end: int | None
    """None if the row is not closed."""
    cells: Sequence[_HtmlCell]
    has_head: bool
    """Whether a head cell opens in it."""

    @property
    def cell_offsets(self) -> tuple[Offsets, ...]:
        """The offsets of the content of its cells, from its start."""
        return tuple((start - self.start, end - self.start) for start, end in (cell.offsets for cell in self.cells))


def html_table(text: str, references: References = NO_REFERENCES) -> Table | None:
    """Parse a table in HTML; None if tables are nested, or if it has no rows. Without a head, headings are empty."""
    tags = list(_TAG.finditer(text))
    rows = [] if _is_nested(tags) else list(map(_row_of, _tags_of_rows(tags)))
    first = _first_body_row(rows)
    cells = [cell for row in rows[: first + 1] for cell in row.cells]
    headings = [_heading(cell, references) for cell in cells if cell.is_head]
    body = [
        TableRow(start=row.start, end=row.end, cells=row.cell_offsets) for row in rows[first:] if row.end is not None
    ]
    if not headings:
        plain_cells = [_heading(cell, references) for cell in cells]
        if len(body) > 1 and len(body[0].cells) == len(plain_cells) and sum(map(_is_key, plain_cells)) > 1:
            headings, body = plain_cells, body[1:]
        else:
            headings = [TableHeading(text="")] * max((len(row.cells) for row in body), default=0)
    return Table(headings=tuple(headings), rows=tuple(body)) if body else None


def without_spans(text: str) -> str | None:
    """Return a table in HTML with the cells that span rows in each of these.

    None if they are in its head, or if it would become more than twice as long.
    """
    tags = list(_TAG.finditer(text))
    rows = [] if _is_nested(tags) else [row for row in map(_row_of, _tags_of_rows(tags)) if row.end is not None]
    if any(cell.is_head and _span(cell, _ROWSPAN) > 1 for row in rows for cell in row.cells):
        return None
    parts: list[str] = []
    position = added = 0
    for start, end, new in _changes(text, rows):
        added += len(new)
        if added > len(text):
            return None
        parts += (text[position:start], new)
        position = end
    return "".join([*parts, text[position:]])


def _changes(text: str, rows: Iterable[_HtmlRow]) -> Iterator[tuple[int, int, str]]:
    """What to write between two offsets: cells without their spans, and in the rows below, these cells."""
    above: dict[int, tuple[int, str]] = {}  # by column: the last row that a cell spans, and its source
    for number, row in enumerate(rows):
        column = 0
        for cell in (*row.cells, None):
            start = cell.opening.start() if cell else text.rfind("<", 0, row.end)
            while column in above and above[column][0] >= number:
                yield start, start, above[column][1]
                column += 1
            if cell and (span := _span(cell, _ROWSPAN)) > 1:
                opening = _ROWSPAN.sub("", cell.opening[0])
                yield start, cell.opening.end(), opening
                content = text[cell.opening.end() : cell.closing.end()]
                above[column] = number + span - 1, opening + " ".join(content.split())
            column += _span(cell, _COLSPAN) if cell else 0


def _span(cell: _HtmlCell, attribute: re.Pattern[str]) -> int:
    span = attribute.search(cell.opening["attributes"])
    return int(span[1]) if span else 1


def _first_body_row(rows: Sequence[_HtmlRow]) -> int:
    """The number of the first row that is closed and no head."""
    has_headings = False
    for number, row in enumerate(rows):
        has_headings = has_headings or any(cell.is_head for cell in row.cells)
        if row.end is not None and not (row.has_head and has_headings):
            return number
    return len(rows)


def _is_nested(tags: Iterable[re.Match[str]]) -> bool:
    depth = 0
    for tag in tags:
        if tag["name"].lower() == "table":
            depth += -1 if tag["closing"] else 1
        if depth > 1:
            return True
    return False


def _tags_of_rows(tags: Iterable[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """The tags of each row, from the one that opens it; the last one may close it."""
    row: list[re.Match[str]] = []
    for tag in tags:
        name = tag["name"].lower()
        if name == "tr" and not tag["closing"]:
            if row:
                yield row
            row = [tag]
        elif row and name in ("tr", "th", "td"):
            row.append(tag)
            if name == "tr":
                yield row
                row = []
    if row:
        yield row


def _row_of(tags: Sequence[re.Match[str]]) -> _HtmlRow:
    cells: list[_HtmlCell] = []
    opening: re.Match[str] | None = None
    has_head = False
    for tag in tags[1:]:
        name = tag["name"].lower()
        if name == "tr":
            return _HtmlRow(tags[0].start(), tag.end(), cells, has_head)
        if not tag["closing"]:
            opening = tag
            has_head = has_head or name == "th"
        elif opening is not None:
            cells.append(_HtmlCell(opening, tag, has_head and name == "th"))
            opening = None
    return _HtmlRow(tags[0].start(), None, cells, has_head)


def _is_key(heading: TableHeading) -> bool:
    return key_of(heading.text) is not None


def _heading(cell: _HtmlCell, references: References) -> TableHeading:
    attributes = cell.opening["attributes"]
    width, align = _WIDTH.search(attributes + " "), _ALIGN.search(attributes)
    return TableHeading(
        text=plain(Cursor.of(cell.opening.string, html=True, references=references).between(*cell.offsets)),
        width=int(width[1]) if width and int(width[1]) else None,
        align=align[1].lower() if align else None,
    )
