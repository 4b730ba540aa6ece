"""The pages of venues, institutions, years, keywords and authors, with an index of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlencode

from papertrail.core import Catalog, Group, Row
from papertrail.pages.downloads import Download
from papertrail.pages.head_tags import feed_link
from papertrail.pages.list_pages import PAPERS
from papertrail.pages.page import Page, PlannedPage, SearchEntry
from papertrail.pages.pagination import PageNumber, numbered_address, split_rows
from papertrail.pages.renderer import PageRenderer, group_address, papers
from papertrail.text.urls import is_safe


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A way of grouping papers other than topics."""

    folder: str
    title: str
    singular: str
    groups: tuple[Group, ...]

    def browse_query(self, group: Group) -> str | None:
        """Return the query with which Browse shows a group.

        None for a year of a venue: Browse filters by the year of the paper, which differs for a preprint that was
        published later.
        """
        if group.year is not None:
            return None
        if self.folder == "years":
            return f"year={group.name}-{group.name}"
        return urlencode({self.singular.lower(): group.name}, quote_via=quote)


def axes_of(catalog: Catalog) -> tuple[Axis, ...]:
    """Return all axes, in the order of the navigation."""
    return (
        Axis(folder="venues", title="Venues", singular="Venue", groups=catalog.venues),
        Axis(folder="institutions", title="Institutions", singular="Institution", groups=catalog.institutions),
        Axis(folder="years", title="Years", singular="Year", groups=catalog.years),
        Axis(folder="keywords", title="Keywords", singular="Keyword", groups=catalog.keywords),
        Axis(folder="authors", title="Authors", singular="Author", groups=catalog.authors),
    )


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
            yield from _group_pages(renderer, axis, part, by_name, None)


def _index(renderer: PageRenderer, axis: Axis) -> Page:
    address = f"{axis.folder}/index.md"
    which = " with two or more papers" if axis.folder == "authors" else ""
    return Page(
        address=address,
        title=axis.title,
        html=renderer.html(address, "index", axis.title, axis=axis),
        description=f"All {axis.title.lower()}{which}, and the number of papers of each.",
    )


def _group_pages(
    renderer: PageRenderer, axis: Axis, group: Group, by_name: Mapping[str, Group], data: Download | None
) -> Iterator[PlannedPage]:
    first = group_address(axis.folder, group)
    for part, rows in split_rows(group.rows, first, renderer.options.split):
        yield PlannedPage(
            address=numbered_address(first, part.number),
            kind="group",
            title=part.title(group.name),
            make=partial(_group_page, renderer, axis, group, part, rows, by_name, data),
            search=partial(_entries, axis, group, part),
            weight=len(rows),
        )


def _entries(axis: Axis, group: Group, part: PageNumber) -> tuple[SearchEntry, ...]:
    return (SearchEntry(title=group.name, text=_description(axis, group)),) if part.number == 1 else ()


def _description(axis: Axis, group: Group) -> str:
    return f"{axis.singular} {group.full or group.name}: {papers(len(group.rows))}."


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
        title=part.title(group.name),
        html=renderer.html(
            address,
            "group",
            part.title(group.name),
            axis=axis,
            group=group,
            part=part,
            rows=rows,
            data=data,
            own_page=group.url if group.url and is_safe(group.url) else None,
            members=[by_name[name] for name in group.members if name in by_name],
            parent=by_name.get(group.parent or ""),
        ),
        description=part.title(_description(axis, group)),
        head=feed_link(renderer.options.relative_url(address, data.feed), data.title) if data else "",
        papers_anchor=PAPERS,
    )
