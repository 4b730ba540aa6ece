"""Rows of tables and entries of lists: each rendered once, and reused on every page that shows it."""

from __future__ import annotations

from collections.abc import Iterable

import jinja2
from markupsafe import Markup

from papertrail.addresses import is_internal, is_safe
from papertrail.markup import html_inline
from papertrail.models import DEFAULT_COLUMNS, Catalog, Column, Group, Row, Section
from papertrail.pages.page import ANCHOR, FORMER, ROOT, PageOptions
from papertrail.pages.places import PaperPlaces

# One set of widths for all tables of the site, so that columns line up from section to section; per cent.
_WEIGHTS = {"name": 29, "title": 25, "venue": 13, "institutions": 16, "links": 9, "remarks": 33, "year": 6}
_OTHER_WEIGHT = 14


class Rows:
    """Renders rows and remembers them."""

    def __init__(self, templates: jinja2.Environment, context: dict[str, object]) -> None:
        self._table = templates.get_template("site/table.html.j2")
        self._macros = templates.get_template("site/row.html.j2").make_module(context)
        self._done: dict[tuple[str, str, tuple[Column, ...], tuple[str, ...]], str] = {}

    def table(self, rows: Iterable[Row], section: Section | None, shown: set[str]) -> Markup:
        """A table of rows; `shown` are the ids that the page has already, and is added to."""
        columns = section.topic.table_columns if section else DEFAULT_COLUMNS
        fields = tuple(column.field for column in columns)
        body = "".join(self._row(row, "row", columns, fields, shown) for row in rows)
        total = sum(_WEIGHTS.get(column.field, _OTHER_WEIGHT) for column in columns)
        widths = [f"{100 * _WEIGHTS.get(c.field, _OTHER_WEIGHT) / total:.3g}" for c in columns]
        return Markup(self._table.render(columns=list(zip(columns, widths, strict=True)), body=Markup(body)))  # noqa: S704

    def entries(self, rows: Iterable[Row], section: Section, shown: set[str]) -> Markup:
        """The rows as entries of the section's style."""
        style = section.topic.style
        parts = section.topic.entry_parts(style)
        body = "".join(self._row(row, style, (), parts, shown) for row in rows)
        return Markup(f'<ul class="pt-entries pt-{style}" role="list">\n{body}</ul>\n')  # noqa: S704

    def _row(self, row: Row, kind: str, columns: tuple[Column, ...], fields: tuple[str, ...], shown: set[str]) -> str:
        key = row.paper.id, kind, columns, fields
        if key not in self._done:
            self._done[key] = str(getattr(self._macros, kind)(row, columns, fields))
        first = row.paper.id not in shown
        shown.add(row.paper.id)
        former = "".join(f'<span id="{alias}"></span>' for alias in row.paper.aliases) if first else ""
        return self._done[key].replace(ANCHOR, f' id="{row.paper.id}"' if first else "").replace(FORMER, former)


def row_context(catalog: Catalog, options: PageOptions, places: PaperPlaces) -> dict[str, object]:
    """What the templates need to show a paper: addresses, and text as HTML."""

    def url(address: str) -> str:
        return ROOT + options.url_of(address)

    def group_url(folder: str, group: Group | None) -> str | None:
        return url(f"{folder}/{group.slug}.md") if group else None

    return {
        "paper_url": lambda paper: ROOT + places.url(paper),
        "venue_url": lambda venue: group_url("venues", catalog.venue(venue)),
        "venue_year_url": lambda venue: group_url("venues", catalog.venue_year(venue)),
        "institution_url": lambda name: group_url("institutions", catalog.institution(name)),
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
    parts: list[str] = []
    start = 0
    for i in range(1, len(name)):
        if (name[i - 1].islower() and name[i].isupper()) or name[i - 1] in "/_":
            parts.append(name[start:i])
            start = i
    parts.append(name[start:])
    return Markup("<wbr>").join(parts)  # joining escapes the parts
