"""A page and the addresses between pages."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from papertrail.addresses import is_internal, is_safe, project_path, tail_of
from papertrail.models import Link, Row

ROOT = "\x00"
"""Stands in rendered HTML for the way from a page to the top of the site, so that a row is rendered once and
shown on many pages. No record can hold it: control characters are refused."""

ANCHOR = "\x01"
"""Stands where a row's `id` goes: only a paper's first row on a page has it."""

FORMER = "\x02"
"""Stands where the anchors of a row's earlier ids go, likewise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page of the site."""

    address: str
    """Its path as a source file would have it, such as `lists/training.md`."""
    title: str
    html: str
    """One block of finished HTML."""
    headings: tuple[Heading, ...] = ()
    description: str = ""
    in_navigation: bool = False


@dataclass(frozen=True, kw_only=True)
class PageOptions:
    """What the pages need to know of the site around them."""

    site_name: str
    site_description: str = ""
    directory_urls: bool = True
    """Whether `lists/training.md` becomes `lists/training/` or `lists/training.html`."""
    edit_base: str | None = None
    """Address of the project's folder in the code host's editor, ending in `/`; None where there is none."""
    docs_dir: str = "docs"

    def url_of(self, address: str) -> str:
        """The address of a page, as seen from the top of the site."""
        stem = address.removesuffix(".md")
        folder, _, name = stem.rpartition("/")
        if not self.directory_urls:
            return quote(f"{stem}.html")
        if name == "index":
            return quote(f"{folder}/") if folder else ""
        return quote(f"{stem}/")

    def root_of(self, address: str) -> str:
        """The way from a page back to the top of the site: `./`, `../` and so on."""
        depth = self.url_of(address).count("/")
        return "../" * depth or "./"

    def edit_url(self, path: str) -> str | None:
        """Where a file of the project is edited."""
        return f"{self.edit_base}{quote(path)}" if self.edit_base else None

    def link_url(self, row: Row, link: Link) -> str | None:
        """Where a link of a record leads on the site; None for a file that the site does not hold.

        Files outside the folder of pages are not published: a stranger's page must not stand on the list's own host.
        """
        if not is_internal(link.url):
            return link.url if is_safe(link.url) else None
        path = project_path(row.path, link.url)
        if path is None or not path.startswith(f"{self.docs_dir}/"):
            return None
        inside = path.removeprefix(f"{self.docs_dir}/")
        if posixpath.splitext(inside)[1] != ".md":
            return ROOT + quote(inside) + tail_of(link.url)
        folder, _, name = inside.rpartition("/")
        as_index = f"{folder}/index.md" if folder else "index.md"
        return ROOT + self.url_of(as_index if name == "README.md" else inside) + tail_of(link.url)
