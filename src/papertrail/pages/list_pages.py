"""The pages of lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from papertrail.core import Row, Section
from papertrail.pages.downloads import Download
from papertrail.pages.head_tags import feed_link
from papertrail.pages.page import Heading, Page, PlannedPage, SearchEntry
from papertrail.pages.pagination import SectionPage, anchor, rows_on, section_pages, shown
from papertrail.pages.paper_pages import search_text
from papertrail.pages.renderer import PageRenderer
from papertrail.templating.words import Words
from papertrail.text.markdown import plain_inline

LISTS = "lists/index.md"
PAPERS = "papers"
"""The `id` of the element that contains the papers of a page."""


MOST_IN_NAVIGATION = 30
"""Maximum number of lists in the navigation. With more lists, which would make every page long, the navigation links to
a page of all lists."""


def lists_page(renderer: PageRenderer) -> Iterator[PlannedPage]:
    """Plan the page of all lists, if they are not in the navigation."""
    if _has_lists_page(renderer):
        yield PlannedPage(
            address=LISTS,
            kind="lists",
            title=renderer.words.gettext("Lists"),
            make=partial(_lists, renderer),
            search=lambda: (SearchEntry(title=renderer.words.gettext("Lists")),),
            in_navigation=True,
        )


def _has_lists_page(renderer: PageRenderer) -> bool:
    return len(renderer.catalog.lists) > MOST_IN_NAVIGATION


def _lists(renderer: PageRenderer) -> Page:
    lists, words = renderer.catalog.lists, renderer.words
    title = words.gettext("Lists")
    return Page(
        address=LISTS,
        title=title,
        html=renderer.html(LISTS, "lists", title, lists=lists),
        description=words.ngettext(
            "%(num)s list with its topics, and the number of papers of each.",
            "All %(num)s lists with their topics, and the number of papers of each.",
            len(lists),
        ),
    )


def list_pages(renderer: PageRenderer, data: Download, root: Section) -> Iterator[PlannedPage]:
    """Plan the pages of a list."""
    above = {below.path: section for section in root.walk() for below in section.sections}
    for page in section_pages(root, renderer.options.split):
        yield PlannedPage(
            address=page.address,
            kind="list",
            title=page.part.title(page.section.topic.name, renderer.words),
            make=partial(_page, renderer, data, page, root, above.get(page.section.path)),
            search=partial(_entries, renderer, page),
            weight=len(rows_on(page)),
            in_navigation=page.section is root and page.part.number == 1 and not _has_lists_page(renderer),
        )


def _page(renderer: PageRenderer, data: Download, page: SectionPage, root: Section, above: Section | None) -> Page:
    section = page.section
    below = _below(page)
    depth = len(section.path) - 1
    intro = _intro(section)
    title = page.part.title(section.topic.name, renderer.words)
    return Page(
        address=page.address,
        title=title,
        html=renderer.html(
            page.address,
            "list",
            title,
            page=page,
            root=root,
            section=section,
            above=above,
            shown=shown(page),
            count=len(rows_on(page)),
            total=len(section.papers),
            data=data,
            reading_path=reading_path,
            index=index_address(page.address),
        ),
        headings=tuple(Heading(level=min(len(s.path) - depth, 6), anchor=anchor(s), text=s.topic.name) for s in below),
        description=page.part.title(intro or _papers_on(section, renderer.words), renderer.words),
        head=feed_link(renderer.options.relative_url(page.address, data.feed), data.title),
        papers_anchor=PAPERS if rows_on(page) else "",
    )


def _papers_on(section: Section, words: Words) -> str:
    count = len(section.papers)
    return words.ngettext(
        "%(num)s paper on %(topic)s.", "%(num)s papers on %(topic)s.", count, topic=section.topic.name
    )


def _below(page: SectionPage) -> list[Section]:
    """Return the sections below the section of a page."""
    return [section for section, _ in shown(page)[1:]]


def _entries(renderer: PageRenderer, page: SectionPage) -> Iterator[SearchEntry]:
    if page.part.number == 1:
        yield SearchEntry(title=page.section.topic.name, text=_intro(page.section))
        for section in _below(page):
            yield SearchEntry(title=section.topic.name, text=_intro(section), anchor=anchor(section))
    for row in rows_on(page):
        if renderer.paper_urls.page_and_anchor(row.paper.id) == (
            page.address,
            row.paper.id,
        ):  # it has no page of its own
            yield SearchEntry(title=row.paper.name, text=search_text(row.paper), anchor=row.paper.id)


def _intro(section: Section) -> str:
    return " ".join(plain_inline(paragraph) for paragraph in section.topic.intro)


INDEX_FOLDER = "assets/index/"
TEXTS_FOLDER = "assets/texts/"


def index_address(address: str) -> str:
    """Return the address of the filter index of a page."""
    return f"{INDEX_FOLDER}{address.removesuffix('.md')}.json"


def text_address(address: str) -> str:
    """Return the address of the texts that belong to the index of a page."""
    return f"{TEXTS_FOLDER}{address.removesuffix('.md')}.json"


def reading_path(section: Section) -> list[Row]:
    """Return the papers of the topic's `start`, in this order."""
    if not section.topic.start:
        return []
    by_id = {row.paper.id: row for below in section.walk() for row in below.rows}
    return [by_id[id] for id in section.topic.start if id in by_id]
