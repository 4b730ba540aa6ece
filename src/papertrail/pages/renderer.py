"""Render pages from templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial

import jinja2

from papertrail.core import Catalog, Group, Row, TopicPath
from papertrail.inserts.query import LONGEST_QUERY
from papertrail.pages.browse_options import GROUPS, SORTS
from papertrail.pages.columns import SiteColumn, columns_of
from papertrail.pages.page import ROOT, PageOptions
from papertrail.pages.pagination import anchor, section_places
from papertrail.pages.paper_urls import PaperUrls
from papertrail.pages.row_details import rows_data
from papertrail.pages.rows import NewCache, PageRows, RowRenderer, row_context
from papertrail.templating.environment import template_errors
from papertrail.templating.words import ENGLISH, Words
from papertrail.text.markdown import inert


class PageRenderer:
    """Renders pages; rows and short entries are rendered once and reused."""

    def __init__(
        self,
        catalog: Catalog,
        templates: jinja2.Environment,
        options: PageOptions,
        *,
        new_cache: NewCache = dict[str, str],
    ) -> None:
        self.catalog = catalog
        self.options = options
        self.words = options.words
        self._section_places = section_places(catalog.lists, options.split)
        self._templates = templates
        self.paper_urls = PaperUrls(catalog, options)
        context = row_context(catalog, options, self.paper_urls)
        self.rows = RowRenderer(templates, context, catalog, new_cache)
        macros = templates.get_template("site/macros.html.j2").make_module(context)
        self._brief = partial(macros.brief, paper_url=context["paper_url"])  # type: ignore[attr-defined]
        self._briefs: dict[str, str] = {}
        self._context = context | {
            "of": self.rows.macros,
            "brief": self.brief,
            "anchor": anchor,
            "url": self.url,
            "group_url": lambda folder, group: self.url(group_address(folder, group)),
            "section_url": lambda section: self.section_url(section.path),
            "former": "",
            "browse_groups": _translated(GROUPS, self.words),
            "browse_sorts": _translated(SORTS, self.words),
            "longest_query": LONGEST_QUERY,
            "rows_data": rows_data(catalog, options),
        }

    def url(self, address: str, fragment: str = "", query: str = "") -> str:
        """Return the URL of a page, with a placeholder for the root of the site."""
        return ROOT + self.options.url_of(address) + (query and f"?{query}") + (fragment and f"#{fragment}")

    def section_url(self, path: TopicPath, heading: str = "", *, on_page: str | None = None) -> str:
        """Return the URL of a section, or of a heading in its text; on its own page only the fragment."""
        address, anchor = self._section_places[path]
        fragment = heading or anchor
        return f"#{fragment}" if address == on_page and fragment else self.url(address, fragment)

    def columns(self, rows: Iterable[Row]) -> tuple[SiteColumn, ...]:
        """Return the columns of tables with these papers."""
        return columns_of([row.paper for row in rows], self.rows.fields)

    def brief(self, row: Row) -> str:
        """Return a paper in a short list of papers; rendered once."""
        id = row.paper.id
        if id not in self._briefs:
            self._briefs[id] = self._brief(row)
        return self._briefs[id]

    def html(self, address: str, template: str, title: str, *, site_root: str | None = None, **context: object) -> str:
        """Render the page at `address` from `site/TEMPLATE.html.j2`; `site_root` overrides the URL of the root."""
        page_rows = PageRows(self.rows)
        with template_errors():
            html = self._templates.get_template(f"site/{template}.html.j2").render(
                self._context,
                title=title,
                table=page_rows.table,
                entries=page_rows.entries,
                **context,
            )
        return one_block(html.replace(ROOT, self.options.root_of(address) if site_root is None else site_root))


def one_block(html: str) -> str:
    """Make HTML safe for Markdown processors, macros and snippets.

    A blank line would end the block. Braces become entities, because escaped HTML may still contain `{{`.
    """
    return inert(re.sub(r"\n\s*\n", "\n", html.strip())) + "\n"


def group_address(folder: str, group: Group) -> str:
    """Return the address of the page of a venue, an institution and so on."""
    return f"{folder}/{group.slug}.md"


def papers(count: int, words: Words = ENGLISH) -> str:
    """`1 paper`, `2 papers`."""
    return words.ngettext("%(num)s paper", "%(num)s papers", count)


def _translated(labels: Mapping[str, str], words: Words) -> dict[str, str]:
    return {name: words.gettext(label) for name, label in labels.items()}
