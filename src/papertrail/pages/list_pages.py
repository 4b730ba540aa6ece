"""The pages of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain

from markupsafe import Markup

from papertrail.core import Row, Section
from papertrail.inserts import BlockInsert, CitationInsert
from papertrail.notes import Piece, render_pieces
from papertrail.pages.browse_options import ASKED_SCRIPT
from papertrail.pages.downloads import Download, list_text, section_feed
from papertrail.pages.head_tags import breadcrumbs, feed_link, linked_data, script_of_bar, typed_link
from papertrail.pages.list_parts import ListPart, ListParts, blocks_on, plain_parts, prose_parts
from papertrail.pages.list_prose import PlacedProse
from papertrail.pages.notes import SiteNotes, plain_text
from papertrail.pages.page import ROOT, Heading, Page, PlannedPage, SearchEntry
from papertrail.pages.pagination import SectionPage, rows_on, section_pages
from papertrail.pages.paper_pages import NOTES_IN_SEARCH, search_text, truncated
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


def list_pages(
    renderer: PageRenderer, data: Mapping[str, Download], root: Section, prose: PlacedProse | None, notes: SiteNotes
) -> Iterator[PlannedPage]:
    """Plan the pages of a list; `notes` resolves the links of its `prose`."""
    of_list = data[f"lists/{root.slug}.md"]
    above = {below.path: section for section in root.walk() for below in section.sections}
    for page in section_pages(root, renderer.options.split):
        parts = partial(_parts, renderer, page, prose, notes)
        yield PlannedPage(
            address=page.address,
            kind="list",
            title=page.part.title(page.section.topic.name, renderer.words),
            make=partial(
                _page,
                renderer,
                (of_list, data.get(page.part.first, of_list)),
                page,
                root,
                above.get(page.section.path),
                prose,
                parts,
            ),
            search=partial(_entries, renderer, page, parts),
            weight=len(rows_on(page)),
            in_navigation=page.section is root and page.part.number == 1 and not _has_lists_page(renderer),
        )


def _parts(renderer: PageRenderer, page: SectionPage, prose: PlacedProse | None, notes: SiteNotes) -> ListParts:
    if prose is None:
        return plain_parts(page)

    def fragment(name: str) -> str | None:
        target = prose.target(name)
        return target and renderer.section_url(*target, on_page=page.address)

    blocks = [block.block for block in blocks_on(page, prose)]
    pieces = chain.from_iterable((*(block.heading.pieces if block.heading else ()), *block.pieces) for block in blocks)
    inserts = notes.inserts.on_page(piece for piece in pieces if isinstance(piece, BlockInsert | CitationInsert))

    def render(pieces: Iterable[Piece]) -> str:
        link, image = partial(notes.link, prose.path), partial(notes.image, prose.path)
        html = render_pieces(pieces, link=link, image=image, fragment=fragment, insert=inserts.html)
        return html.replace("<p></p>\n", "").strip()

    parts = prose_parts(page, prose, render)
    bibliography = ListPart(html=Markup(inserts.closing()))  # noqa: S704 - finished HTML
    return replace(parts, after=(*parts.after, bibliography)) if bibliography.html else parts


def _page(
    renderer: PageRenderer,
    data: tuple[Download, Download],
    page: SectionPage,
    root: Section,
    above: Section | None,
    prose: PlacedProse | None,
    parts_of: Callable[[], ListParts],
) -> Page:
    section, parts = page.section, parts_of()
    of_list, of_page = data
    summary = (prose and prose.summary(section.path)) or _intro(section)
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
            parts=parts,
            columns=renderer.columns(rows_on(page)),
            count=len(rows_on(page)),
            total=len(section.papers),
            data=of_list,
            feed=of_page.feed,
            section_feed=partial(section_feed, root),
            reading_path=reading_path,
            index=index_address(page.address),
        ),
        headings=parts.headings,
        description=page.part.title(truncated(summary, 300) or _papers_on(section, renderer.words), renderer.words),
        head=feed_link(renderer.options.relative_url(page.address, of_page.feed), of_page.title)
        # The theme treats `alternate` alone as the same page in another language.
        + typed_link(
            "alternate describedby", renderer.options.relative_url(page.address, list_text(root.slug)), "text/markdown"
        )
        + (script_of_bar(renderer.options.relative_url(page.address, ASKED_SCRIPT)) if rows_on(page) else "")
        + _linked_data(renderer, page, root),
        papers_anchor=PAPERS if rows_on(page) else "",
    )


def _linked_data(renderer: PageRenderer, page: SectionPage, root: Section) -> str:
    """Return the papers of a page and the path to it for search engines."""
    site_url = renderer.options.site_url
    if site_url is None:
        return ""
    urls = [site_url + renderer.paper_urls.url(row.paper) for row in rows_on(page)]
    items = [{"@type": "ListItem", "position": number, "url": url} for number, url in enumerate(urls, 1)]
    papers = linked_data({"@type": "ItemList", "itemListElement": items}) if items else ""
    above = [section for section in root.walk() if section.path == page.section.path[: len(section.path)]]
    path = [(section.topic.name, renderer.section_url(section.path).replace(ROOT, site_url)) for section in above]
    return papers + (breadcrumbs(path) if len(path) > 1 else "")


def _papers_on(section: Section, words: Words) -> str:
    count = len(section.papers)
    return words.ngettext(
        "%(num)s paper on %(topic)s.", "%(num)s papers on %(topic)s.", count, topic=section.topic.name
    )


def _entries(renderer: PageRenderer, page: SectionPage, parts_of: Callable[[], ListParts]) -> Iterator[SearchEntry]:
    parts = parts_of()
    if page.part.number == 1:
        heading, texts = Heading(level=1, anchor="", text=page.section.topic.name), list[str]()
        for part in (*parts.before, *parts.inside, *parts.after):
            if part.heading:
                yield _entry(heading, texts)
                heading, texts = part.heading, []
            texts += (*map(plain_inline, part.intro), *([plain_text(part.html)] if part.html else []))
        yield _entry(heading, texts)
    for row in rows_on(page):
        if renderer.paper_urls.page_and_anchor(row.paper.id) == (
            page.address,
            row.paper.id,
        ):  # it has no page of its own
            yield SearchEntry(title=row.paper.name, text=search_text(row.paper), anchor=row.paper.id, indexed=True)


def _entry(heading: Heading, texts: list[str]) -> SearchEntry:
    return SearchEntry(title=heading.text, text=truncated(" ".join(texts), NOTES_IN_SEARCH), anchor=heading.anchor)


def _intro(section: Section) -> str:
    return " ".join(plain_inline(paragraph) for paragraph in section.topic.intro)


INDEX_FOLDER = "assets/index/"
TEXTS_FOLDER = "assets/texts/"
WORDS_FOLDER = "assets/words/"


def index_address(address: str) -> str:
    """Return the address of the filter index of a page."""
    return f"{INDEX_FOLDER}{address.removesuffix('.md')}.json"


def text_address(address: str) -> str:
    """Return the address of the texts that belong to the index of a page."""
    return f"{TEXTS_FOLDER}{address.removesuffix('.md')}.json"


def words_address(address: str) -> str:
    """Return the address of the words of abstracts that belong to the index of a page."""
    return f"{WORDS_FOLDER}{address.removesuffix('.md')}.json"


def reading_path(section: Section) -> list[Row]:
    """Return the papers of the topic's `start`, in this order."""
    if not section.topic.start:
        return []
    by_id = {row.paper.id: row for below in section.walk() for row in below.rows}
    return [by_id[id] for id in section.topic.start if id in by_id]
