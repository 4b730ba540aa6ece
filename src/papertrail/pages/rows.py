"""Rows of tables and entries of lists, rendered once for all pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache

import jinja2
from markupsafe import Markup, escape

from papertrail.core import Catalog, Column, Group, Row, Section, Venue
from papertrail.pages.columns import SiteColumn, fields_of, is_summary
from papertrail.pages.page import ANCHOR, FORMER, ROOT, PageOptions
from papertrail.pages.paper_urls import PaperUrls
from papertrail.pages.row_texts import (
    has_abstract,
    heading_of,
    is_taken,
    line_of_authors,
    named_links,
    remarks_html,
    year_apart,
)
from papertrail.text.markdown import html_inline, html_math
from papertrail.text.math import Formula, math_html, split_math
from papertrail.text.urls import is_internal, is_safe

ENTRY_STYLES = ("bullets", "paragraphs")
"""Styles that show papers as list entries instead of table rows."""
CELLS = ("name", "year", "venue", "institutions", "links", "remarks")
"""The cells of a row that `cells` in `templates/site/row.html.j2` renders, before those of custom fields."""
CUT = "\x03"
"""Separates the cells of a row, which are rendered once for tables with different columns."""
_JOINT = re.compile(r"[a-z][A-Z]|[/_]")
_ROWS_ON_FIRST_SCREEN = 20  # at most


NewCache = Callable[[], MutableMapping[str, str]]
"""Gives a mapping from paper id to row for one variant; called in the same order for the same catalog."""


class RowVariant:
    """Rows with the same columns, or entries of one style."""

    def __init__(self, render: Callable[[Row], str], cache: MutableMapping[str, str] | None) -> None:
        self._render = render
        self._cache = cache

    def first(self, row: Row) -> str:
        """Return the first row of a paper on a page, with the anchors of the paper."""
        id = row.paper.id
        if self._cache is None:
            return self._first(row)
        if id not in self._cache:
            self._cache[id] = self._first(row)
        return self._cache[id]

    def _first(self, row: Row) -> str:
        former = "".join(f'<span id="{alias}"></span>' for alias in row.paper.aliases)
        return self._render(row).replace(ANCHOR, f' id="{row.paper.id}"').replace(FORMER, former)

    def repeated(self, row: Row) -> str:
        """Return a further row of a paper on a page, without anchors."""
        return self._render(row).replace(ANCHOR, "").replace(FORMER, "")


class RowRenderer:
    """Renders the cells of each row once, and each row of lists with columns or a style of their own."""

    def __init__(
        self, templates: jinja2.Environment, context: dict[str, object], catalog: Catalog, new_cache: NewCache
    ) -> None:
        self._table_template = templates.get_template("site/table.html.j2")
        self.fields = fields_of(catalog.papers, _chosen_columns(catalog))
        rows = templates.get_template("site/row.html.j2")
        self._file = rows.filename
        self.macros = rows.make_module({**context, "list_fields": self.fields})
        self._custom_cell, self._all_cells = self._macro("custom_cell"), self._macro("cells")
        self._cells = new_cache()
        self._tables: dict[tuple[tuple[SiteColumn, ...], bool], list[str]] = {}
        self._joined: dict[tuple[SiteColumn, ...], RowVariant] = {}
        self._variants: dict[tuple[str, tuple[SiteColumn, ...]], RowVariant] = {}
        sections = [section for root in catalog.lists for section in root.walk()]
        for section in sections:
            self._add_section_variant(section, new_cache)
        self._variants_of = {section.path: self.section_variant(section) for section in sections}

    def _macro(self, name: str) -> Callable[..., object]:
        macro: Callable[..., object] | None = getattr(self.macros, name, None)
        if macro is None:
            raise self._error(f'missing macro "{name}"')
        return macro

    def _error(self, problem: str) -> jinja2.TemplateRuntimeError:
        """Return an error in a template of the project that replaces a default one."""
        return jinja2.TemplateRuntimeError(f"{self._file}: {problem}; compare the template with the default one")

    def prepare(self, row: Row) -> None:
        """Render a row in all forms that pages show."""
        self._parts(row)
        for variant in dict.fromkeys(self._variants_of.get(path) for path in row.paper.topics):
            if variant:
                variant.first(row)

    def _add_section_variant(self, section: Section, new_cache: NewCache) -> None:
        key = self._section_key(section)
        if key and key not in self._variants:
            macro, columns = self._macro(key[0]), key[1]
            fields = tuple(column.field for column in columns)
            self._variants[key] = RowVariant(lambda row: str(macro(row, columns, fields)), new_cache())

    def _section_key(self, section: Section) -> tuple[str, tuple[SiteColumn, ...]] | None:
        topic = section.topic
        if topic.style in ENTRY_STYLES:
            return topic.style, ()
        return ("row", self.fields.chosen(topic.columns)) if topic.columns else None

    def section_variant(self, section: Section) -> RowVariant | None:
        """Return how a section shows its rows, if its owner has chosen that."""
        key = self._section_key(section)
        return self._variants[key] if key else None

    def entry_variant(self, style: str) -> RowVariant:
        """Return entries in one of `ENTRY_STYLES`."""
        key = (style, ())
        if key not in self._variants:
            macro = self._macro(style)
            self._variants[key] = RowVariant(lambda row: str(macro(row, (), ())), None)
        return self._variants[key]

    def table_rows(self, columns: tuple[SiteColumn, ...]) -> RowVariant:
        """Return rows with some of the columns that papers fill."""
        if columns not in self._joined:
            self._joined[columns] = self._joined_rows(columns)
        return self._joined[columns]

    def table_around(self, columns: tuple[SiteColumn, ...], *, later: bool) -> list[str]:
        """Return a table with these columns: what is before its rows, and what is after them."""
        if (columns, later) not in self._tables:
            total = sum(column.weight for column in columns)
            heads = [(column, f"{100 * column.weight / total:.3g}") for column in columns]
            table = self._table_template.render(columns=heads, links=self.fields.links, later=later, body=CUT)
            self._tables[columns, later] = table.split(CUT)
        return self._tables[columns, later]

    def _joined_rows(self, columns: tuple[SiteColumn, ...]) -> RowVariant:
        fields = [column.field for column in columns]
        places = [CELLS.index(field) + 1 for field in fields if field in CELLS]
        empty = {column.field: str(self._custom_cell(column, "")) for column in columns}

        def row_of(row: Row) -> str:
            parts = self._parts(row)
            if len(places) == len(fields):
                return "".join([parts[0], *[parts[place] for place in places], "</tr>\n"])
            start, *cells = parts
            # A custom field may have the name of another one.
            by_field = dict(reversed([*zip((*CELLS, *dict(row.paper.custom)), cells, strict=True)]))
            return f"{start}{''.join([by_field.get(field) or empty[field] for field in fields])}</tr>\n"

        return RowVariant(row_of, None)

    def _parts(self, row: Row) -> list[str]:
        """Return the start of a row and its cells: those of `CELLS`, and those of the paper's custom fields."""
        id = row.paper.id
        if id not in self._cells:
            self._cells[id] = str(self._all_cells(row))
            if self._cells[id].count(CUT) != len(CELLS) + len(dict(row.paper.custom)):
                raise self._error('the macro "cells" does not render the start of a row and all its cells')
        return self._cells[id].split(CUT)


def _chosen_columns(catalog: Catalog) -> list[Column]:
    return [column for root in catalog.lists for section in root.walk() for column in section.topic.columns]


class PageRows:
    """The tables and entries of one page. Only the first row of a paper has the paper's anchors."""

    def __init__(self, renderer: RowRenderer, url: Callable[[Row], str] | None = None) -> None:
        """`url` is for pages of the maintainer, whose headings may have the anchors: rows then link to it instead."""
        self._renderer = renderer
        self._url = url
        self._shown: set[str] = set()

    def table(self, rows: Iterable[Row], columns: tuple[SiteColumn, ...], section: Section | None = None) -> Markup:
        """Render rows as a table: with the columns that the owner of a section has chosen, or with these."""
        variant = self._renderer.section_variant(section) if section else None
        if section and variant:
            columns = self._renderer.fields.chosen(section.topic.columns)
        around = self._renderer.table_around(columns, later=self._later)
        return Markup(self._body(rows, variant or self._renderer.table_rows(columns)).join(around))  # noqa: S704 - templates escape

    def entries(self, rows: Iterable[Row], section: Section) -> Markup:
        """Render rows as entries in the style of a section."""
        return self.styled(rows, section.topic.style)

    def styled(self, rows: Iterable[Row], style: str) -> Markup:
        """Render rows as entries in one of `ENTRY_STYLES`."""
        classes = f"pt-entries pt-{style}{' pt-later' if self._later else ''}"
        body = self._body(rows, self._renderer.entry_variant(style))
        return Markup(f'<ul class="{classes}" role="list">\n{body}</ul>\n')  # noqa: S704 - templates escape

    @property
    def _later(self) -> bool:
        """Whether the next rows begin below the first screen: browsers may skip their layout at first."""
        return len(self._shown) > _ROWS_ON_FIRST_SCREEN

    def _body(self, rows: Iterable[Row], variant: RowVariant) -> str:
        return "".join([self._row(row, variant) for row in rows])

    def _row(self, row: Row, variant: RowVariant) -> str:
        if self._url:
            return variant.repeated(row).replace(f'href="#{row.paper.id}"', f'href="{self._url(row)}"')
        if row.paper.id in self._shown:
            return variant.repeated(row)
        self._shown.add(row.paper.id)
        return variant.first(row)


def row_context(catalog: Catalog, options: PageOptions, paper_urls: PaperUrls) -> dict[str, object]:
    """Return the template context for papers: URLs, and text as HTML."""

    def url(address: str) -> str:
        return ROOT + options.url_of(address)

    def group_url(folder: str, group: Group | None) -> str | None:
        return url(f"{folder}/{group.slug}.md") if group else None

    def venue_url(venue: Venue) -> str | None:
        return series_url(venue.series)

    @cache
    def series_url(series: str) -> str | None:
        return group_url("venues", catalog.series(series))

    @cache
    def institution_url(name: str) -> str | None:
        return group_url("institutions", catalog.institution(name))

    return {
        "paper_url": lambda paper: ROOT + paper_urls.url(paper),
        "venue_url": venue_url,
        "venue_year_url": lambda venue: group_url("venues", catalog.venue_year(venue)),
        "institution_url": institution_url,
        "keyword_url": lambda name: group_url("keywords", catalog.keyword(name)),
        "author_url": lambda name: group_url("authors", catalog.author(name)),
        "link_url": options.link_url,
        "edit_url": options.edit_url,
        "file_edit_url": options.file_edit_url,
        "is_safe": lambda url: is_safe(url) and not is_internal(url),
        "inline": lambda text: Markup(html_inline(text, math=True)),  # noqa: S704 - html_inline escapes
        "math": lambda text: Markup(html_math(text)),  # noqa: S704 - html_math escapes
        "soft": soft_breaks,
        "heading_of": heading_of,
        "line_of_authors": line_of_authors,
        "year_apart": year_apart,
        "named_links": named_links,
        "is_taken": is_taken,
        "remarks_html": lambda paper: [Markup(html) for html in remarks_html(paper)],  # noqa: S704 - html_inline escapes
        "is_summary": is_summary,
        "has_abstract": has_abstract,
        "edit_form": options.edit_form,
        "cut": CUT,
        "anchor": Markup(ANCHOR),  # noqa: S704 - a constant
        "former": Markup(FORMER),  # noqa: S704 - a constant
    }


def soft_breaks(name: str) -> Markup:
    """Return a name with line break opportunities inside compound words, and after `/` and `_`, but not in formulas.

    >>> soft_breaks("SwapAdvisor")
    Markup('Swap<wbr>Advisor')
    """
    if "$" not in name:
        return _soft_breaks(name)
    parts = (math_html(part) if isinstance(part, Formula) else _soft_breaks(part) for part in split_math(name))
    return Markup("".join(parts))  # noqa: S704 - both escape


def _soft_breaks(name: str) -> Markup:
    if name.isascii() and not _JOINT.search(name):
        return escape(name)
    parts: list[str] = []
    start = 0
    for i in range(1, len(name)):
        if (name[i - 1].islower() and name[i].isupper()) or name[i - 1] in "/_":
            parts.append(name[start:i])
            start = i
    parts.append(name[start:])
    return Markup("<wbr>").join(parts)  # join() escapes the parts
