"""A hand-written list in Markdown: its entries, the topics that they stand under, and everything around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from papertrail.core import Column, Paper
from papertrail.core.prose_marker import MARKER, marker
from papertrail.readers.entry import NotAList
from papertrail.readers.markdown.blocks import Block, blocks_of
from papertrail.readers.markdown.document import Document, Run, lines_of, topic_name
from papertrail.readers.markdown.entry import read_entry
from papertrail.readers.markdown.headings import file_title, filed, headings_of, joined, title_above
from papertrail.readers.markdown.list_runs import Items, essays_in, items_of_list, list_runs
from papertrail.readers.markdown.paragraph_runs import QUIET, paragraph_runs
from papertrail.readers.markdown.pieces import paper_of
from papertrail.readers.markdown.table_cells import read_row
from papertrail.readers.markdown.table_runs import cells_of, html_table_runs, markdown_table_runs
from papertrail.readers.markdown.table_syntax import html_table, markdown_cells
from papertrail.readers.markdown.tokens import plain, references_of


def read_document(text: str, name: str, *, named: str | None = None) -> Document:
    """Read a document. `name` is that of its file, `named` what the list is to be called.

    Raises `NotAList` for one without entries.
    """
    if found := MARKER.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotAList(f"line {line} is already a place for papers; render the list first, and import what that gives")
    with references_of(text):
        return _read(text, name, named)


def _read(text: str, name: str, named: str | None) -> Document:
    lines = text.split("\n")
    blocks = blocks_of(text)
    items = {block.start: items_of_list(block.items, lines) for block in blocks if block.kind == "list"}
    runs = list(joined(_runs(blocks, lines, items), lines))
    if (essays := essays_in(blocks, items)) > sum(len(run.entries) for run in runs):
        raise NotAList(
            f"its lists are prose: {essays} items are sentences about works, often about several at once, and no "
            "record could say what they say; keep it as a page of the site"
        )
    if not runs or not _has_evidence(runs):
        raise NotAList(
            "no entries of a reading list were found: no table, list or paragraphs that give works with links, venues "
            "or authors"
        )
    named = topic_name(named) if named else None
    otherwise = named or title_above(blocks, lines, runs[0].start) or file_title(name)
    title, placed, decisions = filed(runs, blocks, lines, otherwise)
    return Document(
        name=named or title,
        runs=placed,
        prose=_prose(lines, placed),
        headings=headings_of(placed, blocks),
        lines=tuple(lines_of(text)),
        kinds=_kinds(lines, blocks, placed)[: len(lines_of(text))],
        decisions=tuple(decisions),
    )


def _has_evidence(runs: Sequence[Run]) -> bool:
    """Whether there are works beyond doubt: a page with two links in a list is not yet a reading list."""
    papers = [entry.paper for run in runs for entry in run.entries]
    return len(papers) > 3 or any(
        p.venues or p.authors or p.date or p.arxiv or p.dois or p.remarks or len(p.links) > 1
        or len(p.full_title.split()) > 2
        for p in papers
    )  # fmt: skip


def _runs(blocks: Sequence[Block], lines: Sequence[str], items: Mapping[int, Items]) -> Iterator[Run]:
    """The runs in order. A block that holds no entries ends one; `items` are those of each list by its first line."""
    paragraphs = paragraph_runs(blocks, lines)
    skip = -1
    quiet = False
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            quiet = bool(QUIET.search(plain(block.text)))
        if block.start < skip:
            continue
        if number in paragraphs:
            found = paragraphs[number]
            skip = found.end
            yield found
        elif quiet:
            continue
        elif block.kind == "table":
            yield from markdown_table_runs(block, lines)
        elif block.kind == "html-table":
            yield from html_table_runs(block, lines)
        elif block.kind == "list":
            yield from list_runs(block, lines, items[block.start])


def read_again(raw: str, style: str, columns: Sequence[Column]) -> Paper | None:
    """The paper that an entry's spelling gives, read on its own as an entry of a style; None where it gives none."""
    if style == "markdown-table":
        line = next((line for line in raw.split("\n") if re.search(r"\w", line)), raw)
        return paper_of(read_row(line, markdown_cells(line), cells_of(columns), html=False))
    if style == "html-table":
        table = html_table(raw)
        if (
            table is None
            or len(table.rows) != 1
            or raw[: table.rows[0].start].strip()
            or raw[table.rows[0].end :].strip()
        ):
            return None
        return paper_of(read_row(raw, table.rows[0].cells, cells_of(columns), html=True))
    return paper_of(read_entry(raw))


def _prose(lines: Sequence[str], runs: Sequence[Run]) -> str:
    found: list[str] = []
    place = 0
    for run in runs:
        found += lines[place : run.start]
        found.append(marker(" > ".join(run.topic)))
        place = run.end
    return "\n".join([*found, *lines[place:]])


def _kinds(lines: Sequence[str], blocks: Sequence[Block], runs: Sequence[Run]) -> tuple[str, ...]:
    kinds = ["prose" if line.strip() else "structure" for line in lines]
    for block in blocks:
        if block.kind in ("heading", "rule"):
            kinds[block.start : block.end] = ["structure"] * (block.end - block.start)
    for run in runs:
        kinds[run.start : run.end] = ["structure"] * (run.end - run.start)
        for entry in run.entries:
            for n in range(entry.start, entry.end):
                kinds[n] = "record" if lines[n].strip() else "structure"
    return tuple(kinds)
