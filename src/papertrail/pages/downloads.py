"""The downloads and feeds of the site: for all papers, each list, each venue and each institution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papertrail.core import Catalog, Row
from papertrail.pages.page import PageOptions


@dataclass(frozen=True, kw_only=True)
class Download:
    """A set of papers with a feed and files to download."""

    title: str
    page: str
    """Address of the page of these papers."""
    base: str
    """Address of the files without suffix: `papers`, `venues/eurosys/papers`."""
    feed: str
    rows: tuple[Row, ...]
    forms: tuple[str, ...] = ("bibtex", "json")
    """Formats of the files, as in `papertrail export`."""

    @property
    def has_bar(self) -> bool:
        """Whether the page has a bar, which saves the papers that it shows in all formats."""
        return self.forms == _ALL_FORMS

    def file(self, suffix: str) -> str:
        """Return the address of a file."""
        return self.base + suffix


_ALL_FORMS = ("bibtex", "json", "csv")


def downloads_of(catalog: Catalog, options: PageOptions) -> Iterator[Download]:
    """Yield all downloads; the first one has all papers."""
    yield Download(
        title=options.site_name, page="index.md", base="papers", feed="feed.xml", rows=catalog.rows, forms=_ALL_FORMS
    )
    by_id = {row.paper.id: row for row in catalog.rows}
    for root in catalog.lists:
        rows = tuple(by_id[paper.id] for paper in root.papers)
        yield _below(f"lists/{root.slug}", root.topic.name, rows, _ALL_FORMS)
    for folder, groups in (("venues", catalog.venues), ("institutions", catalog.institutions)):
        for group in groups:
            yield _below(f"{folder}/{group.slug}", group.name, group.rows, ("bibtex", "json"))


def _below(folder: str, title: str, rows: tuple[Row, ...], forms: tuple[str, ...]) -> Download:
    return Download(
        title=title, page=f"{folder}.md", base=f"{folder}/papers", feed=f"{folder}/feed.xml", rows=rows, forms=forms
    )
