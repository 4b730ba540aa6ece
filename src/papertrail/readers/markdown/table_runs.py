"""The entries of a table in Markdown or HTML, and its columns as the topic tree says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from papertrail.core import Column
from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.document import Found, Run, text_of_lines
from papertrail.readers.markdown.is_work import is_list_table
from papertrail.readers.markdown.pieces import Reading, paper_of
from papertrail.readers.markdown.table_cells import read_row
from papertrail.readers.markdown.table_columns import Column as Cell
from papertrail.readers.markdown.table_columns import columns_of
from papertrail.readers.markdown.table_syntax import Heading, html_table, markdown_cells, markdown_headings
from papertrail.readers.markdown.tokens import is_tame
from papertrail.text.patterns import ENTRIES


def markdown_table_runs(block: Block, lines: Sequence[str]) -> Iterator[Run]:
    """The entries of a table in Markdown: a run for each group that rows of a single word or year make."""
    headings = markdown_headings(lines[block.start], lines[block.start + 1])
    if not all(is_tame(lines[item.start]) for item in block.items):
        return
    spans = [markdown_cells(lines[item.start]) for item in block.items]
    sources = [[lines[item.start][slice(*span)] for span in row] for item, row in zip(block.items, spans, strict=True)]
    columns = columns_of([heading.text for heading in headings], sources)
    head = text_of_lines(lines, block.start, block.start + 2) + "\n"
    groups: list[tuple[str | None, list[Found]]] = [(None, [])]
    for item, row in zip(block.items, spans, strict=True):
        reading = read_row(lines[item.start], row, columns, html=False)
        if _is_group(reading):
            groups.append((reading.pieces[0].text, []))
        elif (paper := paper_of(reading)) is not None:
            groups[-1][1].append(Found(reading=reading, paper=paper, start=item.start, end=item.start + 1))
    if not is_list_table([entry.paper for _, found in groups for entry in found], columns):
        return
    for place, (label, entries) in enumerate(groups):
        if not entries:
            continue
        found = _whole(entries, lines)
        first = place == 0 and found[0].start == block.start + 2
        yield Run(
            style="markdown-table", start=block.start if first else found[0].start, end=found[-1].end,
            entries=tuple(found), columns=_model_columns(headings, columns, found),
            frame=(head if first else "") + ENTRIES, topic=(label,) if label else (),
        )  # fmt: skip


def _whole(found: list[Found], lines: Sequence[str]) -> list[Found]:
    """Rows that say nothing go with the one before them."""
    result = []
    for entry, after in zip_longest(found, found[1:]):
        end = after.start if after else entry.end
        text = text_of_lines(lines, entry.start, end)
        result.append(replace(entry, end=end, reading=replace(entry.reading, text=text)))
    return result


def _is_group(reading: Reading) -> bool:
    """Whether a row only names those below it: a year or a word in one cell, and nothing in the others."""
    pieces = reading.pieces
    return len(reading.units) > 1 and len(pieces) == 1 and pieces[0].url is None and len(pieces[0].text.split()) <= 4


def html_table_runs(block: Block, lines: Sequence[str]) -> Iterator[Run]:
    """The entries of a table in HTML."""
    text = text_of_lines(lines, block.start, block.end)
    table = html_table(text)
    if table is None or not table.headings or re.search(r"(?i)\browspan\s*=\s*[\"']?[2-9]", text):
        return  # a cell that stands for several rows belongs to none of them
    if not all(is_tame(text[row.start : row.end]) for row in table.rows):
        return
    sources = [[text[row.start + a : row.start + b] for a, b in row.cells] for row in table.rows]
    columns = columns_of([heading.text for heading in table.headings], sources)
    found: list[Found] = []
    for number, row in enumerate(table.rows):
        last = number + 1 == len(table.rows)
        source = text[row.start : row.end if last else table.rows[number + 1].start]
        reading = read_row(source, row.cells, columns, html=True)
        if (paper := paper_of(reading)) is None:
            return
        start = block.start + text.count("\n", 0, row.start)
        found.append(Found(reading=reading, paper=paper, start=start, end=start + source.rstrip().count("\n") + 1))
    if not is_list_table([entry.paper for entry in found], columns):
        return
    frame = text[: table.rows[0].start] + ENTRIES + text[table.rows[-1].end :]
    yield Run(
        style="html-table", start=block.start, end=block.end, entries=tuple(found),
        columns=_model_columns(table.headings, columns, found), frame=frame,
    )  # fmt: skip


_FIELDS = {
    "title": "name", "venue": "venue", "year": "year", "authors": "authors", "institution": "institutions",
    "link": "links", "remark": "remarks", "keyword": "keywords",
}  # fmt: skip


def _model_columns(
    headings: Sequence[Heading], columns: Sequence[Cell], entries: Sequence[Found]
) -> tuple[Column, ...]:
    """The columns as the topic tree says them: each field in one column, further columns of links by their label."""
    links = [n for n, column in enumerate(columns) if column.kind == "link"]
    labels = {n: _label_of(n, entries) for n in links} if len(links) > 1 else {}
    fields = _FIELDS | ({"title": "title", "name": "name"} if "name" in {c.kind for c in columns} else {})
    taken: set[str] = set()
    found = []
    for n, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        name = column.key if column.kind == "custom" else fields[column.kind]
        if labels.get(n):
            name = f"link {labels[n]}"
        if name in taken:
            name = column.key if column.kind != "link" else f"link {column.heading or n}"
        taken.add(name)
        found.append(
            Column(field=name, header=heading.text, width=heading.width, align=heading.align, chars=heading.chars)
        )
    return tuple(found)


def _label_of(place: int, entries: Sequence[Found]) -> str | None:
    """The label that the links of a column mostly bear."""
    labels = [
        piece.text
        for entry in entries
        if place < len(entry.reading.units)
        for piece in entry.reading.units[place].pieces
        if piece.kind == "link"
    ]
    return max(sorted(set(labels)), key=labels.count) if labels else None


def cells_of(columns: Sequence[Column]) -> tuple[Cell, ...]:
    """The columns of a topic as rows are read by."""
    kinds = {name: kind for kind, name in _FIELDS.items()} | {"title": "title", "date": "year"}
    if any(column.field == "title" for column in columns):
        kinds["name"] = "name"
    return tuple(
        Cell(
            heading=column.header,
            kind="link" if column.field.startswith("link ") else kinds.get(column.field, "custom"),
            key=column.field,
        )
        for column in columns
    )
