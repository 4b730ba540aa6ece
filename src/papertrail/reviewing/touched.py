"""The pages of the site and the lists on which some papers are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from papertrail.core import Catalog, Section
from papertrail.core.settings import Settings
from papertrail.pages.group_pages import axes_of
from papertrail.pages.page import PageOptions, paper_address
from papertrail.pages.pagination import rows_on, section_pages
from papertrail.pages.renderer import group_address


def touched_lists(before: Catalog, after: Catalog) -> Iterator[str]:
    """The slugs of lists that have other papers, texts or settings than before."""
    old, new = ({root.slug: root for root in catalog.lists} for catalog in (before, after))
    yield from (slug for slug in (new | old) if slug not in old or slug not in new or _differ(old[slug], new[slug]))


def _differ(before: Section, after: Section) -> bool:
    return _contents(before) != _contents(after)


def _contents(root: Section) -> list[tuple[object, ...]]:
    return [(section.path, section.topic, *(row.paper for row in section.rows)) for section in root.walk()]


def touched_pages(catalog: Catalog, ids: Collection[str], settings: Settings) -> Iterator[str]:
    """The addresses of pages with any of these papers, as URLs relative to the root of the site."""
    options = PageOptions(site_name="", paper_pages=settings.paper_pages, split=settings.split)
    yield from map(options.url_of, _addresses(catalog, ids, options))


def _addresses(catalog: Catalog, ids: Collection[str], options: PageOptions) -> Iterator[str]:
    for paper in catalog.papers:
        if paper.id in ids and options.has_page(paper):
            yield paper_address(paper.id)
    for root in catalog.lists:
        for page in section_pages(root, options.split):
            if any(row.paper.id in ids for row in rows_on(page)):
                yield page.address
    for axis in axes_of(catalog):
        for group in axis.groups:
            if any(row.paper.id in ids for row in group.rows):
                yield group_address(axis.folder, group)
