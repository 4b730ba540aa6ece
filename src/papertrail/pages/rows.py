"""Rows of tables and entries of lists: each rendered once, and reused on every page that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache

import jinja2
from markupsafe import Markup, escape

from papertrail.core import DEFAULT_COLUMNS, Catalog, Column, Group, Row, Section, Venue
from papertrail.pages.page import ANCHOR, FORMER, ROOT, PageOptions
from papertrail.pages.paper_urls import PaperPlaces
from papertrail.text.markdown import html_inline
from papertrail.text.urls import is_internal, is_safe

# One set of widths for all tables of the site, so that columns line up from section to section; per cent.
_WEIGHTS = {"name": 29, "title": 25, "venue": 13, "institutions": 16, "links": 9, "remarks": 33, "year": 6}
_OTHER_WEIGHT = 14
ENTRY_STYLES = ("bullets", "paragraphs")
"""Styles whose papers are entries of a list rather than rows of a table."""
_JOINT = re.compile(r"[a-z][A-Z]|[/_]")


class _Look:
    """The rows of one look: with the same columns, or as entries of one style."""

    def __init__(self, render: Callable[[Row], str], cache: MutableMapping[str, str]) -> None:
        self._render = render
        self.first = cache
        """By the paper's id, the row as it stands where a page shows it first."""

    def rows(self, rows: Iterable[Row], shown: set[str]) -> str:
        """Rows of a page; `shown` are the ids that the page has already, and is added to."""
        rows = list(rows)
        ids = [row.paper.id for row in rows]
        if shown.isdisjoint(ids) and len(set(ids)) == len(ids):
            for row in rows:
                if row.paper.id not in self.first:
                    self.rendered(row)
            shown.update(ids)
            return "".join(map(self.first.__getitem__, ids))
        return "".join(self._row(row, shown) for row in rows)

    def _row(self, row: Row, shown: set[str]) -> str:
        if row.paper.id in shown:
            return self._render(row).replace(ANCHOR, "").replace(FORMER, "")
        shown.add(row.paper.id)
        return self.first[row.paper.id] if row.paper.id in self.first else self.rendered(row)

    def rendered(self, row: Row) -> str:
        """A row where a page shows it first, which is remembered."""
        id = row.paper.id
        former = "".join(f'<span id="{alias}"></span>' for alias in row.paper.aliases)
        self.first[id] = html = self._render(row).replace(ANCHOR, f' id="{id}"').replace(FORMER, former)
        return html


NewCache = Callable[[], MutableMapping[str, str]]
"""Gives a mapping for the rows of one look by paper id; called in the same order for the same catalog."""


class Rows:
    """Renders rows and remembers them."""

    def __init__(
        self, templates: jinja2.Environment, context: dict[str, object], catalog: Catalog, new_cache: NewCache
    ) -> None:
        self._new_cache = new_cache
        self._table = templates.get_template("site/table.html.j2")
        self.macros = templates.get_template("site/row.html.j2").make_module(context)
        self._looks: dict[tuple[str, tuple[Column, ...], tuple[str, ...]], _Look] = {}
        usual = self._table_look(DEFAULT_COLUMNS)
        self._looks_of = {
            section.path: dict.fromkeys((usual, self._look_of(section)))
            for root in catalog.lists
            for section in root.walk()
        }

    def table(self, rows: Iterable[Row], section: Section | None, shown: set[str]) -> Markup:
        """A table of rows; `shown` are the ids that the page has already, and is added to."""
        columns = section.topic.table_columns if section else DEFAULT_COLUMNS
        look = self._table_look(columns)
        body = look.rows(rows, shown)
        total = sum(_WEIGHTS.get(column.field, _OTHER_WEIGHT) for column in columns)
        widths = [f"{100 * _WEIGHTS.get(c.field, _OTHER_WEIGHT) / total:.3g}" for c in columns]
        return Markup(self._table.render(columns=list(zip(columns, widths, strict=True)), body=Markup(body)))  # noqa: S704

    def entries(self, rows: Iterable[Row], section: Section, shown: set[str]) -> Markup:
        """The rows as entries of the section's style."""
        style = section.topic.style
        look = self._look_of(section)
        body = look.rows(rows, shown)
        return Markup(f'<ul class="pt-entries pt-{style}" role="list">\n{body}</ul>\n')  # noqa: S704

    def prepare(self, row: Row) -> None:
        """Render a row in each look that pages show it in."""
        for look in dict.fromkeys(look for path in row.paper.topics for look in self._looks_of.get(path, ())):
            if row.paper.id not in look.first:
                look.rendered(row)

    def _look_of(self, section: Section) -> _Look:
        topic = section.topic
        if topic.style in ENTRY_STYLES:
            return self._look(topic.style, (), topic.entry_parts(topic.style))
        return self._table_look(topic.table_columns)

    def _table_look(self, columns: tuple[Column, ...]) -> _Look:
        return self._look("row", columns, tuple(column.field for column in columns))

    def _look(self, kind: str, columns: tuple[Column, ...], fields: tuple[str, ...]) -> _Look:
        key = kind, columns, fields
        if key not in self._looks:
            macro = getattr(self.macros, kind)
            self._looks[key] = _Look(lambda row: str(macro(row, columns, fields)), self._new_cache())
        return self._looks[key]


def row_context(catalog: Catalog, options: PageOptions, places: PaperPlaces) -> dict[str, object]:
    """What the templates need to show a paper: addresses, and text as HTML."""

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
        "paper_url": lambda paper: ROOT + places.url(paper),
        "venue_url": venue_url,
        "venue_year_url": lambda venue: group_url("venues", catalog.venue_year(venue)),
        "institution_url": institution_url,
        "keyword_url": lambda name: group_url("keywords", catalog.keyword(name)),
        "author_url": lambda name: group_url("authors", catalog.author(name)),
        "link_url": options.link_url,
        "edit_url": options.edit_url,
        "is_safe": lambda url: is_safe(url) and not is_internal(url),
        "inline": lambda text: Markup(html_inline(text)),  # noqa: S704 - html_inline escapes
        "soft": soft_breaks,
        "anchor": Markup(ANCHOR),  # noqa: S704 - a constant
        "former": Markup(FORMER),  # noqa: S704 - a constant
    }


def soft_breaks(name: str) -> Markup:
    """A name that may break where its words join: after a hyphen-less change of case, and after `/` and `_`.

    >>> soft_breaks("SwapAdvisor")
    Markup('Swap<wbr>Advisor')
    """
    if name.isascii() and not _JOINT.search(name):
        return escape(name)
    parts: list[str] = []
    start = 0
    for i in range(1, len(name)):
        if (name[i - 1].islower() and name[i].isupper()) or name[i - 1] in "/_":
            parts.append(name[start:i])
            start = i
    parts.append(name[start:])
    return Markup("<wbr>").join(parts)  # joining escapes the parts
