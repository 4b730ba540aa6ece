"""The values of one row for a pattern, escaped for Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from papertrail.core import Link, Row, Venue
from papertrail.core.authors import joined
from papertrail.text.markdown import (
    html_inline,
    html_text,
    html_url,
    markdown_inline,
    markdown_start,
    markdown_text,
    markdown_url,
)
from papertrail.text.patterns import Pattern, Placeholder, Spelling, fill

_AT_START = re.compile(r"\s*+(?:(?:[-*+]|\d++[.)])\s*+)?")
"""Text that may precede a value at the start of a line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Addresses:
    """The targets of links in a document."""

    link: Callable[[Row, Link], str]
    venue: Callable[[Row, Venue], str | None]
    institution: Callable[[str], str | None]


def plain_field(row: Row, field: str) -> str:
    """Return a field that needs no markup, or a key of `custom`; empty if missing."""
    paper = row.paper
    match field:
        case "name" | "title" | "type" | "date" | "added":
            return str(getattr(paper, field) or "")
        case "year":
            return str(paper.year or "")
        case "authors" | "keywords" | "institutions":
            return ", ".join(map(str, getattr(paper, field)))
        case _:
            return dict(paper.custom).get(field, "")


def entry_text(pattern: Pattern, row: Row, number: int, addresses: Addresses, *, style: str) -> str:
    """Return the entry of a row, the `number`-th of its section, in a style."""
    values = _Values(row, number, addresses, html=style == "html-table", cell=style == "markdown-table")
    named = {field.link for field in pattern.fields() if field.link}
    return fill(pattern, Spelling(one=values.of_field, many=partial(values.of_items, named=named)))


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of one row, escaped for their position in the pattern."""

    row: Row
    number: int
    addresses: Addresses
    html: bool
    cell: bool
    """Whether the entry is a row of a Markdown table."""

    def of_field(self, field: Placeholder) -> str:
        """Return the value of a placeholder that is not repeated."""
        if field.link is not None:
            return self._url(field, self._url_labelled(field.link))
        if field.name == "venue_url":
            return self._url(field, self._first_venue_url())
        return str(self.number) if field.name == "number" else self._text(field, self._plain(field.name))

    def of_items(self, kind: str, named: Collection[str]) -> Sequence[Callable[[Placeholder], str]]:
        """Return the values of each item of a field; `named` has the labels of links with their own placeholder."""
        paper = self.row.paper
        if kind == "links":
            shown = [self._labelled(label) for label in named]
            return [partial(self._of_link, link) for link in paper.links if not any(link is one for one in shown)]
        of_item = self._of_remark if kind == "remarks" else self._of_name
        return [partial(of_item, value) for value in map(str, getattr(paper, kind))]

    def _of_link(self, link: Link, field: Placeholder) -> str:
        if field.name == "url":
            return self._url(field, self.addresses.link(self.row, link))
        return self._text(field, link.label)

    def _of_name(self, name: str, field: Placeholder) -> str:
        """Return the value of an author, an institution or a keyword."""
        if field.name == "institution_url":
            return self._url(field, self.addresses.institution(name))
        return self._text(field, name)

    def _of_remark(self, remark: str, field: Placeholder) -> str:
        return _plain_quotes(html_inline(remark)) if self.html else markdown_inline(remark, cell=self.cell)

    def _plain(self, name: str) -> str:
        """Return the text of a field before escaping."""
        paper = self.row.paper
        if name.startswith("date "):
            return (paper.date or "").replace("-", name.removeprefix("date ").strip())
        if name.startswith("authors "):
            return joined([*map(str, paper.authors)], name.removeprefix("authors ").strip()) if paper.authors else ""
        if name.startswith("venue but "):
            return ", ".join(v.text for v in paper.venues if v.text != name.removeprefix("venue but ").strip())
        match name:
            case "name":
                return paper.name
            case "title":
                return paper.full_title
            case "venue":
                return ", ".join(venue.text for venue in paper.venues)
            case _:
                return plain_field(self.row, name)

    def _labelled(self, label: str) -> Link | None:
        """Return the first link with a label."""
        return next((link for link in self.row.paper.links if link.label == label), None)

    def _url_labelled(self, label: str) -> str | None:
        link = self._labelled(label)
        return self.addresses.link(self.row, link) if link else None

    def _first_venue_url(self) -> str | None:
        urls = (self.addresses.venue(self.row, venue) for venue in self.row.paper.venues)
        return next((url for url in urls if url), None)

    def _text(self, field: Placeholder, text: str) -> str:
        return _html(text, field) if self.html else _markdown(text, field, cell=self.cell)

    def _url(self, field: Placeholder, url: str | None) -> str:
        return _address(field, url, html=self.html) if url else ""


def _plain_quotes(html: str) -> str:
    """Return HTML with literal quotes outside of tags."""
    return _QUOTE.sub(lambda found: found[1] or _QUOTES[found[0]], html)


_QUOTE = re.compile(r"(<[^<>]*>)|&quot;|&#x27;")
_QUOTES = {"&quot;": '"', "&#x27;": "'"}


def _html(text: str, field: Placeholder) -> str:
    return html_text(text) if field.before.endswith('="') else escape(text, quote=False)


def _markdown(text: str, field: Placeholder, *, cell: bool) -> str:
    found = markdown_text(text, cell=cell)
    return markdown_start(found) if _AT_START.fullmatch(field.before) else found


def _address(field: Placeholder, url: str, *, html: bool) -> str:
    """Return a URL for a Markdown link, an attribute, or as a link by itself."""
    if field.before.endswith('="'):
        return html_url(url if html else markdown_url(url))
    if field.before.endswith("]("):
        return markdown_url(url)
    return escape(url, quote=False) if html else url
