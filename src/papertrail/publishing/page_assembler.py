"""The fast way to render pages: one shell for all pages of a kind in a folder, filled with the values of each page.

Each shell is verified. The theme renders the first page of a kind in a folder; when a second one needs the shell, the
shell must yield exactly the first page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from papertrail.pages import Heading, Page, PageOptions, PlannedPage
from papertrail.publishing.navigation import theme_text
from papertrail.publishing.theme_shell import (
    Shell,
    ShellPlaceholder,
    encoded,
    html_placeholder,
    path_placeholder,
    shell_of,
    text_placeholder,
)

_LINK = re.compile(r"""(?:href|src|action)=["']?([^"'\s>]+)""")
_BASE = "https://x.invalid/"
_TITLE, _DESCRIPTION, _CONTENT, _HEAD, _PAPERS, _NAME = "title", "description", "content", "head", "papers", "name"
HEAD_PLACEHOLDER = html_placeholder(_HEAD)

_Key = tuple[object, ...]
_Pattern = tuple[str | None, ...]
"""The folders of a page, with None for each that may differ between pages with the same shell."""


class ThemeDiffersError(Exception):
    """The theme renders a page in another way than its shell does; the message is the address of the page."""


@dataclass(frozen=True, slots=True)
class _LinkingShell:
    """A shell, and the paths that its links lead to or through."""

    shell: Shell
    linked: frozenset[str]


class PageAssembler:
    """Renders pages from shells. The bytes of a page are those that the theme would render."""

    def __init__(
        self,
        options: PageOptions,
        theme: Callable[[Page], str],
        head: Callable[[Page], str],
        navigation: Iterable[str],
    ) -> None:
        """`theme` renders a whole page, and `head` the metadata tags at the end of its head.

        `navigation` are the URLs, relative to the site, that the theme links to from every page.
        """
        self._options, self._theme, self._head = options, theme, head
        self._navigation = _paths_to(navigation)
        self._samples: dict[_Key, tuple[Page, bytes]] = {}
        self._shells: dict[_Key, _LinkingShell | None] = {}
        self._only_theme = False

    def page(self, planned: PlannedPage, page: Page) -> bytes:
        """Return the finished page. Raise `ThemeDiffersError` if the theme renders a page of its kind differently."""
        # The theme marks the current page in the navigation, and the URL of an index is that of its folder.
        if self._only_theme or planned.in_navigation or page.address.endswith("index.md"):
            return self._themed(page)
        key = self._key(planned, page)
        if key not in self._shells:
            if key not in self._samples:
                self._samples[key] = page, self._themed(page)
            sample, html = self._samples[key]
            if sample.address == page.address:
                return html
            self._shells[key] = self._verified(self._shell(page), sample, html)
            del self._samples[key]
        shell = self._shells[key]
        if shell is None or self._shortens_links(page, shell):
            return self._themed(page)
        return self._filled(page, shell)

    def use_theme_only(self) -> None:
        """Render every page with the theme from now on."""
        self._only_theme = True

    def forget_pages(self) -> None:
        """Forget the content of pages, which has changed. The shells stay."""
        self._samples.clear()

    def _verified(self, shell: _LinkingShell | None, sample: Page, html: bytes) -> _LinkingShell | None:
        """Return a shell that yields exactly the sample, or None if the sample has no shell."""
        if shell is None or self._shortens_links(sample, shell):
            return None
        if self._filled(sample, shell) != html:
            raise ThemeDiffersError(sample.address)
        return shell

    def _themed(self, page: Page) -> bytes:
        return encoded(self._theme(page))

    def _filled(self, page: Page, shell: _LinkingShell) -> bytes:
        *folders, name = _parts(page.address)
        values = {
            _TITLE: theme_text(page.title),
            _DESCRIPTION: theme_text(page.description),
            _CONTENT: page.html,
            _HEAD: self._head(page),
            _PAPERS: page.papers_anchor,
            _NAME: name,
        }
        values |= {_folder(number): folder for number, folder in enumerate(folders)}
        for number, heading in enumerate(page.headings):
            values[_heading_text(number)] = theme_text(heading.text)
            values[_heading_anchor(number)] = heading.anchor
        return shell.shell.filled(values)

    def _key(self, planned: PlannedPage, page: Page) -> _Key:
        """Return what pages with the same shell have in common."""
        levels = tuple(heading.level for heading in page.headings)
        return (
            planned.kind,
            self._pattern(page.address),
            levels,
            bool(page.papers_anchor),
            bool(page.description),
        )

    def _pattern(self, address: str) -> _Pattern:
        """Return the folders of a page, with None for each to which the navigation does not link."""
        folders = _parts(address)[:-1]
        paths = [posixpath.join(*folders[: number + 1]) for number in range(len(folders))]
        return tuple(folder if path in self._navigation else None for folder, path in zip(folders, paths, strict=True))

    def _shell(self, page: Page) -> _LinkingShell | None:
        """Return the shell for pages like this one, or None if the theme applies an unknown filter to their values."""
        pattern = self._pattern(page.address)
        placeholders = {placeholder.name: placeholder for placeholder in _placeholders(page, len(pattern))}
        model = _model(page, pattern, placeholders)
        html = self._theme(model).replace(model.html, placeholders[_CONTENT].text)
        shell = shell_of(html, placeholders.values())
        if shell is None:
            return None
        return _LinkingShell(shell, _paths_to(self._link_targets(html, model.address)))

    def _link_targets(self, html: str, address: str) -> Iterable[str]:
        """The paths on this site that a page links to, relative to the site."""
        base = _BASE + self._options.url_of(address)
        for link in set(_LINK.findall(html)):
            target = urlsplit(urljoin(base, link))
            if f"https://{target.netloc}/" == _BASE:
                yield target.path.lstrip("/")

    def _shortens_links(self, page: Page, shell: _LinkingShell) -> bool:
        """Whether the shell links into the folder of this page, so that the theme would shorten the relative links."""
        parts, pattern = _parts(page.address), self._pattern(page.address)
        variable = next((number for number, folder in enumerate(pattern) if folder is None), len(pattern))
        return posixpath.join(*parts[: variable + 1]) in shell.linked


def _placeholders(page: Page, folders: int) -> Iterable[ShellPlaceholder]:
    """The placeholders for the values of a page."""
    yield from (text_placeholder(_TITLE), html_placeholder(_CONTENT), HEAD_PLACEHOLDER, path_placeholder(_NAME))
    yield from (path_placeholder(_folder(number)) for number in range(folders))
    if page.description:
        yield text_placeholder(_DESCRIPTION)
    if page.papers_anchor:
        yield path_placeholder(_PAPERS)
    for number in range(len(page.headings)):
        yield text_placeholder(_heading_text(number))
        yield path_placeholder(_heading_anchor(number))


def _model(page: Page, pattern: _Pattern, placeholders: Mapping[str, ShellPlaceholder]) -> Page:
    """Return a page like this one with placeholders for its values."""

    def text(name: str) -> str:
        return placeholders[name].text

    folders = [folder or text(_folder(number)) for number, folder in enumerate(pattern)]
    headings = [
        Heading(
            level=heading.level,
            anchor=text(_heading_anchor(number)),
            text=placeholders[_heading_text(number)].source,
        )
        for number, heading in enumerate(page.headings)
    ]
    return Page(
        address=posixpath.join(*folders, text(_NAME) + ".md"),
        title=placeholders[_TITLE].source,
        html=f"<h1>{text(_CONTENT)}</h1>",
        headings=tuple(headings),
        description=placeholders[_DESCRIPTION].source if page.description else "",
        head=HEAD_PLACEHOLDER.text,
        papers_anchor=text(_PAPERS) if page.papers_anchor else "",
    )


def _folder(number: int) -> str:
    return f"folder{number}"


def _heading_text(number: int) -> str:
    return f"text{number}"


def _heading_anchor(number: int) -> str:
    return f"anchor{number}"


def _parts(address: str) -> list[str]:
    return address.removesuffix(".md").split("/")


def _paths_to(urls: Iterable[str]) -> frozenset[str]:
    """Every folder, page and file on the way to one of these URLs."""
    paths = set()
    for url in urls:
        parts = url.removesuffix(".html").strip("/").split("/")
        paths |= {posixpath.join(*parts[: number + 1]) for number in range(len(parts))}
    return frozenset(paths)
