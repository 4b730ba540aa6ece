"""Plans what a site consists of: its pages and files, which are rendered when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter

import jinja2

from papertrail.catalog import Related
from papertrail.core import Catalog, Paper, Row
from papertrail.exporters import (
    EXPORTS,
    Exporter,
    FeedOutline,
    atom_feed,
    citation_data_of,
    citation_of,
    highwire_tags,
    json_ld_of,
    opml,
)
from papertrail.exporters.citation_styles import StyledReference, reference_in
from papertrail.exporters.descriptions import data_package, llms_txt, papers_schema
from papertrail.pages import (
    ALL_PAPERS,
    FEEDS,
    Download,
    PageOptions,
    PageRenderer,
    PaperCitation,
    PaperExtras,
    PaperUrls,
    PlannedPage,
    SiteFile,
    SiteInserts,
    SiteNotes,
    add_files,
    axes_of,
    detail_files,
    downloads_of,
    index_files,
    list_text,
    missing_page,
    pages_of,
    paper_text,
    paper_text_address,
    preview_file,
)
from papertrail.pipeline.check import Checked
from papertrail.pipeline.lists import list_document
from papertrail.records.library import Library
from papertrail.runtime.text_store import TextStore
from papertrail.templating.environment import template_errors

Prerendered = list[TextStore]
"""The parts of pages and files that show one paper: its rows on pages, and its entries in data files."""
PAPERS_SCHEMA = "schema/papers.schema.json"
"""Address of the schema of `papers.json`."""
RELATED = 8
"""Related papers on a page. Those that the page also shows as papers of the same topic are omitted from them."""


@dataclass(frozen=True, kw_only=True)
class SitePlan:
    """The pages and files of a site. Each is rendered when it is needed."""

    pages: tuple[PlannedPage, ...]
    files: tuple[SiteFile, ...]
    """Data files, feeds, images, and the indexes that filters read."""
    papers: int
    inserts: SiteInserts
    """Renders what pages of the maintainer show of the list."""
    missing: Callable[[], str]
    """Renders what the page of a wrong URL offers."""
    prerender: Callable[[Iterable[int]], Prerendered]
    """Renders the parts of the papers with these numbers. Several processes can share this work."""
    add_prerendered: Callable[[Iterable[Prerendered]], None]
    """Adds what other processes have prerendered, so that it is not rendered again."""


def plan_site(checked: Checked, templates: jinja2.Environment, options: PageOptions) -> SitePlan:
    """Plan the pages and files of a site. Raise `jinja2.TemplateError` if a template cannot be loaded."""
    catalog = checked.catalog
    stores: Prerendered = []

    def new_store() -> TextStore:
        stores.append(TextStore())
        return stores[-1]

    with template_errors():
        renderer = PageRenderer(catalog, templates, options, new_cache=new_store)
    downloads = tuple(downloads_of(catalog, options))
    exporter = Exporter(catalog, caches={data_format: new_store() for data_format in downloads[0].forms})
    inserts = SiteInserts(renderer, checked.library, partial(_reference, catalog))
    site_notes = SiteNotes(checked.library, options, renderer.paper_urls, inserts)

    def prerender(numbers: Iterable[int]) -> Prerendered:
        for number in numbers:
            row = catalog.rows[number]
            renderer.rows.prepare(row)
            exporter.prepare(row.paper)
        return stores

    return SitePlan(
        pages=tuple(pages_of(renderer, _paper_extras(catalog, exporter, site_notes), site_notes)),
        files=(
            *_files(checked.library, renderer, downloads, exporter, site_notes),
            *_paper_texts(catalog, exporter, site_notes, options),
            *_documents(checked, templates, renderer, downloads),
        ),
        papers=len(catalog.rows),
        inserts=inserts,
        missing=partial(missing_page, renderer),
        prerender=prerender,
        add_prerendered=partial(_add, stores),
    )


def _add(stores: Prerendered, results: Iterable[Prerendered]) -> None:
    for result in results:
        for store, other in zip(stores, result, strict=True):
            if other is not store:  # the result of this process is in the stores already
                store.take(other)


def _reference(catalog: Catalog, style: str, paper: Paper) -> StyledReference:
    return reference_in(style, paper, catalog.venue_names)


def _files(
    library: Library, renderer: PageRenderer, downloads: Iterable[Download], exporter: Exporter, site_notes: SiteNotes
) -> Iterator[SiteFile]:
    catalog, options = renderer.catalog, renderer.options
    yield from index_files(catalog, options)
    yield from detail_files(catalog, partial(exporter.entry, "bibtex"))
    if options.add_page:
        yield from add_files(library, catalog.rows, options)
    yield from site_notes.files()
    yield preview_file(catalog)
    kept: dict[tuple[str, str], str] = {}
    for download in downloads:
        for data_format in download.forms:
            address, rows = download.file(EXPORTS[data_format].suffix), download.rows
            parts = partial(exporter.parts, data_format, rows)
            yield SiteFile(address=address, make=parts, weight=len(rows), fetched=download.has_bar)
        yield SiteFile(address=download.feed, make=partial(_feed, download, options, renderer.paper_urls, kept))
    yield SiteFile(address=PAPERS_SCHEMA, make=partial(papers_schema, options.absolute(PAPERS_SCHEMA)))
    description = options.site_description
    package = partial(
        data_package, options.site_name, description, options.site_url, base=ALL_PAPERS, schema=PAPERS_SCHEMA
    )
    yield SiteFile(address="datapackage.json", make=package)
    yield SiteFile(address=FEEDS, make=partial(_feeds, tuple(downloads), renderer), weight=100)


def _paper_texts(
    catalog: Catalog, exporter: Exporter, site_notes: SiteNotes, options: PageOptions
) -> Iterator[SiteFile]:
    """Yield each paper that has a page as Markdown."""

    def text(row: Row) -> str:
        return paper_text(row, exporter.entry("bibtex", row.paper), site_notes, options)

    for row in catalog.rows:
        if options.has_page(row.paper):
            yield SiteFile(address=paper_text_address(row.paper.id), make=partial(text, row))


def _documents(
    checked: Checked, templates: jinja2.Environment, renderer: PageRenderer, downloads: Iterable[Download]
) -> Iterator[SiteFile]:
    """Yield each list as Markdown, and what language models read first."""
    options = renderer.options
    lists = {root.slug: root for root in checked.catalog.lists}
    for slug, root in lists.items():
        style = "markdown-table" if root.topic.style == "html-table" else None
        document = partial(list_document, checked, root, templates, style=style)
        yield SiteFile(address=list_text(slug), make=document, weight=len(root.papers))
    texts = [(root.topic.name, _url(list_text(slug), options)) for slug, root in lists.items()]
    everything = next(iter(downloads))
    data = [everything.file(EXPORTS[form].suffix) for form in everything.forms]
    files = [(name, _url(name, options)) for name in (*data, everything.feed, FEEDS, "datapackage.json")]
    words, page = options.words, _url(paper_text_address("ID"), options)
    sections = [(words.gettext("Lists"), texts), (words.gettext("Data and feeds"), files)]
    note = words.gettext("Each paper is also a Markdown file, with its id in papers.json as ID: %(url)s", url=page)
    shown = note if options.paper_pages else ""
    overview = partial(llms_txt, options.site_name, options.site_description, shown, sections)
    yield SiteFile(address="llms.txt", make=overview)


def _url(address: str, options: PageOptions) -> str:
    return options.absolute(address) or options.url_of(address)


def _feed(download: Download, options: PageOptions, paper_urls: PaperUrls, kept: dict[tuple[str, str], str]) -> str:
    return atom_feed(
        download.rows,
        title=download.title,
        site_name=options.site_name,
        address=download.feed,
        site_url=options.site_url,
        page_of=lambda row: paper_urls.url(row.paper),
        home=options.url_of(download.page),
        brief=not download.forms,
        kept=kept,
    )


def _feeds(downloads: tuple[Download, ...], renderer: PageRenderer) -> Iterator[str]:
    """Return the list of all feeds."""
    options = renderer.options
    titles = {"": "", "lists": renderer.words.gettext("Lists")}
    titles |= {axis.folder: axis.title for axis in axes_of(renderer.catalog, renderer.words)}
    site = options.site_url or ""

    def outline(download: Download) -> FeedOutline:
        page = site + options.url_of(download.page) + (download.anchor and f"#{download.anchor}")
        return FeedOutline(download.title, site + options.url_of(download.feed), page)

    folders = ((titles[kind], map(outline, some)) for kind, some in groupby(downloads, attrgetter("kind")))
    return opml(options.site_name, folders)


def _paper_extras(catalog: Catalog, exporter: Exporter, site_notes: SiteNotes) -> PaperExtras:
    venues, institutions = catalog.venue_names, catalog.institution_names

    def citation(paper: Paper, url: str | None) -> PaperCitation:
        data = citation_data_of(paper, venues)
        return PaperCitation(
            citation=citation_of(data, lambda data_format: exporter.file(data_format, paper)),
            tags=tuple(highwire_tags(data)),
            json_ld=json_ld_of(data, paper.name, url, institutions),
        )

    return PaperExtras(
        cite=citation,
        related=Related(catalog.rows, venues, institutions, most=RELATED).to,
        notes=site_notes.notes_of,
    )
