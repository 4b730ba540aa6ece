"""The pages of papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol

from papertrail.core import Catalog, Paper, Row, Section, TopicPath
from papertrail.core.authors import authors_of, names_of
from papertrail.core.identifiers import address_of
from papertrail.core.pdf import links_with_pdf
from papertrail.notes import RenderedNotes
from papertrail.pages.downloads import ALL_PAPERS
from papertrail.pages.head_tags import breadcrumbs, cite_as, json_ld, meta, redirect_tags, typed_link
from papertrail.pages.notes import plain_text
from papertrail.pages.page import ROOT, Heading, Page, PlannedPage, SearchEntry, paper_address, paper_text_address
from papertrail.pages.renderer import PageRenderer
from papertrail.templating.words import Words
from papertrail.text.markdown import plain_inline

NOTES_IN_SEARCH = 2000
"""Characters of a paper's notes in the theme's search."""
MOST_AUTHORS = 20
"""Authors that a paper's page shows at once; a click shows the rest."""
SIBLINGS = 6
"""Papers of the same topic that a page links to."""


TopicNeighbours = tuple[Section, tuple[Row, ...]]
"""A section of a paper, with its neighbours there."""


class CitationFormats(Protocol):
    """The citation formats of a paper."""

    @property
    def reference(self) -> str:
        """As plain text."""

    @property
    def bibtex(self) -> str:
        """As a BibTeX entry."""

    @property
    def csl_json(self) -> str:
        """As a CSL-JSON item."""

    @property
    def ris(self) -> str:
        """As a RIS record."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperCitation:
    """The citation of a paper and its metadata for programs."""

    citation: CitationFormats
    tags: tuple[tuple[str, str], ...]
    """Names and contents of the `citation_*` tags."""
    json_ld: str
    """schema.org metadata."""


@dataclass(frozen=True, kw_only=True)
class PaperExtras:
    """Content of a paper's page from other stages."""

    cite: Callable[[Paper, str | None], PaperCitation]
    """Gives the citation; the URL is that of the paper's page, if known."""
    related: Callable[[str], tuple[str, ...]] = lambda id: ()
    """Gives the ids of related papers."""
    notes: Callable[[Row], RenderedNotes | None] = lambda row: None
    """Gives the reading notes."""


def paper_pages(renderer: PageRenderer, extras: PaperExtras) -> Iterator[PlannedPage]:
    """Plan a page for each paper that has one, and a redirect for each of its earlier ids."""
    neighbours = _Neighbours(renderer.catalog)
    for row in renderer.catalog.rows:
        if not renderer.options.has_page(row.paper):
            continue
        address = paper_address(row.paper.id)
        yield PlannedPage(
            address=address,
            kind="paper",
            title=row.paper.name,
            make=partial(_page, renderer, extras, row, neighbours),
            search=partial(_entries, extras, row),
            source=row.path,
        )
        for alias in row.paper.aliases:
            yield PlannedPage(
                address=paper_address(alias),
                kind="moved",
                title=row.paper.name,
                make=partial(_moved, renderer, row, alias),
                is_redirect=True,
                source=row.path,
            )


class _Neighbours:
    """The papers around each paper."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {row.paper.id: row for row in self._catalog.rows}

    @cached_property
    def _sections(self) -> dict[TopicPath, Section]:
        return {section.path: section for root in self._catalog.lists for section in root.walk()}

    @cached_property
    def _places(self) -> dict[tuple[TopicPath, str], int]:
        return {
            (path, row.paper.id): place
            for path, section in self._sections.items()
            for place, row in enumerate(section.rows)
        }

    def topics_of(self, paper: Paper) -> list[TopicNeighbours]:
        """Return the sections of a paper, each with the papers next to it."""
        return [
            (self._sections[path], self._next_to(path, paper.id)) for path in paper.topics if path in self._sections
        ]

    def _next_to(self, path: TopicPath, id: str) -> tuple[Row, ...]:
        rows, place = self._sections[path].rows, self._places[path, id]
        start = max(0, min(place - SIBLINGS // 2, len(rows) - 1 - SIBLINGS))
        return tuple(row for row in rows[start : start + SIBLINGS + 1] if row.paper.id != id)

    def beside(self, path: TopicPath, id: str) -> tuple[Row | None, Row | None]:
        """Return the papers before and after a paper of a section."""
        rows, place = self._sections[path].rows, self._places[path, id]
        return rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None

    def above(self, section: Section) -> tuple[Section, ...]:
        """Return the list, and the sections down to this one."""
        return tuple(self._sections[section.path[: depth + 1]] for depth in range(len(section.path)))

    def related(self, ids: Iterable[str], topics: list[TopicNeighbours]) -> list[Row]:
        """Return related papers without those that are already linked as neighbours."""
        named = {row.paper.id for _, rows in topics for row in rows}
        return [self._by_id[id] for id in ids if id not in named]


def _page(renderer: PageRenderer, extras: PaperExtras, row: Row, neighbours: _Neighbours) -> Page:
    paper, address = row.paper, paper_address(row.paper.id)
    topics = neighbours.topics_of(paper)
    related = neighbours.related(extras.related(paper.id), topics)
    notes = extras.notes(row)
    cited = extras.cite(paper, renderer.options.absolute(address))
    tags = "".join(meta(name, content) for name, content in cited.tags)
    path = neighbours.above(topics[0][0]) if topics else ()
    previous, following = neighbours.beside(topics[0][0].path, paper.id) if topics else (None, None)
    return Page(
        address=address,
        title=paper.name,
        html=renderer.html(
            address,
            "paper",
            paper.name,
            row=row,
            paper=paper,
            path=path,
            previous=previous,
            following=following,
            links=links_with_pdf(paper),
            topics=topics,
            related=related,
            authors=authors_of(paper.authors),
            editors=authors_of(paper.publication.editors),
            ids=dict(reversed(paper.identifiers)),
            address_of=address_of,
            MOST_AUTHORS=MOST_AUTHORS,
            citation=cited.citation,
            notes=notes,
            report_url=renderer.options.report_url(row),
        ),
        headings=tuple(_headings(paper, notes, topics, related, renderer.words)),
        description=_description(paper, renderer.words),
        head=tags + _links(renderer, path, paper) + json_ld(cited.json_ld) + _breadcrumbs(renderer, path, paper),
    )


def _links(renderer: PageRenderer, path: tuple[Section, ...], paper: Paper) -> str:
    """Return the links to what cites the paper, to the BibTeX entries of its list, and to it as Markdown."""
    address, doi = paper_address(paper.id), dict(reversed(paper.identifiers)).get("doi")
    cited = address_of("doi", doi) if doi else renderer.options.absolute(address)
    entries = f"lists/{path[0].slug}/papers.bib" if path else f"{ALL_PAPERS}.bib"
    url = partial(renderer.options.relative_url, address)
    text = typed_link("alternate describedby", url(paper_text_address(paper.id)), "text/markdown")
    return (cite_as(cited) if cited else "") + typed_link("describedby", url(entries), "application/x-bibtex") + text


def _breadcrumbs(renderer: PageRenderer, path: tuple[Section, ...], paper: Paper) -> str:
    site_url = renderer.options.site_url
    if site_url is None or not path:
        return ""
    sections = [(section.topic.name, renderer.section_url(section.path).replace(ROOT, site_url)) for section in path]
    return breadcrumbs([*sections, (paper.name, site_url + renderer.options.url_of(paper_address(paper.id)))])


def _headings(
    paper: Paper, notes: RenderedNotes | None, topics: list[TopicNeighbours], related: list[Row], words: Words
) -> Iterator[Heading]:
    if paper.abstract:
        yield Heading(level=2, anchor="s-abstract", text=words.gettext("Abstract"))
    if notes:
        yield Heading(level=2, anchor="s-notes", text=words.gettext("Notes"))
        for heading in notes.headings:
            yield Heading(level=heading.level, anchor=heading.anchor, text=heading.text)
    yield Heading(level=2, anchor="s-cite", text=words.gettext("Cite"))
    for number, (section, others) in enumerate(topics, 1):
        if others:
            yield Heading(
                level=2, anchor=f"s-in-{number}", text=words.gettext("More in %(topic)s", topic=section.topic.name)
            )
    if related:
        yield Heading(level=2, anchor="s-related", text=words.gettext("Related papers"))


def _description(paper: Paper, words: Words) -> str:
    """Return the meta description of a paper."""
    venue = paper.venues[-1].text if paper.venues else ""
    names = names_of(paper.authors)
    authors = words.gettext("%(author)s and others", author=names[0]) if len(names) > 1 else "".join(names)
    remark = plain_inline(paper.remarks[0]) if paper.remarks else ""
    sentences = [paper.full_title, ", ".join(text for text in (authors, venue) if text), remark]
    return truncated(" ".join(f"{text.rstrip('.')}." for text in sentences if text), 300)


def truncated(text: str, most: int) -> str:
    """Return a text cut at a word, to at most `most` characters."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _entries(extras: PaperExtras, row: Row) -> tuple[SearchEntry]:
    paper, notes = row.paper, extras.notes(row)
    words = (search_text(paper), truncated(plain_text(notes.html), NOTES_IN_SEARCH)) if notes else (search_text(paper),)
    return (SearchEntry(title=paper.name, text=" · ".join(words), indexed=notes is None),)


def search_text(paper: Paper) -> str:
    """Return the searchable text of a paper, without name and notes."""
    venues = (venue.text for venue in paper.venues)
    remarks = (plain_inline(remark) for remark in paper.remarks)
    title = (paper.title,) if paper.title else ()
    return " · ".join((*title, *map(str, paper.authors), *venues, *paper.institutions, *paper.keywords, *remarks))


def _moved(renderer: PageRenderer, row: Row, alias: str) -> Page:
    """Render the redirect from an earlier id."""
    address, target = paper_address(alias), paper_address(row.paper.id)
    return Page(
        address=address,
        title=row.paper.name,
        html=renderer.html(address, "moved", row.paper.name, target=target),
        description=renderer.words.gettext("%(title)s has moved.", title=row.paper.full_title),
        head=redirect_tags(renderer.options.relative_url(address, target)),
    )
