"""What a site consists of: its pages and files, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import jinja2

from papertrail.catalog import Related
from papertrail.core import Catalog, Paper
from papertrail.exporters import EXPORTS, Exporter, atom_feed, citation_data_of, citation_of, json_ld_of, tags_of
from papertrail.pages import (
    Download,
    PageOptions,
    PageRenderer,
    PaperCitation,
    PaperExtras,
    PaperUrls,
    PlannedPage,
    SiteFile,
    SiteNotes,
    downloads_of,
    index_files,
    pages_of,
)
from papertrail.pipeline.check import Checked
from papertrail.runtime.text_store import TextStore
from papertrail.templating.environment import template_mistakes

Prepared = list[TextStore]
"""Rows of papers in each look that pages have, and papers in each form of data."""
_KEPT = ("bibtex", "json")
"""Forms of data in which a paper is in many files: those of each venue and institution."""
RELATED = 8
"""Related papers of a page, less those that it names as papers of the same topic."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a site consists of, with nothing of it made."""

    pages: tuple[PlannedPage, ...]
    files: tuple[SiteFile, ...]
    """Beside the pages: data, feeds, images, and the indexes that filters are made from."""
    papers: int
    prepare: Callable[[Iterable[int]], Prepared]
    """Makes what many pages and files show of the papers with these numbers; other processes can do so too."""
    keep: Callable[[Iterable[Prepared]], None]
    """Takes what `prepare` gave there, so that it is not made again."""


def plan(checked: Checked, templates: jinja2.Environment, options: PageOptions) -> Plan:
    """The pages and files of the site. Raises `jinja2.TemplateError` for a mistake in a template that shows at once."""
    catalog = checked.catalog
    stores: Prepared = []

    def new_store() -> TextStore:
        stores.append(TextStore())
        return stores[-1]

    with template_mistakes():
        renderer = PageRenderer(catalog, templates, options, new_cache=new_store)
    exporter = Exporter(catalog, caches={form: new_store() for form in _KEPT})
    site_notes = SiteNotes(checked.library, options, renderer.paper_urls)
    sets = tuple(downloads_of(catalog, options))

    def prepare(numbers: Iterable[int]) -> Prepared:
        for number in numbers:
            row = catalog.rows[number]
            renderer.rows.prepare(row)
            for form in _KEPT:
                exporter.entry(form, row.paper)
        return stores

    def keep(prepared: Iterable[Prepared]) -> None:
        for of_process in prepared:
            for store, found in zip(stores, of_process, strict=True):
                if found is not store:
                    store.take(found)

    return Plan(
        pages=tuple(pages_of(renderer, _about(catalog, exporter, site_notes))),
        files=tuple(_files(renderer, sets, exporter, site_notes)),
        papers=len(catalog.rows),
        prepare=prepare,
        keep=keep,
    )


def _files(
    renderer: PageRenderer, sets: Iterable[Download], exporter: Exporter, site_notes: SiteNotes
) -> Iterator[SiteFile]:
    catalog, options = renderer.catalog, renderer.options
    yield from index_files(catalog, options)
    yield from site_notes.files()
    for found in sets:
        for form in found.forms:
            address = found.file(EXPORTS[form].suffix)
            yield SiteFile(address=address, make=partial(exporter.parts, form, found.rows), weight=len(found.rows))
        yield SiteFile(address=found.feed, make=partial(_feed, found, options, renderer.paper_urls))


def _feed(found: Download, options: PageOptions, paper_urls: PaperUrls) -> str:
    return atom_feed(
        found.rows,
        title=found.title,
        site_name=options.site_name,
        address=found.feed,
        site_url=options.site_url,
        page_of=lambda row: paper_urls.url(row.paper),
        home=options.url_of(found.page),
    )


def _about(catalog: Catalog, exporter: Exporter, site_notes: SiteNotes) -> PaperExtras:
    venues, institutions = catalog.venue_names, catalog.institution_names

    def cited(paper: Paper, url: str | None) -> PaperCitation:
        work = citation_data_of(paper, venues)
        return PaperCitation(
            citation=citation_of(work, exporter.entry("bibtex", paper)),
            tags=tuple(tags_of(work)),
            json_ld=json_ld_of(work, paper.name, url, institutions),
        )

    return PaperExtras(
        cite=cited,
        related=Related(catalog.rows, venues, institutions, most=RELATED).to,
        notes=site_notes.notes_of,
    )
