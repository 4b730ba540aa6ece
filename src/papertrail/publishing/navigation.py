"""The navigation of the site, and the table of contents of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import nest_paths

from papertrail.pages import Heading, Page, PlannedPage
from papertrail.templating.words import ENGLISH, Words
from papertrail.text.markdown import html_text, inert


def navigation(pages: Sequence[tuple[PlannedPage, str]], own: Iterable[File], words: Words = ENGLISH) -> list[Any]:
    """Return the navigation of a site whose `mkdocs.yml` has none: home, lists, indexes, then the maintainer's pages.

    `pages` are papertrail's pages with the paths of their files on the site; `own` are the maintainer's, which replace
    papertrail's at the same path. Only lists and indexes are in the navigation: with every venue in it, each page would
    be as long as the list.
    """
    own_sources = {file.dest_uri: file.src_uri for file in own}

    def sources(chosen: Iterable[tuple[PlannedPage, str]]) -> list[str]:
        return [own_sources.pop(path, page.address) for page, path in chosen]

    def section(title: str, *addresses: str) -> list[Any]:
        inside = sources(item for item in shown if item[0].address in addresses)
        return [{title: inside}] if len(inside) > 1 else inside

    home = sources(item for item in pages if item[0].address == "index.md")
    shown = [item for item in pages if item[0].in_navigation]
    lists = [page.address for page, _ in shown if page.address.startswith("lists/")]
    indexes = [page.address for page, _ in shown if page.kind == "index"]
    return [
        *home,
        *section(words.gettext("Browse"), "browse.md"),
        *section(words.gettext("Lists"), *lists),
        *section(words.gettext("Indexes"), *indexes),
        *section(words.gettext("Overview"), "recent.md", "statistics.md", "data.md"),
        *section(words.gettext("Add a paper"), "add.md"),
        *nest_paths(list(own_sources.values())),  # type: ignore[no-untyped-call]
    ]


def theme_text(text: str) -> str:
    """Return a text as HTML, for values that the theme does not escape."""
    return inert(html_text(text))


def table_of_contents(page: Page) -> list[AnchorLink]:
    """Return the headings of a page as links.

    The theme omits the first one, which is the title, and uses it as the target of its link "Skip to content".
    """
    headings = _nested(page.headings)
    if not page.papers_anchor:
        return headings
    top = AnchorLink(theme_text(page.title), page.papers_anchor, 1)
    top.children = headings
    return [top]


def _nested(headings: tuple[Heading, ...]) -> list[AnchorLink]:
    """Return headings as a tree. The parent of a heading is the nearest one before it with a lower level."""
    roots: list[AnchorLink] = []
    open_links: list[AnchorLink] = []
    for heading in headings:
        link = AnchorLink(theme_text(heading.text), heading.anchor, heading.level)
        while open_links and open_links[-1].level >= heading.level:
            open_links.pop()
        (open_links[-1].children if open_links else roots).append(link)
        open_links.append(link)
    return roots
