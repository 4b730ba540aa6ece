"""The URL of each paper: its page, or its row on the page of its list."""

from __future__ import annotations

from functools import cached_property

from papertrail.core import Catalog, Paper
from papertrail.pages.page import PageOptions, paper_address
from papertrail.pages.pagination import rows_on, section_pages


class PaperUrls:
    """The URLs of all papers."""

    def __init__(self, catalog: Catalog, options: PageOptions) -> None:
        self._catalog = catalog
        self._options = options

    def page_and_anchor(self, id: str) -> tuple[str, str]:
        """Return the address of the page with a paper, and the anchor; empty for the paper's own page."""
        if id in self._with_page:
            return paper_address(id), ""
        return self._rows.get(id, "browse.md"), id

    def url(self, paper: Paper) -> str:
        """Return the URL of a paper, relative to the root of the site."""
        address, anchor = self.page_and_anchor(paper.id)
        return self._options.url_of(address) + (anchor and f"#{anchor}")

    @cached_property
    def _with_page(self) -> frozenset[str]:
        return frozenset(paper.id for paper in self._catalog.papers if self._options.has_page(paper))

    @cached_property
    def _rows(self) -> dict[str, str]:
        """The page with the first row of each paper."""
        addresses: dict[str, str] = {}
        for root in self._catalog.lists:
            for page in section_pages(root, self._options.split):
                for row in rows_on(page):
                    addresses.setdefault(row.paper.id, page.address)
        return addresses
