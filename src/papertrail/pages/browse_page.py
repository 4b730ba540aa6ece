"""The page Browse: all papers, to search, filter, group and sort."""

from __future__ import annotations

from functools import partial

from papertrail.core import Row, Section
from papertrail.pages.browse_options import ASKED_SCRIPT, ROWS_AT_ONCE
from papertrail.pages.downloads import Download
from papertrail.pages.head_tags import script_of_bar
from papertrail.pages.list_pages import PAPERS, index_address
from papertrail.pages.page import Page, PageOptions, PlannedPage, SearchEntry
from papertrail.pages.renderer import PageRenderer
from papertrail.text.markdown import html_text

SCRIPT = "assets/papertrail/browse.js"
"""The script behind the bar, loaded on demand."""


ADDRESS = "browse.md"


def browse_page(renderer: PageRenderer, all_papers: Download) -> PlannedPage:
    """Plan the page of all papers."""
    return PlannedPage(
        address=ADDRESS,
        kind="browse",
        title=renderer.words.gettext("Browse"),
        make=partial(_page, renderer, all_papers),
        search=lambda: (SearchEntry(title=renderer.words.gettext("Browse")),),
        in_navigation=True,
    )


def _page(renderer: PageRenderer, all_papers: Download) -> Page:
    address, words = ADDRESS, renderer.words
    title, count = words.gettext("Browse"), len(all_papers.rows)
    shown = first_rows(renderer.catalog.lists)
    return Page(
        address=address,
        title=title,
        html=renderer.html(
            address,
            "browse",
            title,
            count=count,
            shown=shown,
            columns=renderer.columns(renderer.catalog.rows),
            more=sum(len(rows) for _, rows in shown) < sum(len(p.topics) for p in renderer.catalog.papers),
            lists=renderer.catalog.lists,
            whole=True,
            edit_base=renderer.options.edit_base,
            edit_form=renderer.options.edit_form,
            data=all_papers,
            index=index_address(address),
        ),
        description=words.ngettext(
            "Search and filter %(num)s paper by topic, venue, year, institution or author.",
            "Search and filter %(num)s papers by topic, venue, year, institution or author.",
            count,
        ),
        head=script_of_bar(renderer.options.relative_url(address, ASKED_SCRIPT))
        + ("" if renderer.options.offline else _preload_tags(renderer.options, address)),
        papers_anchor=PAPERS,
    )


def first_rows(lists: tuple[Section, ...]) -> list[tuple[Section, list[Row]]]:
    """Return the sections and rows that the page contains without a script."""
    left, shown = ROWS_AT_ONCE, []
    for section in (below for root in lists for below in root.walk()):
        if left and section.rows:
            shown.append((section, list(section.rows[:left])))
            left -= len(shown[-1][1])
    return shown


def _preload_tags(options: PageOptions, address: str) -> str:
    """Preload the script and the index of the bar."""
    script, index = options.relative_url(address, SCRIPT), options.relative_url(address, index_address(address))
    return (
        f'<link rel="modulepreload" href="{html_text(script)}">\n'
        f'<link rel="preload" as="fetch" crossorigin href="{html_text(index)}">\n'
    )
