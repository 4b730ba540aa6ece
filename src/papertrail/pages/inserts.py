"""Lists of papers, citations and bibliographies in Markdown that the maintainer writes, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Protocol

from markupsafe import Markup

from papertrail.core import Paper, Row
from papertrail.core.limits import BLOCKS, CITATIONS, INSERTED_PAPERS
from papertrail.inserts import (
    BlockInsert,
    CitationInsert,
    CitedWork,
    Insert,
    InsertedPapers,
    inserts_in,
    read_block,
)
from papertrail.inserts.block import STYLES
from papertrail.inserts.scan import BIBLIOGRAPHY
from papertrail.pages.page import ROOT
from papertrail.pages.renderer import PageRenderer, one_block
from papertrail.pages.row_details import rows_data
from papertrail.pages.rows import ENTRY_STYLES, PageRows
from papertrail.records.library import Library
from papertrail.text.markdown import html_math, html_text, inert
from papertrail.text.strings import sort_key
from papertrail.text.urls import is_internal, is_safe

NUMBERED = ("plain", "ieee")
"""Styles whose citations are numbers; those of other styles are authors and year."""


class CitedReference(Protocol):
    """A work in a bibliography."""

    @property
    def text(self) -> str:
        """The whole reference."""

    @property
    def title(self) -> str:
        """The title in it."""

    @property
    def authors(self) -> str:
        """The authors in a citation."""

    @property
    def year(self) -> int | None:
        """The year of the work."""


_TITLE = 300
"""Characters of the title that a citation shows when a reader points at it."""

Cite = Callable[[str, Paper], CitedReference]
"""Gives the reference of a paper in a style."""


class SiteInserts:
    """Renders what pages and notes show of the list."""

    def __init__(self, renderer: PageRenderer, library: Library, cite: Cite) -> None:
        self.renderer = renderer
        self.cite = cite
        self.listed = InsertedPapers(renderer.catalog)
        self._library = library

    def on_page(self, inserts: Iterable[Insert], most: int = INSERTED_PAPERS) -> PageInserts:
        """Return the renderer of the inserts of one text, which are all given; its lists have so many papers."""
        return PageInserts(self, tuple(inserts), most)

    def paper_url(self, id: str) -> str | None:
        """Return the URL of a paper; None if there is none with the id."""
        row = self.listed.row(id)
        return ROOT + self.renderer.paper_urls.url(row.paper) if row else None

    @cached_property
    def shown(self) -> dict[str, list[str | None]]:
        """Return what each of the maintainer's pages shows of the list."""
        inserts = {path: inserts_in(text) for path, text in self._library.pages.items()}
        pages = {path: self.on_page(of_page) for path, of_page in inserts.items()}
        return {path: [*map(page.html, inserts[path]), page.closing()] for path, page in pages.items()}


class PageInserts:
    """Renders the inserts of one text, with a placeholder for the root of the site."""

    def __init__(self, site: SiteInserts, inserts: tuple[Insert, ...], most: int) -> None:
        self._site = site
        bibliographies = [read_block(i) for i in inserts if isinstance(i, BlockInsert) and i.kind == BIBLIOGRAPHY]
        self._style = bibliographies[0].style if bibliographies else STYLES[BIBLIOGRAPHY][0]
        self._has_bibliography = bool(bibliographies)
        self._room, self._blocks, self._citations = most, BLOCKS, CITATIONS
        """How many more papers, blocks and citations are shown."""
        works = [work for insert in inserts if isinstance(insert, CitationInsert) for work in insert.works]
        papers = [row.paper for work in works[:CITATIONS] if (row := site.listed.row(work.id))]
        self._papers = {paper.id: paper for paper in papers}
        """The works that the text cites, in this order."""
        self._numbers = {id: number for number, id in enumerate(self._papers, 1)}

    @property
    def title(self) -> str:
        """The title of a bibliography."""
        return self._site.renderer.words.gettext("References")

    def html(self, insert: Insert) -> str | None:
        """Return an insert as HTML; None for one with a problem."""
        if isinstance(insert, CitationInsert):
            return self._citation(insert.works)
        block = read_block(insert)
        self._blocks -= 1
        if block.problems or self._blocks < 0:
            return None
        if block.kind == BIBLIOGRAPHY:
            return self._bibliography()
        rows = self._site.listed.rows(block)[: self._room]
        self._room -= len(rows)
        return self._list(rows, block.style)

    def closing(self) -> str:
        """Return the bibliography at the end of the text, if it cites works and has no bibliography elsewhere."""
        return "" if self._has_bibliography or not self._papers else self._bibliography()

    def _list(self, rows: list[Row], style: str) -> str:
        renderer = self._site.renderer
        page_rows = PageRows(renderer.rows, lambda row: ROOT + renderer.paper_urls.url(row.paper))
        is_table = style not in ENTRY_STYLES
        html = page_rows.table(rows, renderer.columns(rows)) if is_table else page_rows.styled(rows, style)
        data = rows_data(renderer.catalog, renderer.options)
        if not rows:
            html = Markup("<p>{}</p>").format(renderer.words.gettext("No papers yet."))
        return one_block(f'<div class="papertrail pt-insert" data-search-exclude{data}>\n{html}</div>')

    def _citation(self, works: tuple[CitedWork, ...]) -> str | None:
        self._citations -= len(works)
        if self._citations < 0:
            return None
        rows = [(work, self._site.listed.row(work.id)) for work in works]
        parts = [self._cited(work, row.paper) for work, row in rows if row]
        if len(parts) < len(works):
            return None
        opened, closed = "[]" if self._style in NUMBERED else "()"
        return inert(f'<span class="pt-cite">{opened}{"; ".join(parts)}{closed}</span>')

    def _cited(self, work: CitedWork, paper: Paper) -> str:
        text = str(self._numbers[paper.id])
        if self._style not in NUMBERED:
            reference = self._site.cite(self._style, paper)
            year = str(reference.year or "n.d.")
            text = year if work.bare else f"{reference.authors}, {year}"
        link = f'<a href="#{_anchor(paper)}" title="{html_text(paper.full_title[:_TITLE])}">{html_text(text)}</a>'
        return f"{link}, {html_text(work.locator)}" if work.locator else link

    def _bibliography(self) -> str:
        """Return all works that the text cites."""
        references = [(paper, self._site.cite(self._style, paper)) for paper in self._papers.values()]
        tag = "ol" if self._style in NUMBERED else "ul"
        if tag == "ul":
            references.sort(key=lambda pair: sort_key(pair[1].text))
        items = "".join(f'<li id="{_anchor(paper)}">{self._reference(paper, of)}</li>\n' for paper, of in references)
        return one_block(
            f'<div class="papertrail pt-insert" role="doc-bibliography" aria-label="{html_text(self.title)}">\n'
            f'<{tag} class="pt-references">\n{items}</{tag}>\n</div>'
        )

    def _reference(self, paper: Paper, reference: CitedReference) -> str:
        """Return a reference whose title links to the paper, and whose URL at the end is a link."""
        before, title, after = reference.text.partition(reference.title)
        text, _, url = after.rpartition(" ")
        if is_safe(url) and not is_internal(url):
            after = f'{html_text(text)} <a href="{html_text(url)}">{html_text(url)}</a>'
        else:
            after = html_text(after)
        page = ROOT + self._site.renderer.paper_urls.url(paper)
        return f'{html_text(before)}<a href="{page}">{html_math(title)}</a>{after}'


def _anchor(paper: Paper) -> str:
    """Return the anchor of a work in a bibliography. Ids of papers and anchors of headings have no colon."""
    return f"ref:{paper.id}"
