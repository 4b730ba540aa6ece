"""What the theme shows of all pages and of one: the navigation, and the table of contents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import nest_paths

from papertrail.pages import Heading, Page, PlannedPage
from papertrail.text.markdown import html_text, inert


def navigation(pages: list[tuple[PlannedPage, str]], own: list[File]) -> list[Any]:
    """The navigation of a site whose `mkdocs.yml` gives none: home, lists, indexes, then the maintainer's pages.

    `pages` are ours with the address of their file on the site; a page of the maintainer's at the same address stands
    in the place of ours. Only lists and indexes are in the navigation: with every venue each page would be as long as
    the list.
    """
    by_dest = {file.dest_uri: file.src_uri for file in own}

    def sources(chosen: Iterable[tuple[PlannedPage, str]]) -> list[str]:
        return [by_dest.pop(dest, page.address) for page, dest in chosen]

    def section(title: str, *addresses: str) -> list[Any]:
        wanted = frozenset(addresses)
        inside = sources(item for item in shown if item[0].address in wanted)
        return [{title: inside}] if len(inside) > 1 else inside

    home = sources(item for item in pages if item[0].address == "index.md")
    shown = [item for item in pages if item[0].in_navigation]
    lists = [item[0].address for item in shown if item[0].address.startswith("lists/")]
    indexes = [item[0].address for item in shown if item[0].kind == "index"]
    return [
        *home,
        *section("Browse", "browse.md"),
        *section("Lists", *lists),
        *section("Indexes", *indexes),
        *section("Overview", "recent.md", "statistics.md", "data.md"),
        *nest_paths(list(by_dest.values())),  # type: ignore[no-untyped-call]
    ]


def theme_text(text: str) -> str:
    """A text that the theme writes into its HTML as it is."""
    return inert(html_text(text))


def table_of_contents(page: Page) -> list[AnchorLink]:
    """The theme leaves out the first heading, which is the page's own, and takes it for the target of the link that
    skips what stands before the text.
    """
    headings = _nested(page.headings)
    if not page.papers_anchor:
        return headings
    top = AnchorLink(theme_text(page.title), page.papers_anchor, 1)
    top.children = headings
    return [top]


def _nested(headings: tuple[Heading, ...]) -> list[AnchorLink]:
    """Headings as a tree, each below the nearest one before it of a lower level."""
    roots: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for heading in headings:
        link = AnchorLink(theme_text(heading.text), heading.anchor, heading.level)
        while open_links and open_links[-1].level >= heading.level:
            open_links.pop()
        (open_links[-1].children if open_links else roots).append(link)
        open_links.append(link)
    return roots
