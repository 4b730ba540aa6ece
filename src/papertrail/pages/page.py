"""A page, a file beside the pages, and the addresses between them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from papertrail.core import Link, Paper, Row
from papertrail.text.urls import is_internal, is_safe, project_path, tail_of

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
class SearchEntry:
    """What the theme's search is given of a page or a part of it: one entry a paper, never a whole table."""

    title: str
    text: str = ""
    anchor: str = ""
    """The part of the page; empty for the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFile:
    """A file of the site that is no page: data, a feed, an index."""

    address: str
    make: Callable[[], str | bytes | Iterable[str]]
    """Gives what it holds, which may be in parts."""
    weight: int = 1
    """About how much work it is: the number of its papers."""

    @property
    def content(self) -> bytes:
        """What it holds, made now."""
        content = self.make()
        return content if isinstance(content, bytes) else "".join(content).encode()


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
    head: str = ""
    """Finished HTML for the page's head: what it tells machines."""
    papers_anchor: str = ""
    """Where its papers begin, for a link that skips what stands before them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedPage:
    """A page that is to be: what is known of it before it is made."""

    address: str
    kind: str
    """Pages of a kind come from one template and look alike: `list`, `group`, `paper` and so on."""
    title: str
    make: Callable[[], Page]
    """Gives the page. Raises `jinja2.TemplateError` for a mistake in a template."""
    search: Callable[[], Iterable[SearchEntry]] = tuple
    """Gives what the theme's search knows of it, for which it need not be made."""
    in_navigation: bool = False
    weight: int = 1
    """About how much work it is: the number of its papers."""
    leads_on: bool = False
    """Whether it only sends readers on to another page, and is nothing for search engines."""


@dataclass(frozen=True, kw_only=True)
class PageOptions:
    """What the pages need to know of the site around them."""

    site_name: str
    site_description: str = ""
    site_url: str | None = None
    """The site's own address, ending in `/`; None where it is not known."""
    directory_urls: bool = True
    """Whether `lists/training.md` becomes `lists/training/` or `lists/training.html`."""
    edit_base: str | None = None
    """Address of the project's folder in the code host's editor, ending in `/`; None where there is none."""
    report_form: tuple[str, str, str] | None = None
    """Address of the code host's form for a new report, and the names of its fields for title and text; None where
    there is none."""
    docs_dir: str = "docs"
    split: int = 300
    """Rows of a page; a list or an index with more is shown on several."""
    paper_pages: bool = True
    """Whether each paper has a page; otherwise only one with notes has."""

    def has_page(self, paper: Paper) -> bool:
        """Whether a paper has a page of its own."""
        return self.paper_pages or bool(paper.notes)

    def url_of(self, address: str) -> str:
        """The address of a page or a file, as seen from the top of the site."""
        file = self.file_of(address)
        if not self.directory_urls or not address.endswith(".md"):
            return quote(file)
        return quote(file.removesuffix("index.html"))

    def file_of(self, address: str) -> str:
        """The path of a page's or a file's own file in the folder of the site."""
        if not address.endswith(".md"):
            return address
        stem = address.removesuffix(".md")
        is_index = not self.directory_urls or stem == "index" or stem.endswith("/index")
        return f"{stem}.html" if is_index else f"{stem}/index.html"

    def root_of(self, address: str) -> str:
        """The way from a page back to the top of the site: `./`, `../` and so on."""
        depth = self.url_of(address).count("/")
        return "../" * depth or "./"

    def way(self, address: str, target: str) -> str:
        """The way from one page, or file, to another."""
        return self.root_of(address) + self.url_of(target)

    def absolute(self, address: str) -> str | None:
        """The whole address of a page, where the site's is known."""
        return self.site_url + self.url_of(address) if self.site_url is not None else None

    def edit_url(self, row: Row) -> str | None:
        """Where a record is edited, at the line that names the paper."""
        return f"{self.edit_base}{quote(row.path)}#L{row.line}" if self.edit_base else None

    def report_url(self, row: Row) -> str | None:
        """Where a mistake in a record is reported, its file and line already filled in."""
        if not self.report_form:
            return None
        address, title, body = self.report_form
        told = {title: f"{row.paper.name}: ", body: f"{row.path}:{row.line}\n\n"}
        return f"{address}?{urlencode(told, safe='[]', quote_via=quote)}"

    def link_url(self, row: Row, link: Link) -> str | None:
        """Where a link of a record leads on the site; None for a file that the site does not hold.

        Files outside the folder of pages are not published: a stranger's page must not stand on the list's own host.
        """
        if not is_internal(link.url):
            return link.url if is_safe(link.url) else None
        path = project_path(row.path, link.url)
        return None if path is None else self.file_url(path, tail_of(link.url))

    def file_url(self, path: str, tail: str = "") -> str | None:
        """Where a file of the project stands on the site; None for one that it does not hold."""
        if not path.startswith(f"{self.docs_dir}/"):
            return None
        inside = path.removeprefix(f"{self.docs_dir}/")
        if posixpath.splitext(inside)[1] != ".md":
            return ROOT + quote(inside) + tail
        folder, _, name = inside.rpartition("/")
        as_index = f"{folder}/index.md" if folder else "index.md"
        return ROOT + self.url_of(as_index if name == "README.md" else inside) + tail


def paper_address(id: str) -> str:
    """The address of a paper's page."""
    return f"papers/{id}.md"
