"""The pages of venues, institutions, years, keywords and authors, with an index of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlencode

from papertrail.core import Catalog, Group, Row
from papertrail.core.authors import names_of
from papertrail.pages.browse_options import AS_WRITTEN, ASKED_SCRIPT
from papertrail.pages.browse_page import ADDRESS
from papertrail.pages.downloads import ALL_PAPERS, Download
from papertrail.pages.head_tags import feed_link, script_of_bar
from papertrail.pages.list_pages import PAPERS, index_address
from papertrail.pages.page import Page, PlannedPage, SearchEntry
from papertrail.pages.pagination import PageNumber, numbered_address, split_rows
from papertrail.pages.renderer import PageRenderer, group_address, papers
from papertrail.templating.words import ENGLISH, Words
from papertrail.text.urls import is_safe

MOST_BESIDE = 2_500
"""With more papers in the whole list, whose index is larger, the filters of a group are loaded when a reader asks for
them; otherwise they are next to the rows where there is room."""


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A way of grouping papers other than topics."""

    folder: str
    key: str
    """The name of its facet in the query of a URL."""
    title: str
    singular: str
    all: str
    """The text of links to its index."""
    counted: str
    """What its groups are called after their number."""
    summary: str
    """A sentence about its index."""
    none: str
    """A sentence for an index without groups."""
    groups: tuple[Group, ...]
    count: int
    """The number of all venues, authors and so on. Only authors of two or more papers are groups."""

    @property
    def indented(self) -> Iterator[tuple[Group, int]]:
        """Its groups, each with its level: parts of an institution follow it."""
        by_name = {group.name: group for group in self.groups}
        waiting = [(group, 0) for group in reversed(self.groups) if group.parent not in by_name]
        seen: set[str] = set()
        while waiting:
            group, level = waiting.pop()
            if group.name not in seen:
                seen.add(group.name)
                yield group, level
                waiting += [(by_name[name], level + 1) for name in reversed(group.members) if name in by_name]
        yield from ((group, 0) for group in self.groups if group.name not in seen)

    def browse_query(self, group: Group) -> str | None:
        """Return the query with which Browse shows a group.

        None for a year of a venue: Browse filters by the year of the paper, which differs for a preprint that was
        published later.
        """
        if group.year is not None:
            return None
        if self.folder == "years":
            return f"year={group.name}-{group.name}"
        return urlencode({self.key: group.name}, quote_via=quote)


def axes_of(catalog: Catalog, words: Words = ENGLISH) -> tuple[Axis, ...]:
    """Return all axes, in the order of the navigation."""
    _ = words.gettext
    return (
        Axis(
            folder="venues",
            key="venue",
            title=_("Venues"),
            singular=_("Venue"),
            all=_("All venues"),
            counted=words.ngettext("venue", "venues", len(catalog.venues)),
            summary=_("All venues, and the number of papers of each."),
            none=_("No venues yet."),
            groups=catalog.venues,
            count=len(catalog.venues),
        ),
        Axis(
            folder="institutions",
            key="institution",
            title=_("Institutions"),
            singular=_("Institution"),
            all=_("All institutions"),
            counted=words.ngettext("institution", "institutions", len(catalog.institutions)),
            summary=_("All institutions, and the number of papers of each."),
            none=_("No institutions yet."),
            groups=catalog.institutions,
            count=len(catalog.institutions),
        ),
        Axis(
            folder="years",
            key="year",
            title=_("Years"),
            singular=_("Year"),
            all=_("All years"),
            counted=words.ngettext("year", "years", len(catalog.years)),
            summary=_("All years, and the number of papers of each."),
            none=_("No years yet."),
            groups=catalog.years,
            count=len(catalog.years),
        ),
        Axis(
            folder="keywords",
            key="keyword",
            title=_("Keywords"),
            singular=_("Keyword"),
            all=_("All keywords"),
            counted=words.ngettext("keyword", "keywords", len(catalog.keywords)),
            summary=_("All keywords, and the number of papers of each."),
            none=_("No keywords yet."),
            groups=catalog.keywords,
            count=len(catalog.keywords),
        ),
        _authors(catalog, words),
    )


def _authors(catalog: Catalog, words: Words) -> Axis:
    authors, _ = author_count(catalog), words.gettext
    return Axis(
        folder="authors",
        key="author",
        title=_("Authors"),
        singular=_("Author"),
        all=_("All authors"),
        counted=words.ngettext("author", "authors", authors),
        summary=_("All authors with two or more papers, and the number of papers of each."),
        none=_("No author has two or more papers yet."),
        groups=catalog.authors,
        count=authors,
    )


def author_count(catalog: Catalog) -> int:
    """Return the number of all authors."""
    return len({author for paper in catalog.papers for author in names_of(paper.authors)})


def axis_pages(renderer: PageRenderer, axis: Axis, data: Mapping[str, Download]) -> Iterator[PlannedPage]:
    """Plan the index of an axis and the pages of its groups; `data` has the downloads by the address of their page."""
    yield PlannedPage(
        address=f"{axis.folder}/index.md",
        kind="index",
        title=axis.title,
        make=partial(_index, renderer, axis),
        search=lambda: (SearchEntry(title=axis.title),),
        in_navigation=bool(axis.groups),
    )
    by_name = {group.name: group for group in axis.groups}
    for group in axis.groups:
        yield from _group_pages(renderer, axis, group, by_name, data.get(group_address(axis.folder, group)))
        for part in group.parts:
            yield from _group_pages(renderer, axis, part, by_name, data.get(group_address(axis.folder, part)))


def _index(renderer: PageRenderer, axis: Axis) -> Page:
    address = f"{axis.folder}/index.md"
    return Page(
        address=address,
        title=axis.title,
        html=renderer.html(address, "index", axis.title, axis=axis),
        description=axis.summary,
    )


def _group_pages(
    renderer: PageRenderer, axis: Axis, group: Group, by_name: Mapping[str, Group], data: Download | None
) -> Iterator[PlannedPage]:
    first = group_address(axis.folder, group)
    for part, rows in split_rows(group.rows, first, renderer.options.split):
        yield PlannedPage(
            address=numbered_address(first, part.number),
            kind="group",
            title=part.title(group.name, renderer.words),
            make=partial(_group_page, renderer, axis, group, part, rows, by_name, data),
            search=partial(_entries, axis, group, part, renderer.words),
            weight=len(rows),
        )


def _entries(axis: Axis, group: Group, part: PageNumber, words: Words) -> tuple[SearchEntry, ...]:
    return (SearchEntry(title=group.name, text=_description(axis, group, words)),) if part.number == 1 else ()


def _description(axis: Axis, group: Group, words: Words) -> str:
    values = {"axis": axis.singular, "name": group.full or group.name, "papers": papers(len(group.rows), words)}
    return words.gettext("%(axis)s %(name)s: %(papers)s.", **values)


def _within(renderer: PageRenderer, axis: Axis, group: Group) -> str:
    """Return the query that gives the papers of a group among those of the index of all papers."""
    if query := axis.browse_query(group):
        return query
    year_of = renderer.catalog.venue_year
    texts = {venue.text for row in group.rows for venue in row.paper.venues if year_of(venue) is group}
    return urlencode([(AS_WRITTEN, text) for text in sorted(texts)])


def _group_page(
    renderer: PageRenderer,
    axis: Axis,
    group: Group,
    part: PageNumber,
    rows: tuple[Row, ...],
    by_name: Mapping[str, Group],
    data: Download | None,
) -> Page:
    address = numbered_address(part.first, part.number)
    return Page(
        address=address,
        title=part.title(group.name, renderer.words),
        html=renderer.html(
            address,
            "group",
            part.title(group.name, renderer.words),
            axis=axis,
            group=group,
            part=part,
            rows=rows,
            columns=renderer.columns(group.rows),
            data=data,
            within=_within(renderer, axis, group) if part.of > 1 else None,
            count=len(group.rows),
            beside=len(renderer.catalog.rows) <= MOST_BESIDE,
            index=index_address(ADDRESS),
            edit_base=renderer.options.edit_base,
            all_papers=ALL_PAPERS,
            own_page=group.url if group.url and is_safe(group.url) else None,
            members=[by_name[name] for name in group.members if name in by_name],
            parent=by_name.get(group.parent or ""),
        ),
        description=part.title(_description(axis, group, renderer.words), renderer.words),
        head=(feed_link(renderer.options.relative_url(address, data.feed), data.title) if data else "")
        + (script_of_bar(renderer.options.relative_url(address, ASKED_SCRIPT)) if part.of > 1 else ""),
        papers_anchor=PAPERS,
    )
