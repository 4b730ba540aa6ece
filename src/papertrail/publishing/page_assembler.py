"""The fast way to pages: the theme is rendered once for all pages of a kind in a folder, and the rest are put together
from that shell.

Nothing is taken on trust. The first page of its kind in a folder is rendered the ordinary way, as the only one of its
kind is; the shell that the second one asks for must then give just that page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig

from papertrail.pages import Heading, Page, PageOptions, PlannedPage
from papertrail.publishing.navigation import theme_text
from papertrail.publishing.theme_shell import Mark, Shell, path_mark, plain_mark, shell_of, text_mark

_HARMLESS = ("papertrail.", "material.plugins.search.", "material.plugins.tags.", "mkdocs_macros.")
"""Modules of plugins that leave finished pages of ours as they are."""
_OF_PAGES = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
"""The events in which a plugin handles one page."""

_LINK = re.compile(r"""(?:href|src|action)=["']?([^"'\s>]+)""")
_FOLDER, _NAME = "folder", "name"
_TITLE, _DESCRIPTION, _CONTENT, _HEAD, _PAPERS = "title", "description", "content", "head", "papers"
HEAD_MARK = plain_mark(_HEAD)

Key = tuple[object, ...]


class LaneDiffersError(Exception):
    """A page from a shell is not what the theme makes of it; the message says which one."""


def others_on_pages(config: MkDocsConfig) -> list[str]:
    """The names of plugins and hooks that may change finished pages."""
    found: dict[str, None] = {}
    for event in _OF_PAGES:
        for method in config.plugins.events[event]:
            owner = getattr(method, "__self__", None)
            module = type(owner).__module__ if owner is not None else getattr(method, "__module__", "")
            if not str(module).startswith(_HARMLESS):
                found[config.plugins._event_origins.get(method) or str(module)] = None
    return list(found)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A shell, and the folders from which the theme's links would be shorter than they are in it."""

    shell: Shell
    linked: frozenset[str]


class Lane:
    """Makes the pages of a site, each as the theme would."""

    def __init__(
        self,
        options: PageOptions,
        theme: Callable[[Page], str],
        head: Callable[[Page], str],
        navigation: Iterable[str],
    ) -> None:
        """`theme` renders a page the ordinary way, `head` gives what goes to the end of its head; `navigation` are the
        URLs, from the top of the site, that the theme links to from each page.
        """
        self._options, self._theme, self._head = options, theme, head
        self._named = _folders(navigation)
        self._samples: dict[Key, tuple[Page, bytes]] = {}
        self._shells: dict[Key, _Kept | None] = {}
        self._distrusted = False

    def page(self, planned: PlannedPage, page: Page) -> bytes:
        """The finished page. Raises `LaneDiffersError` where the theme makes another one of it."""
        # The theme shows where in the navigation a page is, and the URL of an index is that of its folder.
        if self._distrusted or planned.in_navigation or page.address.endswith("index.md"):
            return self._ordinary(page)
        key = self._key(planned, page)
        if key not in self._shells:
            if key not in self._samples:
                self._samples[key] = page, self._ordinary(page)
            sample, html = self._samples[key]
            if sample.address == page.address:
                return html
            self._shells[key] = self._verified(self._kept(page), sample, html)
            del self._samples[key]
        kept = self._shells[key]
        if kept is None or self._linked(page, kept):
            return self._ordinary(page)
        return self._spliced(page, kept)

    def distrust(self) -> None:
        """From now on have the theme make each page."""
        self._distrusted = True

    def forget_pages(self) -> None:
        """What pages hold has changed; the shells have not."""
        self._samples.clear()

    def _verified(self, kept: _Kept | None, sample: Page, html: bytes) -> _Kept | None:
        """A shell that gives just the sample; None where the sample is no page for a shell."""
        if kept is None or self._linked(sample, kept):
            return None
        if self._spliced(sample, kept) != html:
            raise LaneDiffersError(sample.address)
        return kept

    def _ordinary(self, page: Page) -> bytes:
        return self._theme(page).encode("utf-8", errors="xmlcharrefreplace")

    def _spliced(self, page: Page, kept: _Kept) -> bytes:
        *folders, name = _parts(page.address)
        values = {
            _TITLE: theme_text(page.title),
            _DESCRIPTION: theme_text(page.description),
            _CONTENT: page.html,
            _HEAD: self._head(page),
            _PAPERS: page.papers_anchor,
            _NAME: name,
        }
        values |= {f"{_FOLDER}{number}": folder for number, folder in enumerate(folders)}
        for number, heading in enumerate(page.headings):
            values[f"text{number}"] = theme_text(heading.text)
            values[f"anchor{number}"] = heading.anchor
        return kept.shell.filled(values)

    def _key(self, planned: PlannedPage, page: Page) -> Key:
        """What pages have in common for which the theme makes the same of their marks."""
        levels = tuple(heading.level for heading in page.headings)
        return (
            planned.kind, self._pattern(page.address),
            levels, bool(page.papers_anchor), bool(page.description),
        )  # fmt: skip

    def _pattern(self, address: str) -> tuple[str | None, ...]:
        """The folders of a page, with None for each from which nothing in the navigation is nearer than from others."""
        folders = _parts(address)[:-1]
        known = [posixpath.join(*folders[: number + 1]) in self._named for number in range(len(folders))]
        return tuple(folder if named else None for folder, named in zip(folders, known, strict=True))

    def _kept(self, page: Page) -> _Kept | None:
        """The shell for pages like this one; None where the theme does something with a page's values that is not
        known.
        """
        pattern = self._pattern(page.address)
        marks = [text_mark(_TITLE), plain_mark(_CONTENT), HEAD_MARK, path_mark(_NAME)]
        marks += [path_mark(f"{_FOLDER}{number}") for number in range(len(pattern))]
        marks += [text_mark(_DESCRIPTION)] if page.description else []
        marks += [path_mark(_PAPERS)] if page.papers_anchor else []
        for number in range(len(page.headings)):
            marks += [text_mark(f"text{number}"), path_mark(f"anchor{number}")]
        by_name = {mark.name: mark for mark in marks}
        folders = [folder or by_name[f"{_FOLDER}{number}"].text for number, folder in enumerate(pattern)]
        model = Page(
            address=posixpath.join(*folders, by_name[_NAME].text + ".md"),
            title=_before_theme(by_name[_TITLE]),
            html=f"<h1>{by_name[_CONTENT].text}</h1>",
            headings=tuple(
                Heading(
                    level=heading.level,
                    anchor=by_name[f"anchor{number}"].text,
                    text=_before_theme(by_name[f"text{number}"]),
                )
                for number, heading in enumerate(page.headings)
            ),
            description=_before_theme(by_name[_DESCRIPTION]) if page.description else "",
            head=HEAD_MARK.text,
            papers_anchor=by_name[_PAPERS].text if page.papers_anchor else "",
        )
        html = self._theme(model).replace(f"<h1>{by_name[_CONTENT].text}</h1>", by_name[_CONTENT].text)
        shell = shell_of(html, marks)
        linked = _folders(self._targets(html, model.address))
        return _Kept(shell, linked) if shell is not None else None

    def _targets(self, html: str, address: str) -> Iterable[str]:
        """The addresses of this site that a page links to, from the top."""
        base = "https://x.invalid/" + self._options.url_of(address)
        for link in set(_LINK.findall(html)):
            target = urlsplit(urljoin(base, link))
            if target.netloc == "x.invalid":
                yield target.path.lstrip("/")

    def _linked(self, page: Page, kept: _Kept) -> bool:
        """Whether the shell links into the folder of this page, so that the page's own links would be shorter."""
        parts, pattern = _parts(page.address), self._pattern(page.address)
        wild = next((number for number, folder in enumerate(pattern) if folder is None), len(pattern))
        return posixpath.join(*parts[: wild + 1]) in kept.linked


def _parts(address: str) -> list[str]:
    return address.removesuffix(".md").split("/")


def _before_theme(mark: Mark) -> str:
    """The text of which the theme is given the mark."""
    return mark.text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def _folders(urls: Iterable[str]) -> frozenset[str]:
    """Every folder, page and file that lies on the way to one of these addresses."""
    found = set()
    for url in urls:
        parts = url.removesuffix(".html").strip("/").split("/")
        found |= {posixpath.join(*parts[: number + 1]) for number in range(len(parts))}
    return frozenset(found)
