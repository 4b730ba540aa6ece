"""Metadata tags in the head of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from papertrail.text.markdown import html_text


def meta(name: str, content: str) -> str:
    """Return a `meta` element by name."""
    return f'<meta name="{html_text(name)}" content="{html_text(content)}">\n'


def property_meta(name: str, content: str) -> str:
    """Return a `meta` element of the Open Graph protocol (https://ogp.me)."""
    return f'<meta property="{html_text(name)}" content="{html_text(content)}">\n'


def feed_link(url: str, title: str) -> str:
    """Return the link by which feed readers discover the feed of a page.

    The theme treats `rel=alternate`, without `feed`, as the same page in another language.
    """
    return (
        f'<link rel="alternate feed" type="application/atom+xml" href="{html_text(url)}" title="{html_text(title)}">\n'
    )


def typed_link(rel: str, url: str, media_type: str) -> str:
    """Return the link to a file about the page, or with its content, for programs."""
    return f'<link rel="{rel}" type="{media_type}" href="{html_text(url)}">\n'


def cite_as(url: str) -> str:
    """Return the link with the URL by which the subject of the page is cited (RFC 8574)."""
    return f'<link rel="cite-as" href="{html_text(url)}">\n'


def script_of_bar(url: str) -> str:
    """Return the script that hides rows for which the URL of the page does not ask, before any is shown."""
    return f'<script src="{html_text(url)}"></script>\n'


def json_ld(data: str) -> str:
    """Return data for search engines; the JSON contains no `<`."""
    return f'<script type="application/ld+json">{data}</script>\n'


def breadcrumbs(crumbs: Iterable[tuple[str, str]]) -> str:
    """Return the path to a page for search engines, from names and absolute URLs."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(crumbs, 1)
    ]
    return linked_data({"@type": "BreadcrumbList", "itemListElement": items})


def linked_data(members: Mapping[str, object]) -> str:
    """Return schema.org data for search engines."""
    data = json.dumps({"@context": "https://schema.org", **members}, ensure_ascii=False, separators=(",", ":"))
    return json_ld(data.replace("<", "\\u003c"))


def redirect_tags(url: str) -> str:
    """Redirect readers, and tell search engines to skip this page."""
    return f'<meta http-equiv="refresh" content="0; url={html_text(url)}">\n' + meta("robots", "noindex")
