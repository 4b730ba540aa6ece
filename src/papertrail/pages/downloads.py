"""Which sets of papers are offered as data, and where: all of them, each list, each venue, each institution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papertrail.core import Catalog, Row
from papertrail.pages.page import PageOptions


@dataclass(frozen=True, kw_only=True)
class Download:
    """Papers that can be had as a feed and as files."""

    title: str
    page: str
    """Address of the page that shows them."""
    base: str
    """Address of its files, up to the suffix: `papers`, `venues/eurosys/papers`."""
    feed: str
    rows: tuple[Row, ...]
    forms: tuple[str, ...] = ("bibtex", "json")
    """The forms, as `papertrail export` calls them, in which it can be had."""

    def file(self, suffix: str) -> str:
        """The address of one of its files."""
        return self.base + suffix


_ALL_FORMS = ("bibtex", "json", "csv")


def downloads_of(catalog: Catalog, options: PageOptions) -> Iterator[Download]:
    """All sets; the first is the whole list."""
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
