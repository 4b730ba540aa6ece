"""The entries of a table, and its columns as the topic tree has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from papertrail.core import Column
from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.classify import key_of
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource, Run
from papertrail.readers.markdown.induction.cells import read_columns
from papertrail.readers.markdown.is_work import is_list_table
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.pieces import ParsedEntry
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.table_cells import CellReader, Row, read_row
from papertrail.readers.markdown.table_columns import TableColumn, columns_of, is_mixed
from papertrail.readers.markdown.table_syntax import (
    TableHeading,
    TableRow,
    html_table,
    markdown_cells,
    markdown_headings,
    without_spans,
)
from papertrail.readers.markdown.tokens import is_within_limits
from papertrail.text.patterns import ENTRIES

_COLSPAN = re.compile(r"(?i)\bcolspan\s*=\s*[\"']?[1-9]")
_REPEATED = "the table has cells that span rows; each of their rows gets its own"
_FIELDS = {
    "title": "name", "venue": "venue", "year": "year", "authors": "authors", "institution": "institutions",
    "link": "links", "remark": "remarks", "keyword": "keywords",
}  # fmt: skip


# Markdown


def markdown_table_runs(source: DocumentSource, block: Block) -> Iterator[Run]:
    """Yield the entries of a table in Markdown, a run for each group of rows."""
    lines = source.lines
    headings = markdown_headings(lines[block.start], lines[block.start + 1], source.references)
    if not all(is_within_limits(lines[item.start]) for item in block.items):
        return
    if _is_of_keys(source, block):
        return
    columns, read_mixed = _columns(headings, [_row(source, item.start) for item in block.items])
    groups = _groups(source, block, columns, read_mixed)
    if not is_list_table([entry.paper for _, entries in groups for entry in entries], columns):
        return
    for number, (label, entries) in enumerate(groups):
        if not entries:
            continue
        has_head = number == 0 and entries[0].start == block.start + 2
        entries = _with_empty_rows(source, entries)
        yield Run(
            style="markdown-table", start=block.start if has_head else entries[0].start, end=entries[-1].end,
            entries=tuple(entries), columns=_topic_columns(headings, columns, entries),
            frame=(source.text(block.start, block.start + 2) + "\n" if has_head else "") + ENTRIES,
            topic=(label,) if label else (),
        )  # fmt: skip


def _is_of_keys(source: DocumentSource, block: Block) -> bool:
    """Whether a table describes one thing: its first column has keys such as `Authors`."""
    lines = [source.lines[number] for number in (block.start, *(item.start for item in block.items))]
    cells = [line[slice(*offsets[0])] for line in lines if len(offsets := markdown_cells(line)) == 2]
    return len(cells) > 1 and sum(key_of(source.plain(cell)) is not None for cell in cells) * 2 > len(cells)


def _row(source: DocumentSource, line: int) -> Row:
    row = Cursor.of(source.lines[line], references=source.references)
    return row, markdown_cells(row.text)


def _groups(
    source: DocumentSource, block: Block, columns: Sequence[TableColumn], read_mixed: CellReader
) -> list[tuple[str | None, list[DocumentEntry]]]:
    """The rows, grouped by the rows between them that only hold a name."""
    groups: list[tuple[str | None, list[DocumentEntry]]] = [(None, [])]
    for item in block.items:
        if "|" not in source.lines[item.start]:  # a line of text, which GitHub shows as a row
            groups.append((None, []))
            continue
        parsed = read_row(*_row(source, item.start), columns, read_mixed)
        if _is_group(parsed):
            groups.append((parsed.pieces[0].text, []))
        elif (paper := paper_of(parsed)) is not None:
            groups[-1][1].append(DocumentEntry(parsed=parsed, paper=paper, start=item.start, end=item.start + 1))
    return groups


def _is_group(parsed: ParsedEntry) -> bool:
    """Whether a row only names the rows after it: a year or a few words in one cell, and nothing in the others."""
    pieces = parsed.pieces
    return len(parsed.units) > 1 and len(pieces) == 1 and pieces[0].url is None and len(pieces[0].text.split()) <= 4


def _with_empty_rows(source: DocumentSource, entries: Sequence[DocumentEntry]) -> list[DocumentEntry]:
    """Rows without text belong to the one before them."""
    extended = []
    for entry, after in zip_longest(entries, entries[1:]):
        end = after.start if after else entry.end
        parsed = replace(entry.parsed, text=source.text(entry.start, end))
        extended.append(replace(entry, end=end, parsed=parsed))
    return extended


# HTML


def html_table_runs(source: DocumentSource, block: Block) -> Iterator[Run]:
    """Yield the entries of a table in HTML."""
    text = without_spans(source.text_of(block)) or ""
    table = html_table(text, source.references)
    if table is None:
        return
    groups = _html_groups(text, table.rows)
    rows = [row for _, of_group in groups for row in of_group]
    if not all(is_within_limits(text[row.start : row.end]) for row in rows):
        return
    cursor = Cursor.of(text, html=True, references=source.references)
    cells = [[(row.start + start, row.start + end) for start, end in row.cells] for row in rows]
    columns, read_mixed = _columns(table.headings, [(cursor, offsets) for offsets in cells])
    read = [_html_rows(cursor, of_group, columns, read_mixed, block.start) for _, of_group in groups]
    papers = [entry.paper for of_group in read for entry in of_group]
    if len(papers) < len(rows) or not is_list_table(papers, columns):
        return
    read[0][0] = _with_doubt(read[0][0], _REPEATED, is_doubtful=text != source.text_of(block))
    for (label, of_group), own in zip(groups, read, strict=True):
        first, last = of_group[0], of_group[-1]
        start, first_line = (text.rfind("\n", 0, first.start) + 1, own[0].start) if label else (0, block.start)
        end, last_line = (len(text), block.end) if last is rows[-1] else (text.find("\n", last.end), own[-1].end)
        yield Run(
            style="html-table", start=first_line, end=last_line, entries=tuple(own), topic=(label,) if label else (),
            columns=_topic_columns(table.headings, columns, own),
            frame=text[start : first.start] + ENTRIES + text[last.end : end],
        )  # fmt: skip


def _with_doubt(entry: DocumentEntry, doubt: str, *, is_doubtful: bool) -> DocumentEntry:
    parsed = entry.parsed
    return replace(entry, parsed=replace(parsed, doubts=(*parsed.doubts, doubt))) if is_doubtful else entry


def _html_groups(text: str, rows: Sequence[TableRow]) -> list[tuple[str, list[TableRow]]]:
    """The rows, grouped by the rows between them that have only one cell, across columns, with a name.

    One group if other rows are on the lines of these.
    """
    groups: list[tuple[str, list[TableRow]]] = [("", [])]
    for row in rows:
        source = text[row.start : row.end]
        name = plain(Cursor.of(source, html=True)) if len(row.cells) == 1 and _COLSPAN.search(source) else ""
        if name and "href" not in source:
            if not _has_own_lines(text, row):
                return [("", [*rows])]
            groups.append((name, []))
        else:
            groups[-1][1].append(row)
    return [group for group in groups if group[1]]


def _has_own_lines(text: str, row: TableRow) -> bool:
    before, after = text[text.rfind("\n", 0, row.start) + 1 : row.start], text[row.end :].partition("\n")[0]
    return not (before + after).strip()


def _html_rows(
    text: Cursor, rows: Sequence[TableRow], columns: Sequence[TableColumn], read_mixed: CellReader, first_line: int
) -> list[DocumentEntry]:
    entries = []
    start, counted = first_line, 0
    for row, after in zip_longest(rows, rows[1:]):
        start += text.text.count("\n", counted, row.start)
        counted = row.start
        source = text.text[row.start : after.start if after else row.end]
        parsed = read_row(text.over(source), row.cells, columns, read_mixed)
        if (paper := paper_of(parsed)) is not None:
            end = start + source.rstrip().count("\n") + 1
            entries.append(DocumentEntry(parsed=parsed, paper=paper, start=start, end=end))
    return entries


# Columns


def _columns(headings: Sequence[TableHeading], rows: Sequence[Row]) -> tuple[tuple[TableColumn, ...], CellReader]:
    """The columns of a table, and what reads their cells that may hold any parts of an entry."""
    columns = columns_of([heading.text for heading in headings], rows)
    return columns, read_columns(rows, columns)


def _topic_columns(
    headings: Sequence[TableHeading], columns: Sequence[TableColumn], entries: Sequence[DocumentEntry]
) -> tuple[Column, ...]:
    """The columns as the topic tree has them: each field in one column, further columns of links by their label."""
    fields = _FIELDS | ({"title": "title", "name": "name"} if any(c.kind == "name" for c in columns) else {})
    links = [number for number, column in enumerate(columns) if column.kind == "link"]
    labels = {number: _label_of(number, entries) for number in links} if len(links) > 1 else {}
    names: list[str] = []
    for number, column in enumerate(columns):
        name = column.key if column.kind in ("custom", "mixed") else fields[column.kind]
        if labels.get(number):
            name = f"link {labels[number]}"
        if name in names:
            name = column.key if column.kind != "link" else f"link {column.heading or number}"
        names.append(name)
    return tuple(
        Column(field=name, header=heading.text, width=heading.width, align=heading.align, chars=heading.chars)
        for name, heading in zip(names, headings, strict=True)
    )


def _label_of(number: int, entries: Sequence[DocumentEntry]) -> str | None:
    """The label that most links of a column have."""
    units = [entry.parsed.units[number] for entry in entries if number < len(entry.parsed.units)]
    labels = [piece.text for unit in units for piece in unit.pieces if piece.kind == "link"]
    return max(sorted(set(labels)), key=labels.count) if labels else None


def table_columns(columns: Sequence[Column]) -> tuple[TableColumn, ...]:
    """Return the columns of a topic in the form for reading rows."""
    kinds = {field: kind for kind, field in _FIELDS.items()} | {"title": "title", "date": "year"}
    if any(column.field == "title" for column in columns):
        kinds["name"] = "name"
    return tuple(
        TableColumn(
            heading=column.header,
            kind="link" if column.field.startswith("link ") else kinds.get(column.field, _other_kind(column)),
            key=column.field,
        )
        for column in columns
    )


def _other_kind(column: Column) -> str:
    return "mixed" if is_mixed(column.header) else "custom"
