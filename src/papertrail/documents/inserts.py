"""Lists of papers and citations in the text of a document, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from papertrail.core import Paper, Row
from papertrail.inserts import BlockInsert, CitedWork, Insert, InsertedPapers, inserts_in, read_block
from papertrail.text.markdown import markdown_text, markdown_url

Entries = Callable[[Sequence[Row], str], str]
"""Renders rows as entries in a style of blocks."""


def insert_texts(
    text: str, papers: InsertedPapers, entries: Entries, url_of: Callable[[Row], str | None]
) -> list[tuple[int, int, str]]:
    """Return what replaces the inserts of a text: where each starts and ends, and its Markdown.

    A citation names the papers and links to them, so a document needs no bibliography.
    """

    def markdown(insert: Insert) -> str | None:
        if isinstance(insert, BlockInsert):
            block = read_block(insert)
            lines = entries(papers.rows(block), block.style).split("\n") if block.values else [""]
            return None if block.problems else "\n".join(f"{insert.prefix}{line}".rstrip() for line in lines)
        rows = [(work, papers.row(work.id)) for work in insert.works]
        cited = [_cited(work, row.paper, url_of(row)) for work, row in rows if row]
        return f"({'; '.join(cited)})" if len(cited) == len(rows) else None

    texts = [(insert.start, insert.end, markdown(insert)) for insert in inserts_in(text)]
    return [(start, end, markdown) for start, end, markdown in texts if markdown is not None]


def _cited(work: CitedWork, paper: Paper, url: str | None) -> str:
    name = markdown_text(paper.name)
    link = f"[{name}]({markdown_url(url)})" if url else name
    return f"{link}, {work.locator}" if work.locator else link
