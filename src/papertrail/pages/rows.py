"""Rows of tables and entries of lists, rendered once for all pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache

import jinja2
from markupsafe import Markup, escape

from papertrail.core import DEFAULT_COLUMNS, Catalog, Column, Group, Row, Section, Venue
from papertrail.pages.page import ANCHOR, FORMER, ROOT, PageOptions
from papertrail.pages.paper_urls import PaperUrls
from papertrail.text.markdown import html_inline, html_math
from papertrail.text.math import Formula, math_html, split_math
from papertrail.text.urls import is_internal, is_safe

# One set of relative widths for all tables, so that columns align between sections.
_WEIGHTS = {"name": 29, "title": 25, "venue": 13, "institutions": 16, "links": 9, "remarks": 33, "year": 6}
_OTHER_WEIGHT = 14
ENTRY_STYLES = ("bullets", "paragraphs")
"""Styles that show papers as list entries instead of table rows."""
_JOINT = re.compile(r"[a-z][A-Z]|[/_]")


NewCache = Callable[[], MutableMapping[str, str]]
"""Gives a mapping from paper id to row for one variant; called in the same order for the same catalog."""


class RowVariant:
    """Rows with the same columns, or entries of one style."""

    def __init__(self, render: Callable[[Row], str], cache: MutableMapping[str, str]) -> None:
        self._render = render
        self._first = cache

    def first(self, row: Row) -> str:
        """Return the first row of a paper on a page, with the anchors of the paper."""
        id = row.paper.id
        if id not in self._first:
            former = "".join(f'<span id="{alias}"></span>' for alias in row.paper.aliases)
            self._first[id] = self._render(row).replace(ANCHOR, f' id="{id}"').replace(FORMER, former)
        return self._first[id]

    def repeated(self, row: Row) -> str:
        """Return a further row of a paper on a page, without anchors."""
        return self._render(row).replace(ANCHOR, "").replace(FORMER, "")


class RowRenderer:
    """Renders each row once per variant."""

    def __init__(
        self, templates: jinja2.Environment, context: dict[str, object], catalog: Catalog, new_cache: NewCache
    ) -> None:
        self.table_template = templates.get_template("site/table.html.j2")
        self.macros = templates.get_template("site/row.html.j2").make_module(context)
        self._new_cache = new_cache
        self._variants: dict[tuple[str, tuple[Column, ...], tuple[str, ...]], RowVariant] = {}
        default = self.table_variant(DEFAULT_COLUMNS)
        self._variants_of = {
            section.path: dict.fromkeys((default, self.section_variant(section)))
            for root in catalog.lists
            for section in root.walk()
        }

    def prepare(self, row: Row) -> None:
        """Render a row in all variants that pages show."""
        for variant in dict.fromkeys(v for path in row.paper.topics for v in self._variants_of.get(path, ())):
            variant.first(row)

    def section_variant(self, section: Section) -> RowVariant:
        """Return the variant on the page of a section."""
        topic = section.topic
        if topic.style in ENTRY_STYLES:
            return self._variant(topic.style, (), topic.entry_parts(topic.style))
        return self.table_variant(topic.table_columns)

    def table_variant(self, columns: tuple[Column, ...]) -> RowVariant:
        """Return the variant for tables with these columns."""
        return self._variant("row", columns, tuple(column.field for column in columns))

    def _variant(self, macro_name: str, columns: tuple[Column, ...], fields: tuple[str, ...]) -> RowVariant:
        key = macro_name, columns, fields
        if key not in self._variants:
            macro = getattr(self.macros, macro_name)
            self._variants[key] = RowVariant(lambda row: str(macro(row, columns, fields)), self._new_cache())
        return self._variants[key]


class PageRows:
    """The tables and entries of one page. Only the first row of a paper has the paper's anchors."""

    def __init__(self, renderer: RowRenderer) -> None:
        self._renderer = renderer
        self._shown: set[str] = set()

    def table(self, rows: Iterable[Row], section: Section | None = None) -> Markup:
        """Render rows as a table with the columns of a section."""
        columns = section.topic.table_columns if section else DEFAULT_COLUMNS
        body = self._body(rows, self._renderer.table_variant(columns))
        total = sum(_WEIGHTS.get(column.field, _OTHER_WEIGHT) for column in columns)
        widths = [f"{100 * _WEIGHTS.get(c.field, _OTHER_WEIGHT) / total:.3g}" for c in columns]
        table = self._renderer.table_template
        return Markup(table.render(columns=list(zip(columns, widths, strict=True)), body=Markup(body)))  # noqa: S704

    def entries(self, rows: Iterable[Row], section: Section) -> Markup:
        """Render rows as entries in the style of a section."""
        body = self._body(rows, self._renderer.section_variant(section))
        return Markup(f'<ul class="pt-entries pt-{section.topic.style}" role="list">\n{body}</ul>\n')  # noqa: S704

    def _body(self, rows: Iterable[Row], variant: RowVariant) -> str:
        return "".join([self._row(row, variant) for row in rows])

    def _row(self, row: Row, variant: RowVariant) -> str:
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
