"""What stands in the places of a pattern, for one row: text escaped for Markdown or for HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from papertrail.core import Link, Row, Venue
from papertrail.text.markdown import (
    html_inline,
    html_text,
    html_url,
    markdown_inline,
    markdown_start,
    markdown_text,
    markdown_url,
)
from papertrail.text.patterns import Field, Pattern, Spelling, fill

_AT_START = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*")
"""What may stand before a text that begins a line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Addresses:
    """Where the links of a document lead."""

    link: Callable[[Row, Link], str]
    venue: Callable[[Row, Venue], str | None]
    institution: Callable[[str], str | None]


def entry_text(
    pattern: Pattern, row: Row, number: int, addresses: Addresses, plain: Callable[[Row, str], str], *, html: bool
) -> str:
    """The entry that `pattern` makes of a row, the `number`-th of its section; `html` for an HTML table."""
    paper = row.paper
    by_label = {link.label: link for link in reversed(paper.links)}
    named = {id(by_label.get(field.link)) for field in pattern.fields() if field.link}
    text = _html if html else _markdown

    def address(field: Field, url: str | None) -> str:
        return _address(field, url, html=html) if url else ""

    def one(field: Field) -> str:
        if field.link is not None:
            found = by_label.get(field.link)
            return address(field, addresses.link(row, found)) if found else ""
        match field.name:
            case "number":
                return str(number)
            case name if name.startswith("date "):
                return text((paper.date or "").replace("-", name.removeprefix("date ").strip()), field)
            case "name":
                return text(paper.name, field)
            case "title":
                return text(paper.full_title, field)
            case "venue":
                return text(", ".join(venue.text for venue in paper.venues), field)
            case "venue_url":
                return address(field, next((url for v in paper.venues if (url := addresses.venue(row, v))), None))
            case name:
                return text(plain(row, name), field)

    def item(kind: str, value: str) -> Callable[[Field], str]:
        if kind == "remarks":
            return lambda field: _plain_quotes(html_inline(value)) if html else markdown_inline(value)
        return lambda field: (
            address(field, addresses.institution(value)) if field.name == "institution_url" else text(value, field)
        )

    def link(found: Link) -> Callable[[Field], str]:
        return lambda field: (
            address(field, addresses.link(row, found)) if field.name == "url" else text(found.label, field)
        )

    def many(kind: str) -> Sequence[Callable[[Field], str]]:
        if kind == "links":
            return [link(found) for found in paper.links if id(found) not in named]
        return [item(kind, value) for value in getattr(paper, kind)]

    return fill(pattern, Spelling(one=one, many=many))


def _plain_quotes(html: str) -> str:
    """HTML with quotes as people type them outside of tags, where they mean nothing."""
    return _QUOTE.sub(lambda found: found[1] or _QUOTES[found[0]], html)


_QUOTE = re.compile(r"(<[^<>]*>)|&quot;|&#x27;")
_QUOTES = {"&quot;": '"', "&#x27;": "'"}


def _html(text: str, field: Field) -> str:
    return html_text(text) if field.before.endswith('="') else escape(text, quote=False)


def _markdown(text: str, field: Field) -> str:
    found = markdown_text(text)
    return markdown_start(found) if _AT_START.fullmatch(field.before) else found


def _address(field: Field, url: str, *, html: bool) -> str:
    """An address for a link in Markdown, for an attribute, or as text that is a link by itself."""
    if field.before.endswith('="'):
        return html_url(url if html else markdown_url(url))
    if field.before.endswith("]("):
        return markdown_url(url)
    return escape(url, quote=False) if html else url
