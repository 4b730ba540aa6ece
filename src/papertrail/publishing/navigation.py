"""The navigation of the site, and the table of contents of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from papertrail.pages import Heading, Page, PlannedPage
from papertrail.publishing.host import AnchorLink, Files, MkDocsConfig, Navigation, get_navigation, nest_paths
from papertrail.templating.words import ENGLISH, Words
from papertrail.text.markdown import html_text, inert

_HOME = "index.md"


def navigation(
    pages: Iterable[PlannedPage], sources: Mapping[str, str], own: Iterable[str], words: Words = ENGLISH
) -> list[Any]:
    """Return the navigation of a site whose `mkdocs.yml` has none: home, lists, indexes, then the maintainer's pages.

    `sources` are the files at the addresses of pages: papertrail's, or the maintainer's that replace them; a page
    without one is not on the site. `own` are the other files of the maintainer. Only lists and indexes are in the
    navigation: with every venue in it, each page would be as long as the list.
    """

    def section(title: str, *addresses: str) -> list[Any]:
        inside = [sources[page.address] for page in shown if page.address in addresses and page.address in sources]
        return [{title: inside}] if len(inside) > 1 else inside

    shown = [page for page in pages if page.in_navigation]
    lists = [page.address for page in shown if page.address.startswith("lists/")]
    indexes = [page.address for page in shown if page.kind == "index"]
    return [
        *[sources[_HOME] for _ in sources.keys() & {_HOME}],
        *section(words.gettext("Browse"), "browse.md"),
        *section(words.gettext("Lists"), *lists),
        *section(words.gettext("Indexes"), *indexes),
        *section(words.gettext("Overview"), "recent.md", "statistics.md", "data.md"),
        *section(words.gettext("Add a paper"), "add.md"),
        *nest_paths(list(own)),  # type: ignore[no-untyped-call]
    ]


def navigation_of(items: list[Any], replaced: Navigation, files: Files, config: MkDocsConfig) -> Navigation:
    """Return the navigation with these items as MkDocs builds it from its configuration, which stays as it is."""
    for page in replaced.pages:
        page.parent = page.previous_page = page.next_page = None
    before, config.nav = config.nav, items
    try:
        return get_navigation(files, config)
    finally:
        config.nav = before


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
