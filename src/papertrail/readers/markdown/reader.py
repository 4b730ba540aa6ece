"""A hand-written list in Markdown: its entries, their topics, and the prose around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from papertrail.core.prose_marker import MARKER, marker
from papertrail.readers.entry import NotAList
from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.classify import is_label
from papertrail.readers.markdown.coverage import coverage_of
from papertrail.readers.markdown.document import Document, DocumentEntry, DocumentSource, Run, lines_of, topic_name
from papertrail.readers.markdown.headings import (
    blocks_without_entries,
    file_runs,
    file_title,
    headings_of,
    join_runs,
    title_above,
)
from papertrail.readers.markdown.induction.reader import read_run
from papertrail.readers.markdown.list_runs import (
    annotated_runs,
    entries_of_list,
    essays_in,
    list_runs,
    texts_of_entries,
)
from papertrail.readers.markdown.markers import QUOTED
from papertrail.readers.markdown.paragraph_runs import paragraph_runs
from papertrail.readers.markdown.paragraphs import paragraph_texts
from papertrail.readers.markdown.table_runs import html_table_runs, markdown_table_runs


def read_document(text: str, name: str, *, named: str | None = None) -> Document:
    """Read a document. `name` is the name of its file; `named` overrides the name of the list.

    Raises `NotAList` for a document without entries.
    """
    if place := MARKER.search(text):
        line = text.count("\n", 0, place.start()) + 1
        raise NotAList(f"line {line} is a marker for papers; import the document that `papertrail render` writes")
    source = DocumentSource.of(text)
    runs = _entries_of(source)
    named = topic_name(named) if named else None
    otherwise = named or title_above(source, runs[0].start) or file_title(name)
    result = file_runs(runs, source, otherwise)
    lines = lines_of(text)
    quiet = blocks_without_entries(source)
    blocks = [block for number, block in enumerate(source.blocks) if number not in quiet]
    return Document(
        name=named or result.title or otherwise,
        runs=result.runs,
        prose=_prose(source.lines, result.runs),
        headings=headings_of(result.runs),
        lines=tuple(lines),
        kinds=_kinds(source, result.runs)[: len(lines)],
        decisions=result.decisions,
        lists=tuple(coverage_of(source, result.runs, blocks)),
        titles=tuple((block.start, source.plain(block.text)) for block in source.blocks if block.kind == "heading"),
    )


def _entries_of(source: DocumentSource) -> list[Run]:
    texts = [text for block in source.blocks if block.kind == "list" for text in texts_of_entries(source, block)]
    items, paragraphs = read_run(texts, source.references), read_run(paragraph_texts(source), source.references)
    source = replace(
        source, readings={**paragraphs.entries, **items.entries}, regular=items.regular | paragraphs.regular
    )
    lists = {block.start: entries_of_list(source, block.items) for block in source.blocks if block.kind == "list"}
    runs = list(join_runs(_runs(source, lists), source))
    # A quotation between entries is an aside.
    runs = [run for run in runs if not QUOTED.match(run.entries[0].raw)] or runs
    runs = runs or [run for block in source.blocks for run in annotated_runs(block, lists.get(block.start, ()))]
    if (essays := essays_in(source.blocks, lists)) > sum(len(run.entries) for run in runs):
        raise NotAList(
            f"its lists are prose ({essays} items are paragraphs that mention works); keep it as a page of the site"
        )
    if not runs or not _has_evidence(runs):
        raise NotAList(
            "no entries found; expected a table, a list or paragraphs of works with links, venues or authors"
        )
    return runs


def _has_evidence(runs: Sequence[Run]) -> bool:
    """Whether some entries are certainly works: a page with two links in a list is not a reading list."""
    entries = [entry for run in runs for entry in run.entries]
    return len(entries) > 3 or any(map(_is_evident, entries))


def _is_evident(entry: DocumentEntry) -> bool:
    paper = entry.paper
    if any(piece.kind == "link" and is_label(piece.text) for piece in entry.parsed.pieces):
        return True
    has_fields = paper.venues or paper.authors or paper.date or paper.identifiers or paper.remarks
    return bool(has_fields) or len(paper.links) > 1 or len(paper.full_title.split()) > 2


def _runs(source: DocumentSource, lists: Mapping[int, Sequence[DocumentEntry]]) -> Iterator[Run]:
    """The runs in order. A block without entries ends a run; `lists` are the entries of each list by its line."""
    paragraphs = paragraph_runs(source)
    end = -1
    quiet = blocks_without_entries(source)
    for number, block in enumerate(source.blocks):
        if block.start < end:
            continue
        if number in paragraphs:
            end = paragraphs[number].end
            yield paragraphs[number]
        elif number not in quiet:
            yield from _runs_of_block(source, block, lists)


def _runs_of_block(source: DocumentSource, block: Block, lists: Mapping[int, Sequence[DocumentEntry]]) -> Iterator[Run]:
    match block.kind:
        case "table":
            yield from markdown_table_runs(source, block)
        case "html-table":
            yield from html_table_runs(source, block)
        case "list":
            yield from list_runs(source, block, lists[block.start])


def _prose(lines: Sequence[str], runs: Sequence[Run]) -> str:
    prose: list[str] = []
    place = 0
    for (start, end), topic in sorted((span, run.topic) for run in runs for span in run.spans):
        prose += [*lines[place:start], marker(" > ".join(topic))]
        place = end
    return "\n".join([*prose, *lines[place:]])


def _kinds(source: DocumentSource, runs: Sequence[Run]) -> tuple[str, ...]:
    lines = source.lines
    kinds = ["prose" if line.strip() else "structure" for line in lines]
    spans = [(block.start, block.end) for block in source.blocks if block.kind in ("heading", "rule")]
    for start, end in [*spans, *(span for run in runs for span in run.spans)]:
        kinds[start:end] = ["structure"] * (end - start)
    for entry in (entry for run in runs for entry in run.entries):
        for number in range(entry.start, entry.end):
            kinds[number] = "record" if lines[number].strip() else "structure"
    return tuple(kinds)
