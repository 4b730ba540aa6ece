"""Pages, other files of the site, and the URLs between them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from papertrail.core import Link, Paper, Row
from papertrail.templating.words import ENGLISH, Words
from papertrail.text.urls import is_internal, is_safe, project_path, tail_of

ROOT = "\x00"
"""Placeholder for the relative URL of the root of the site, so that a row is rendered once for many pages. Records
cannot contain it, because control characters are an error."""

ANCHOR = "\x01"
"""Placeholder for the `id` of a row: only the first row of a paper on a page has it."""

FORMER = "\x02"
"""Placeholder for the anchors of a row's earlier ids, likewise."""

ADD_ADDRESS = "add.md"
"""The address of the form for new papers and for changes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchEntry:
    """An entry of the theme's search: one per paper, never a whole table."""

    title: str
    text: str = ""
    anchor: str = ""
    """The anchor in the page; empty for the page itself."""
    indexed: bool = False
    """Whether it is a paper, of which the index of Browse has the whole text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFile:
    """A file of the site that is not a page: data, a feed, an index."""

    address: str
    make: Callable[[], str | bytes | Iterable[str]]
    """Gives the content, possibly in parts."""
    weight: int = 1
    """Estimated cost: the number of papers."""
    fetched: bool = False
    """Whether the scripts of the site fetch it."""

    @property
    def content(self) -> bytes:
        """The content, generated now."""
        content = self.make()
        return content if isinstance(content, bytes) else "".join(content).encode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page of the site."""

    address: str
    """Its source path, such as `lists/training.md`."""
    title: str
    html: str
    """One block of finished HTML."""
    headings: tuple[Heading, ...] = ()
    description: str = ""
    head: str = ""
    """HTML for the head of the page, such as metadata."""
    papers_anchor: str = ""
    """The anchor of its papers, for a skip link."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedPage:
    """A page that is not rendered yet."""

    address: str
    kind: str
    """Pages of a kind have the same template: `list`, `group`, `paper` and so on."""
    title: str
    make: Callable[[], Page]
    """Renders the page. Raises `jinja2.TemplateError` for an error in a template."""
    search: Callable[[], Iterable[SearchEntry]] = tuple
    """Gives the entries for the theme's search, without rendering the page."""
    in_navigation: bool = False
    weight: int = 1
    """Estimated cost: the number of papers."""
    is_redirect: bool = False
    """Whether the page is a redirect, which search engines should skip."""
    source: str = ""
    """The path of the record that the page is about, relative to the project; empty for other pages."""


@dataclass(frozen=True, kw_only=True)
class PageOptions:
    """Settings of the site that pages need."""

    site_name: str
    site_description: str = ""
    site_url: str | None = None
    """The URL of the folder of these pages, ending in `/`; None if unknown."""
    base: str = ""
    """The folder of these pages on a site that has others in other languages, ending in `/`."""
    directory_urls: bool = True
    """Whether the URL of `lists/training.md` is `lists/training/` or `lists/training.html`."""
    edit_base: str | None = None
    """URL of the project folder in the editor of the code host, ending in `/`; None if there is none."""
    report_form: tuple[str, str, str] | None = None
    """URL of the issue form of the code host, and the names of its fields for title and text; None if there is none."""
    docs_dir: str = "docs"
    split: int = 300
    """Maximum number of rows per page."""
    paper_pages: bool = True
    """Whether each paper has a page, or only those with notes."""
    offline: bool = False
    """Whether the site also works when its files are opened from the disk."""
    add_page: bool = True
    """Whether the site has a form for new papers."""
    words: Words = ENGLISH
    """The words of the pages in the language of the site."""

    def has_page(self, paper: Paper) -> bool:
        """Whether a paper has its own page."""
        return self.paper_pages or bool(paper.notes)

    def url_of(self, address: str) -> str:
        """Return the URL of a page or file, relative to the root of the site."""
        return _url_of(address, self.directory_urls)

    def file_of(self, address: str) -> str:
        """Return the path of a page or file in the site folder."""
        return _file_of(address, self.directory_urls)

    def root_of(self, address: str) -> str:
        """Return the relative URL of the root of the site: `./`, `../` and so on."""
        depth = self.url_of(address).count("/")
        return "../" * depth or "./"

    def relative_url(self, address: str, target: str) -> str:
        """Return the relative URL from one page or file to another."""
        return self.root_of(address) + self.url_of(target)

    def absolute(self, address: str) -> str | None:
        """Return the absolute URL of a page, if the URL of the site is known."""
        return self.site_url + self.url_of(address) if self.site_url is not None else None

    def edit_url(self, row: Row) -> str | None:
        """Return the URL of the form with a paper's record, or of its file if the site has no form."""
        return f"{ROOT}{self.edit_form}{row.paper.id}" if self.edit_form else self.file_edit_url(row)

    def file_edit_url(self, row: Row) -> str | None:
        """Return the URL of the editor of the code host at the line of the paper's name."""
        return f"{self.edit_base}{quote(row.path)}#L{row.line}" if self.edit_base else None

    @property
    def edit_form(self) -> str | None:
        """The URL of the form without the id of a paper at its end, relative to the root of the site."""
        return f"{self.url_of(ADD_ADDRESS)}?edit=" if self.add_page and self.edit_base else None

    def report_url(self, row: Row) -> str | None:
        """Return the URL of an issue form with file and line filled in."""
        if not self.report_form:
            return None
        address, title, body = self.report_form
        fields = {title: f"{row.paper.name}: ", body: f"{row.path}:{row.line}\n\n"}
        return f"{address}?{urlencode(fields, safe='[]', quote_via=quote)}"

    def link_url(self, row: Row, link: Link) -> str | None:
        """Return the target of a record's link; None for a file that is not published.

        Only files in the folder of pages are published, so that contributed pages are never on the host of the list.
        """
        if not is_internal(link.url):
            return link.url if is_safe(link.url) else None
        path = project_path(row.path, link.url)
        return None if path is None else self.file_url(path, tail_of(link.url))

    def file_url(self, path: str, tail: str = "") -> str | None:
        """Return the URL of a project file; None if it is not published."""
        if not path.startswith(f"{self.docs_dir}/"):
            return None
        inside = path.removeprefix(f"{self.docs_dir}/")
        if posixpath.splitext(inside)[1] != ".md":
            return ROOT + quote(inside) + tail
        folder, _, name = inside.rpartition("/")
        as_index = f"{folder}/index.md" if folder else "index.md"
        return ROOT + self.url_of(as_index if name == "README.md" else inside) + tail


def paper_address(id: str) -> str:
    """Return the address of a paper's page."""
    return f"papers/{id}.md"


def paper_text_address(id: str) -> str:
    """Return the address of a paper as Markdown. It does not end in `.md`, as those of pages do."""
    return f"papers/{id}.md.txt"


@lru_cache(maxsize=1 << 16)  # pages link to the same pages many times
def _url_of(address: str, directory_urls: bool) -> str:
    file = _file_of(address, directory_urls)
    is_folder = directory_urls and address.endswith(".md")
    return quote(file.removesuffix("index.html") if is_folder else file)


def _file_of(address: str, directory_urls: bool) -> str:
    if not address.endswith(".md"):
        return address
    stem = address.removesuffix(".md")
    is_index = not directory_urls or stem == "index" or stem.endswith("/index")
    return f"{stem}.html" if is_index else f"{stem}/index.html"
