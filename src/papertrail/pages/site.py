"""Which pages the site has, and how each comes from its template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2
from markupsafe import Markup

from papertrail.addresses import is_safe
from papertrail.markup import html_inline, inert, plain_inline
from papertrail.models import Catalog, Group, Row, Section
from papertrail.pages.page import ROOT, Heading, Page, PageOptions
from papertrail.pages.rows import Rows


def pages_of(catalog: Catalog, templates: jinja2.Environment, options: PageOptions) -> Iterator[Page]:
    """Every page: home, lists, and the indexes and pages of venues, institutions and years."""
    site = _Site(catalog, templates, options)
    yield site.home()
    for section in catalog.lists:
        yield site.list_page(section)
    for axis in site.axes():
        yield site.index_page(axis)
        for group in axis.groups:
            yield site.group_page(axis, group)


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A way of grouping papers beside the topics."""

    folder: str
    title: str
    singular: str
    groups: tuple[Group, ...]


class _Site:
    """The catalog with the templates, and the rows rendered so far."""

    def __init__(self, catalog: Catalog, templates: jinja2.Environment, options: PageOptions) -> None:
        self.catalog = catalog
        self.options = options
        self.templates = templates
        self.rows = Rows(catalog, templates, options)

    def axes(self) -> list[Axis]:
        catalog = self.catalog
        return [
            Axis(folder="venues", title="Venues", singular="Venue", groups=catalog.venues),
            Axis(
                folder="institutions",
                title="Institutions",
                singular="Institution",
                groups=catalog.institutions,
            ),
            Axis(folder="years", title="Years", singular="Year", groups=catalog.years),
        ]

    def home(self) -> Page:
        years = [int(group.name) for group in self.catalog.years]
        return self._page(
            "index.md",
            "home",
            self.options.site_name,
            headings=(Heading(level=2, anchor="s-topics", text="Topics"),) if self.catalog.lists else (),
            description=self.options.site_description
            or f"{_papers(len(self.catalog.rows))} by topic, venue, institution and year.",
            lead=self.options.site_description,
            lists=self.catalog.lists,
            slugs={section.path[0]: section.slug for section in self.catalog.lists},
            axes=self.axes(),
            paper_count=len(self.catalog.rows),
            first_year=min(years, default=None),
            last_year=max(years, default=None),
        )

    def list_page(self, section: Section) -> Page:
        below = [found for found in section.walk() if found is not section]
        title = section.topic.name
        intro = " ".join(plain_inline(paragraph) for paragraph in section.topic.intro)
        return self._page(
            f"lists/{section.slug}.md",
            "list",
            title,
            headings=tuple(Heading(level=min(len(s.path), 6), anchor=anchor(s), text=s.topic.name) for s in below),
            description=intro or f"{_papers(len(section.papers))} on {title}.",
            in_navigation=True,
            section=section,
            paper_count=len(section.papers),
            reading_path=reading_path,
        )

    def index_page(self, axis: Axis) -> Page:
        return self._page(
            f"{axis.folder}/index.md",
            "index",
            axis.title,
            description=f"All {axis.title.lower()} of the papers listed here, with counts.",
            in_navigation=True,
            axis=axis,
        )

    def group_page(self, axis: Axis, group: Group) -> Page:
        by_name = {found.name: found for found in axis.groups}
        return self._page(
            group_address(axis.folder, group),
            "group",
            group.name,
            description=f"{_papers(len(group.rows))}: {axis.singular.lower()} {group.full or group.name}.",
            axis=axis,
            group=group,
            own_page=group.url if group.url and is_safe(group.url) else None,
            members=[by_name[name] for name in group.members if name in by_name],
            parent=by_name.get(group.parent or ""),
        )

    def _page(
        self,
        address: str,
        template: str,
        title: str,
        *,
        headings: tuple[Heading, ...] = (),
        description: str = "",
        in_navigation: bool = False,
        **context: object,
    ) -> Page:
        shown: set[str] = set()

        def url(target: str, fragment: str = "") -> str:
            return ROOT + self.options.url_of(target) + (f"#{fragment}" if fragment else "")

        html = self.templates.get_template(f"site/{template}.html.j2").render(
            title=title,
            url=url,
            anchor=anchor,
            group_url=lambda axis, group: url(group_address(axis.folder, group)),
            table=lambda rows, section=None: self.rows.table(rows, section, shown),
            entries=lambda rows, section: self.rows.entries(rows, section, shown),
            inline=lambda text: Markup(html_inline(text)),  # noqa: S704 - html_inline escapes
            **context,
        )
        return Page(
            address=address,
            title=title,
            html=_one_block(html.replace(ROOT, self.options.root_of(address))),
            headings=headings,
            description=description,
            in_navigation=in_navigation,
        )


def _papers(count: int) -> str:
    return f"{count} paper{'' if count == 1 else 's'}"


def _one_block(html: str) -> str:
    """HTML that passes through any Markdown processor, macros and snippets as it is: no blank line ends the block,
    and braces are entities (escaping HTML alone leaves `{{` alive).
    """
    solid = re.sub(r"\n\s*\n", "\n", html.strip())
    return inert(solid) + "\n"


def reading_path(section: Section) -> list[Row]:
    """The papers that the topic's `start` names, in its order."""
    if not section.topic.start:
        return []
    by_id = {row.paper.id: row for found in section.walk() for row in found.rows}
    return [by_id[id] for id in section.topic.start if id in by_id]


def anchor(section: Section) -> str:
    """The `id` of a section's heading."""
    return f"s-{section.slug}"


def group_address(folder: str, group: Group) -> str:
    """The address of a venue's, institution's or year's page."""
    return f"{folder}/{group.slug}.md"
