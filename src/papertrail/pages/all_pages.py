"""All pages of the site."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from papertrail.core import Catalog, Row
from papertrail.pages.add_page import add_page
from papertrail.pages.browse_page import browse_page
from papertrail.pages.downloads import downloads_of
from papertrail.pages.group_pages import axes_of, axis_pages
from papertrail.pages.index.filters import facet_index, text_index
from papertrail.pages.index.words import has_words, word_index
from papertrail.pages.list_pages import index_address, list_pages, lists_page, text_address, words_address
from papertrail.pages.notes import SiteNotes
from papertrail.pages.overview_pages import data_page, home, newest_file, recent
from papertrail.pages.page import PageOptions, PlannedPage, SiteFile
from papertrail.pages.pagination import rows_on, section_pages
from papertrail.pages.paper_pages import PaperExtras, paper_pages
from papertrail.pages.renderer import PageRenderer
from papertrail.pages.statistics import statistics


def pages_of(renderer: PageRenderer, extras: PaperExtras, notes: SiteNotes) -> Iterator[PlannedPage]:
    """Yield every page of the site."""
    catalog = renderer.catalog
    axes = axes_of(catalog, renderer.words)
    downloads = tuple(downloads_of(catalog, renderer.options))
    by_page = {download.page: download for download in downloads if not download.anchor}
    yield home(renderer, axes, downloads[0])
    yield browse_page(renderer, downloads[0])
    yield from lists_page(renderer)
    for root in catalog.lists:
        yield from list_pages(renderer, by_page, root, notes.prose_of(root), notes)
    for axis in axes:
        yield from axis_pages(renderer, axis, by_page)
    yield from paper_pages(renderer, extras)
    yield recent(renderer, downloads[0])
    yield statistics(renderer)
    yield data_page(renderer, downloads)
    if renderer.options.add_page:
        yield add_page(renderer)


def index_files(catalog: Catalog, options: PageOptions) -> Iterator[SiteFile]:
    """Yield the index of the newest papers, and those of each page that has filters."""

    def files(address: str, rows: tuple[Row, ...]) -> Iterator[SiteFile]:
        facets = partial(facet_index, rows, catalog, options)
        texts = partial(text_index, rows, options)
        yield SiteFile(address=index_address(address), make=facets, weight=len(rows), fetched=True)
        yield SiteFile(address=text_address(address), make=texts, weight=3 * len(rows), fetched=True)
        if any(has_words(row.paper) for row in rows):
            words = partial(word_index, rows)
            yield SiteFile(address=words_address(address), make=words, weight=2 * len(rows), fetched=True)

    yield newest_file(catalog.rows)
    yield from files("browse.md", catalog.rows)
    for root in catalog.lists:
        for page in section_pages(root, options.split):
            yield from files(page.address, rows_on(page))
